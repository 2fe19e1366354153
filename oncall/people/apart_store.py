"""Queries about who of the staff is in conflict with somebody who rings or texts.

That is whoever stands on the list of conflicts, and whoever is the same person: by their id, or a telephone.
"""

from collections.abc import Collection

from sqlalchemy import CompoundSelect, select, text, union
from sqlalchemy.orm import Session

from oncall.people.apart import NOBODY_APART, Apart, apart_by
from oncall.people.tables import ConflictRow, PersonPhoneRow, PersonRow, StaffRow

IN_CONFLICT = """
    SELECT staff_id, person_id FROM conflict WHERE ended_at IS NULL AND person_id = ANY ({people})
     UNION
    SELECT id, id FROM staff WHERE id = ANY ({people})
     UNION
    SELECT staff.id, person_phone.person_id
      FROM person_phone
      JOIN staff ON staff.phone = person_phone.number
     WHERE person_phone.person_id = ANY ({people}) AND person_phone.ended_at IS NULL
"""
"""Each member of staff with somebody of `people`, an array of ids, whom they are in conflict with.

Written out, for the statement of a call's arrival asks it too.
"""
PAIRS = text(IN_CONFLICT.format(people=":people"))


def apart_from(session: Session, people: Collection[str]) -> Apart:
    """Who of the staff is kept from a contact of which it is not known who of `people` it was."""
    return apart_by(pairs(session, people), people) if people else NOBODY_APART


def pairs(session: Session, people: Collection[str]) -> list[tuple[str, str]]:
    """Each member of staff with somebody of these people whom they are in conflict with."""
    return [(row[0], row[1]) for row in session.connection().execute(PAIRS, {"people": list(people)})]


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
