"""Queries for texts of which the company has told us nothing more, although we sent them a while ago."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, literal, not_, select
from sqlalchemy.orm import Session

from oncall.contacts.tables import MessageRow
from oncall.db.outbox import OutboxRow

ON_ITS_WAY = ("queued", "sent")


def lost(session: Session, since: datetime, until: datetime, key: str) -> Sequence[int]:
    """Texts the company took between the two that are still on their way and were not asked for yet.

    `key` begins the key of the errand that asks for one; its id ends it.
    """
    asked = OutboxRow.key == literal(key) + cast(MessageRow.id, Text)
    found = select(MessageRow.id).where(
        MessageRow.direction == "out",
        MessageRow.provider_sid.is_not(None),
        MessageRow.status.in_(ON_ITS_WAY),
        MessageRow.created_at > since,
        MessageRow.created_at <= until,
        not_(select(OutboxRow.id).where(asked).exists()),
    )
    return session.scalars(found.order_by(MessageRow.id)).all()


def sid_on_its_way(session: Session, message_id: int) -> str | None:
    """The company's id of a text, if it is still on its way."""
    text = session.get(MessageRow, message_id)
    return text.provider_sid if text is not None and text.status in ON_ITS_WAY else None
