"""Who owns a contact: of any number who reach for it at once, one gets it."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.orm import Session

from oncall.contacts.tables import CallLegRow, ContactRow, Outcome

TEXT = "sms"
PAGE = "page"


def take(
    session: Session, contact_id: int, staff_id: str | None, now: datetime, *conditions: ColumnElement[bool]
) -> bool:
    """Make a contact somebody's own, if it is nobody's yet or wanted again; whether it is theirs by this.

    Nobody rang for a text: taking it is answering it.
    """
    text = ContactRow.channel == TEXT
    free = update(ContactRow).where(
        ContactRow.id == contact_id,
        or_(ContactRow.owned_at.is_(None), ContactRow.wanted_again_at.is_not(None)),
        ContactRow.written_up_at.is_(None),
        *conditions,
    )
    taken = free.values(
        callback_owner=staff_id,
        owned_at=now,
        wanted_again_at=None,
        outcome=case((text, Outcome.ANSWERED.value), else_=ContactRow.outcome),
        accepted_by=case((text, staff_id), else_=ContactRow.accepted_by),
        answered_at=case((text, func.coalesce(ContactRow.answered_at, now)), else_=ContactRow.answered_at),
    )
    return session.scalar(taken.returning(ContactRow.id)) is not None


def last_taker(session: Session, contact_id: int) -> str | None:
    """Who took a text last, whether or not it is still theirs; it is locked from then on."""
    of_text = select(ContactRow.accepted_by).where(ContactRow.id == contact_id, ContactRow.channel == TEXT)
    return session.scalar(of_text.with_for_update(key_share=True))


def rings(session: Session, contact_id: int) -> bool:
    """Whether somebody's telephone rings about a contact now, and nobody has picked it up."""
    legs = select(CallLegRow.provider_sid).where(
        CallLegRow.contact_id == contact_id,
        CallLegRow.role == PAGE,
        CallLegRow.ended_at.is_(None),
        CallLegRow.status != "in-progress",
    )
    return session.scalar(legs.limit(1)) is not None


def read_by_owner(session: Session, contact_id: int, staff_id: str) -> bool:
    """Whoever owns a contact has read what others were asked for as well; whether these need not be now."""
    again = ContactRow.wanted_again_at.is_not(None)
    theirs = update(ContactRow).where(
        ContactRow.id == contact_id, ContactRow.callback_owner == staff_id, again
    )
    return session.scalar(theirs.values(wanted_again_at=None).returning(ContactRow.id)) is not None
