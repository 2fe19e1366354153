"""Queries for the steps of a contact's state after it was written up: who took it there, when, and why."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.contacts.tables import ContactStepRow, State


@dataclass(frozen=True, slots=True)
class Step:
    """A contact came to a state: by whom (a name), and why, where somebody had to say so."""

    state: State
    at: datetime
    by: str = field(repr=False)
    why: str = field(repr=False)


def add(
    session: Session, contact_ids: Collection[int], state: State, by: int, at: datetime, why: str = ""
) -> None:
    """Keep that these contacts have come to a state."""
    rows = [
        {"contact_id": one, "state": state, "at": at, "by": by, "why": why} for one in sorted(contact_ids)
    ]
    if rows:
        session.execute(insert(ContactStepRow), rows)


def steps(session: Session, contact_id: int) -> tuple[Step, ...]:
    """The steps of a contact, earliest first."""
    found = (
        select(ContactStepRow, UserRow.name)
        .join(UserRow, UserRow.id == ContactStepRow.by)
        .where(ContactStepRow.contact_id == contact_id)
        .order_by(ContactStepRow.id)
    )
    return tuple(Step(State(row.state), row.at, name, row.why) for row, name in session.execute(found))
