"""Queries about calls that we make to ourselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.contacts.tables import EventRow


def came_through(session: Session, what: str, since: datetime) -> bool:
    """Whether an event that says `what` has been kept since then."""
    heard = select(EventRow.id).where(EventRow.what == what, EventRow.at >= since)
    return session.scalar(heard.limit(1)) is not None
