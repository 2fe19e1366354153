"""Queries about what was told ahead: gaps, and ringings because a shift was not confirmed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.shifts.tables import GapToldRow, ShiftCallRow


@dataclass(frozen=True, slots=True)
class Missed:
    """A shift that is not confirmed: of whom, on which tier, and when it begins."""

    service_id: int
    tier: str
    person: str
    start: datetime


def tell_of_gap(
    session: Session, service_id: int, tier: str, start: datetime, days: int, now: datetime
) -> bool:
    """The keepers are being told of a gap so many days ahead; False if they were."""
    values = {"service_id": service_id, "tier": tier, "start": start, "days": days}
    told = insert(GapToldRow).values(**values, at=now).on_conflict_do_nothing()
    return session.scalar(told.returning(GapToldRow.days)) is not None


def call_for(session: Session, missed: Missed, staff_id: str, outbox_id: int, now: datetime) -> ShiftCallRow:
    """The ringing of an errand: the one that was begun, or a new one."""
    known = session.scalar(select(ShiftCallRow).where(ShiftCallRow.outbox_id == outbox_id))
    if known is not None:
        return known
    row = ShiftCallRow(
        service_id=missed.service_id, tier=missed.tier, person=missed.person, start=missed.start
    )
    row.staff_id, row.outbox_id, row.rang_at = staff_id, outbox_id, now
    session.add(row)
    session.flush()
    return row


def call(session: Session, call_id: int) -> ShiftCallRow | None:
    """One ringing."""
    return session.get(ShiftCallRow, call_id, populate_existing=True)


def name_call(session: Session, call_id: int, sid: str) -> None:
    """The provider's id of a ringing."""
    this = update(ShiftCallRow).where(ShiftCallRow.id == call_id, ShiftCallRow.provider_sid.is_(None))
    session.execute(this.values(provider_sid=sid))


def press(session: Session, call_id: int, now: datetime) -> None:
    """Whoever was rung sees to it. The first time counts."""
    this = update(ShiftCallRow).where(ShiftCallRow.id == call_id, ShiftCallRow.pressed_at.is_(None))
    session.execute(this.values(pressed_at=now))


def seen_to(session: Session, missed: Missed) -> bool:
    """Whether somebody who was rung has said that they see to it."""
    this = select(ShiftCallRow.id).where(
        ShiftCallRow.service_id == missed.service_id,
        ShiftCallRow.tier == missed.tier,
        ShiftCallRow.person == missed.person,
        ShiftCallRow.start == missed.start,
        ShiftCallRow.pressed_at.is_not(None),
    )
    return session.scalar(this.limit(1)) is not None
