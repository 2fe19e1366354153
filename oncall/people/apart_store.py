"""Queries about who of the staff is in conflict with somebody who rings or texts.

That is whoever stands on the list of conflicts, and whoever is the same person: by their id, or a telephone.
"""

from collections.abc import Collection

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, select, union
from sqlalchemy.orm import Session

from oncall.people.apart import NOBODY_APART, Apart, apart_by
from oncall.people.tables import ConflictRow, PersonPhoneRow, PersonRow, StaffRow


def apart_from(session: Session, people: Collection[str]) -> Apart:
    """Who of the staff is kept from a contact of which it is not known who of `people` it was."""
    return apart_by(pairs(session, people), people) if people else NOBODY_APART


def pairs(session: Session, people: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Each member of staff with somebody they are in conflict with, of these people or of all there are."""
    if people is None:
        return [(row[0], row[1]) for row in session.execute(union(*_listed_same_telephone()))]
    return [(row[0], row[1]) for row in session.execute(_AMONG, {"among": list(people)})]


def _listed_same_telephone() -> tuple[Select[str, str], Select[str, str], Select[str, str]]:
    listed = select(ConflictRow.staff_id, ConflictRow.person_id).where(ConflictRow.ended_at.is_(None))
    same = select(StaffRow.id, PersonRow.id).join_from(StaffRow, PersonRow, PersonRow.id == StaffRow.id)
    telephone = select(StaffRow.id, PersonPhoneRow.person_id).join_from(
        StaffRow, PersonPhoneRow, PersonPhoneRow.number == StaffRow.phone
    )
    return listed, same, telephone.where(PersonPhoneRow.ended_at.is_(None))


def _among() -> CompoundSelect[str, str]:
    """Asked while a caller waits, so it is put together once."""
    listed, same, telephone = _listed_same_telephone()
    wanted: BindParameter[list[str]] = bindparam("among", expanding=True)
    return union(
        listed.where(ConflictRow.person_id.in_(wanted)),
        same.where(PersonRow.id.in_(wanted)),
        telephone.where(PersonPhoneRow.person_id.in_(wanted)),
    )


_AMONG = _among()


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
