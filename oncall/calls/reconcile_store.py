"""Queries for comparing our record of calls with the telephone company's."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from oncall.contacts.tables import AttemptRow, CallLegRow, ContactRow, EventRow
from oncall.numbers.tables import RestrictedCallRow


def legs(session: Session, sids: Collection[str]) -> dict[str, tuple[CallLegRow, bool]]:
    """The legs we know of these ids, each with whether its contact's call is still open here."""
    still_open = and_(ContactRow.id.is_not(None), ContactRow.ended_at.is_(None))
    rows = session.execute(
        select(CallLegRow, still_open)
        .outerjoin(ContactRow, ContactRow.id == CallLegRow.contact_id)
        .where(CallLegRow.provider_sid.in_(sids))
    )
    return {row[0].provider_sid: (row[0], row[1]) for row in rows}


def told_apart(session: Session, sids: Collection[str]) -> set[str]:
    """Those that have opened no contact: of restricted numbers, our own to try the line, one with a PIN."""
    restricted = select(RestrictedCallRow.provider_sid).where(RestrictedCallRow.provider_sid.in_(sids))
    ours = [f"{what}:{sid}" for what in ("self_test", "own_phone") for sid in sids]
    keys = session.scalars(select(EventRow.key).where(EventRow.key.in_(ours)))
    opened = session.scalars(select(ContactRow.provider_sid).where(ContactRow.provider_sid.in_(sids)))
    return {*session.scalars(restricted), *(key.partition(":")[2] for key in keys)} - set(opened)


def begun_between(session: Session, service_id: int, since: datetime, until: datetime) -> set[str]:
    """The ids of all legs of a service that began in a span and are over."""
    begun = (
        select(CallLegRow.provider_sid)
        .outerjoin(ContactRow, ContactRow.id == CallLegRow.contact_id)
        .where(
            func.coalesce(ContactRow.service_id, CallLegRow.service_id) == service_id,
            CallLegRow.started_at >= since,
            CallLegRow.started_at < until,
            CallLegRow.ended_at.is_not(None),
        )
    )
    return set(session.scalars(begun))


def correct(session: Session, sid: str, status: str, ended_at: datetime) -> None:
    """A leg ended as the company says."""
    this = update(CallLegRow).where(CallLegRow.provider_sid == sid)
    session.execute(this.values(status=status, ended_at=ended_at))


def attempt_at(session: Session, contact_id: int, number: str) -> int | None:
    """The last attempt of a contact at a number."""
    there = select(AttemptRow.id).where(AttemptRow.contact_id == contact_id, AttemptRow.number == number)
    return session.scalar(there.order_by(AttemptRow.seq.desc()).limit(1))
