"""Queries about what a contact's record says, field by field, now and at any time before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.contacts.tables import FieldRow


@dataclass(frozen=True, slots=True)
class Said:
    """What a field said from `saved_at` on; `saved_by` is a name, `number` counts from 1."""

    name: str
    number: int
    value: str = field(repr=False)
    saved_at: datetime
    saved_by: str = field(repr=False)


def newest(session: Session, contact_id: int) -> dict[str, FieldRow]:
    """The newest row of every field, by name."""
    of_contact = select(FieldRow).where(FieldRow.contact_id == contact_id)
    rows = session.scalars(of_contact.order_by(FieldRow.number))
    return {row.name: row for row in rows}


def values(session: Session, contact_id: int) -> dict[str, str]:
    """What every field says now; fields that say nothing are left out."""
    return {name: row.value for name, row in newest(session, contact_id).items() if row.value}


def history(session: Session, contact_id: int) -> tuple[Said, ...]:
    """Everything that every field has ever said, and who said so, in the order in which it was begun."""
    named = select(FieldRow, UserRow.name).join(UserRow, UserRow.id == FieldRow.saved_by)
    rows = session.execute(named.where(FieldRow.contact_id == contact_id).order_by(FieldRow.id))
    return tuple(Said(row.name, row.number, row.value, row.saved_at, name) for row, name in rows)


def run_of(session: Session, contact_id: int, prefix: str) -> list[tuple[str, str]]:
    """Every value that the fields whose names begin so have had, name and value, oldest first."""
    found = select(FieldRow.name, FieldRow.value).where(
        FieldRow.contact_id == contact_id, FieldRow.name.startswith(prefix, autoescape=True)
    )
    return [(row[0], row[1]) for row in session.execute(found.order_by(FieldRow.id))]


def add(session: Session, rows: Sequence[FieldRow]) -> None:
    """Keep what fields say from now on. Their contact is locked."""
    session.add_all(rows)
    session.flush()
