"""Queries about the numbers on which callers asked to be rung back: every one that was typed, and by whom."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.ringback.tables import GivenNumberRow


@dataclass(frozen=True, slots=True)
class Given:
    """A number in E.164, empty where one was taken back; who typed it (a name), and when."""

    number: str = field(repr=False)
    by: str = field(repr=False)
    at: datetime


def given(session: Session, contact_id: int) -> list[Given]:
    """Every number that was typed for a contact, the newest first."""
    rows = session.execute(
        select(GivenNumberRow.number, UserRow.name, GivenNumberRow.typed_at)
        .join(UserRow, UserRow.id == GivenNumberRow.typed_by)
        .where(GivenNumberRow.contact_id == contact_id)
        .order_by(GivenNumberRow.id.desc())
    )
    return [Given(*row) for row in rows]


def add(session: Session, contact_id: int, number: str, by: int, at: datetime) -> None:
    """Keep that somebody (a user's id) typed a number, or took it back."""
    session.add(GivenNumberRow(contact_id=contact_id, number=number, typed_by=by, typed_at=at))
