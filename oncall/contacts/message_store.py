"""Queries about texts: what we send, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from oncall.contacts.tables import MessageRow

if TYPE_CHECKING:
    from oncall.contacts.send_text import Draft

RANK = {"queued": 1, "sent": 2, "delivered": 9, "undelivered": 9, "failed": 9}
"""A text's state only moves forward, and from the last three nowhere: the first of them stays."""
OURS = {
    "accepted": "queued",
    "scheduled": "queued",
    "sending": "queued",
    "canceled": "failed",
    "read": "delivered",
} | {status: status for status in RANK}
"""The company's word for a state as ours; a word that is not listed says nothing."""
NOT_DELIVERED = ("undelivered", "failed")


def of_errand(session: Session, outbox_id: int) -> MessageRow | None:
    """The text written for an errand, if one has been."""
    return session.scalar(select(MessageRow).where(MessageRow.outbox_id == outbox_id))


def add(session: Session, outbox_id: int, draft: Draft, now: datetime) -> MessageRow:
    """Write down a text before it is sent; the errand's id keeps it one text."""
    message = MessageRow(
        outbox_id=outbox_id,
        contact_id=draft.contact_id,
        direction="out",
        kind=draft.kind,
        from_number=draft.sender,
        to_number=draft.to,
        staff_id=draft.staff_id,
        written_by=draft.written_by,
        body=draft.body,
        status="queued",
        created_at=now,
    )
    session.add(message)
    session.flush()
    return message


def record_sent(session: Session, message_id: int, sid: str) -> None:
    """The provider has taken a text, under an id of its own."""
    session.execute(update(MessageRow).where(MessageRow.id == message_id).values(provider_sid=sid))


def is_ours(session: Session, sid: str) -> bool:
    """Whether we know of a text that has this id of the provider's."""
    return session.scalar(select(MessageRow.id).where(MessageRow.provider_sid == sid)) is not None


def record_refused(session: Session, outbox_id: int, error_code: int | None) -> None:
    """The provider will not take the text of an errand: it has failed."""
    this = update(MessageRow).where(MessageRow.outbox_id == outbox_id, MessageRow.provider_sid.is_(None))
    session.execute(this.values(status="failed", error_code=error_code))


def record_status(session: Session, sid: str, word: str, error_code: int | None) -> MessageRow | None:
    """Move a text to a state further on; the text if it moved. Repeats and latecomers change nothing."""
    status = OURS.get(word)
    if status is None:
        return None
    rank = case(RANK, value=MessageRow.status, else_=RANK["failed"])
    moved = update(MessageRow).where(
        MessageRow.provider_sid == sid, MessageRow.direction == "out", rank < RANK[status]
    )
    return session.scalar(moved.values(status=status, error_code=error_code).returning(MessageRow))
