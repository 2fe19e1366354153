"""Who owns a contact: of any number who reach for it at once, one gets it."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, update
from sqlalchemy.orm import Session

from oncall.contacts.tables import ContactRow, Outcome

TEXT = "sms"


def take(
    session: Session, contact_id: int, staff_id: str | None, now: datetime, *conditions: ColumnElement[bool]
) -> bool:
    """Make a contact somebody's own, if it is nobody's yet; whether it is theirs by this.

    Nobody rang for a text: taking it is answering it.
    """
    text = ContactRow.channel == TEXT
    free = update(ContactRow).where(
        ContactRow.id == contact_id,
        ContactRow.owned_at.is_(None),
        ContactRow.written_up_at.is_(None),
        *conditions,
    )
    taken = free.values(
        callback_owner=staff_id,
        owned_at=now,
        outcome=case((text, Outcome.ANSWERED.value), else_=ContactRow.outcome),
        accepted_by=case((text, staff_id), else_=ContactRow.accepted_by),
        answered_at=case((text, func.coalesce(ContactRow.answered_at, now)), else_=ContactRow.answered_at),
    )
    return session.scalar(taken.returning(ContactRow.id)) is not None
