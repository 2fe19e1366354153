"""Queries about who of the staff is in conflict with whom."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.people.tables import ConflictRow, PersonRow, StaffRow


def add_conflict(
    session: Session, *, staff_id: str, person_id: str, why: str, by: int, now: datetime
) -> bool:
    """Keep that somebody must not see what concerns somebody; False if it is known."""
    made = insert(ConflictRow).values(
        staff_id=staff_id, person_id=person_id, why=why, added_at=now, added_by=by
    )
    return session.scalar(made.on_conflict_do_nothing().returning(ConflictRow.id)) is not None


def end_conflict(session: Session, conflict_id: int, by: int, now: datetime) -> bool:
    """Take a conflict off the list; False if it is off it."""
    this = update(ConflictRow).where(ConflictRow.id == conflict_id, ConflictRow.ended_at.is_(None))
    return session.scalar(this.values(ended_at=now, ended_by=by).returning(ConflictRow.id)) is not None


def conflicts(session: Session, staff: Collection[str]) -> list[tuple[ConflictRow, str, str, str]]:
    """The conflicts of these members of staff, with their name, the other's and whose word it is, by name."""
    by = aliased(UserRow)
    found = (
        select(ConflictRow, StaffRow.name, PersonRow.name, by.name)
        .join(StaffRow, StaffRow.id == ConflictRow.staff_id)
        .join(PersonRow, PersonRow.id == ConflictRow.person_id)
        .join(by, by.id == ConflictRow.added_by)
        .where(ConflictRow.ended_at.is_(None), ConflictRow.staff_id.in_(staff))
    )
    rows = session.execute(found.order_by(StaffRow.name, PersonRow.name))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def name_of_person(session: Session, person_id: str | None) -> str:
    """Somebody's name, also of those who have been ended; "" for nobody."""
    return session.scalar(select(PersonRow.name).where(PersonRow.id == person_id)) or ""
