"""Queries about what leads say of contacts that were drawn for quality."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.handover.tables import ReviewRow


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody said of how a contact was handled; `by` is a name."""

    by: str
    at: datetime
    words: str = field(repr=False)


def reviews(session: Session, contact_ids: Collection[int]) -> dict[int, Review]:
    """What was said of these contacts, by id."""
    found = select(ReviewRow, UserRow.name).join(UserRow, UserRow.id == ReviewRow.by)
    rows = session.execute(found.where(ReviewRow.contact_id.in_(contact_ids))) if contact_ids else ()
    return {row.contact_id: Review(name, row.at, row.words) for row, name in rows}


def add(session: Session, contact_id: int, user_id: int, now: datetime, words: str) -> bool:
    """Keep what somebody says of a contact; False if somebody has said something."""
    said = insert(ReviewRow).values(contact_id=contact_id, at=now, by=user_id, words=words)
    kept = said.on_conflict_do_nothing(index_elements=["contact_id"]).returning(ReviewRow.contact_id)
    return session.scalar(kept) is not None
