"""Queries about who of the staff is in conflict with somebody who rings or texts.

That is whoever stands on the list of conflicts, and whoever is the same person: by their id, or a telephone.
"""

from collections.abc import Collection

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session

from oncall.people.apart import NOBODY_APART, Apart, apart_by
from oncall.people.tables import ConflictRow, PersonPhoneRow, PersonRow, StaffRow


def apart_from(session: Session, people: Collection[str]) -> Apart:
    """Who of the staff is kept from a contact of which it is not known who of `people` it was."""
    return apart_by(pairs(session, people), people) if people else NOBODY_APART


def pairs(session: Session, people: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Each member of staff with somebody they are in conflict with, of these people or of all there are."""
    among = None if people is None else list(people)
    listed = select(ConflictRow.staff_id, ConflictRow.person_id).where(ConflictRow.ended_at.is_(None))
    same = select(StaffRow.id, PersonRow.id).join_from(StaffRow, PersonRow, PersonRow.id == StaffRow.id)
    telephone = select(StaffRow.id, PersonPhoneRow.person_id).join_from(
        StaffRow, PersonPhoneRow, PersonPhoneRow.number == StaffRow.phone
    )
    telephone = telephone.where(PersonPhoneRow.ended_at.is_(None))
    if among is not None:
        listed = listed.where(ConflictRow.person_id.in_(among))
        same = same.where(PersonRow.id.in_(among))
        telephone = telephone.where(PersonPhoneRow.person_id.in_(among))
    return [(row[0], row[1]) for row in session.execute(union(listed, same, telephone))]


def near(staff_id: str) -> CompoundSelect[str]:
    """The ids of everybody whom a member of staff is in conflict with."""
    number = select(StaffRow.phone).where(StaffRow.id == staff_id).scalar_subquery()
    return union(
        select(ConflictRow.person_id).where(ConflictRow.staff_id == staff_id, ConflictRow.ended_at.is_(None)),
        select(PersonRow.id).where(PersonRow.id == staff_id),
        select(PersonPhoneRow.person_id).where(
            PersonPhoneRow.number == number, PersonPhoneRow.ended_at.is_(None)
        ),
    )
