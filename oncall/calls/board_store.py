"""Queries for the board: what goes on now, and what waits for somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, not_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import call_back_waits, summaries, to_write, visible_to
from oncall.contacts.summary import Summary
from oncall.contacts.tables import AttemptRow, ContactRow
from oncall.db import outbox

MOST_LIVE = 20
MOST_WAITING = 10
"""What waits beyond that is in the list of contacts."""


def live(session: Session, reader: Person, service_id: int) -> list[Summary]:
    """Contacts that go on now, the one that has waited longest first."""
    going_on = _of(reader, service_id).where(ContactRow.ended_at.is_(None))
    rows = session.scalars(going_on.order_by(ContactRow.started_at, ContactRow.id).limit(MOST_LIVE))
    return summaries(session, rows.all())


def ringing(session: Session, contacts: Sequence[Summary]) -> dict[int, AttemptRow]:
    """The newest attempt of each contact, whether or not it is over."""
    newest = (
        select(AttemptRow)
        .ext(distinct_on(AttemptRow.contact_id))
        .where(AttemptRow.contact_id.in_([contact.id for contact in contacts]))
        .order_by(AttemptRow.contact_id, AttemptRow.seq.desc())
    )
    return {row.contact_id: row for row in session.scalars(newest)} if contacts else {}


def call_backs(session: Session, reader: Person, service_id: int) -> list[Summary]:
    """Contacts whose caller is to be rung back, the one that is due first at the top; one more than shown.

    A text that has been answered comes last: it is only to be written up.
    """
    waiting = _of(reader, service_id).where(call_back_waits())
    answered = and_(ContactRow.channel == "sms", ContactRow.callback_due_at.is_(None))
    in_order = waiting.order_by(answered, ContactRow.callback_due_at.asc().nulls_first(), ContactRow.id)
    return summaries(session, session.scalars(in_order.limit(MOST_WAITING + 1)).all())


def not_written_up(session: Session, reader: Person, service_id: int) -> list[Summary]:
    """Contacts to be written up of which no call back waits, newest first; one more than shown."""
    waiting = _of(reader, service_id).where(to_write(), not_(call_back_waits()))
    newest = waiting.order_by(ContactRow.id.desc()).limit(MOST_WAITING + 1)
    return summaries(session, session.scalars(newest).all())


def background_waits_since(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest errand that is due has been waiting."""
    since = outbox.oldest_due(session)
    return since if since is not None and since <= now else None


def _of(reader: Person, service_id: int) -> Select[ContactRow]:
    return select(ContactRow).where(ContactRow.service_id == service_id, *visible_to(reader))
