"""Queries about joining: whom, which leg, and who is still on the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import CallLegRow, ContactRow
from oncall.joining.tables import JoinRow


@dataclass(frozen=True, slots=True)
class NewJoin:
    """Somebody is asked to join: `kind` is `manager` or `pass`; the number is theirs, E.164."""

    contact_id: int
    kind: str
    asked_by: str
    staff_id: str
    staff_number: str
    at: datetime


def begin(session: Session, new: NewJoin) -> JoinRow | None:
    """Record that somebody is asked; None while somebody is on their way."""
    begun = (
        insert(JoinRow)
        .values(
            contact_id=new.contact_id,
            kind=new.kind,
            asked_by=new.asked_by,
            staff_id=new.staff_id,
            staff_number=new.staff_number,
            asked_at=new.at,
        )
        .on_conflict_do_nothing()
        .returning(JoinRow)
    )
    return session.scalar(begun)


def joining(session: Session, join_id: int) -> JoinRow | None:
    """One asking, as it stands in the database."""
    this = select(JoinRow).where(JoinRow.id == join_id)
    return session.scalar(this.execution_options(populate_existing=True))


def coming(session: Session, contact_id: int) -> JoinRow | None:
    """Whoever is on their way into a call: they are being rung."""
    return next((one for one in of_contact(session, contact_id) if one.is_coming), None)


def going_on(session: Session, contact_id: int) -> JoinRow | None:
    """The newest of a contact that is not over: that person is being rung, or is in the call."""
    rows = of_contact(session, contact_id)
    return next((one for one in reversed(rows) if one.ended_at is None), None)


def of_contact(session: Session, contact_id: int) -> Sequence[JoinRow]:
    """Everybody who was asked to join a call, in order, as it stands in the database."""
    rows = select(JoinRow).where(JoinRow.contact_id == contact_id).order_by(JoinRow.id)
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def newest(session: Session, contact_id: int) -> JoinRow | None:
    """The last one of a contact, over or not."""
    return next(reversed(of_contact(session, contact_id)), None)


def left_after(session: Session, row: JoinRow) -> bool:
    """Whether one of us who talked to the caller left after the one of `row` had ended."""
    later = select(CallLegRow.provider_sid).where(
        CallLegRow.contact_id == row.contact_id,
        CallLegRow.role == "practitioner",
        CallLegRow.provider_sid.is_distinct_from(row.provider_sid),
        CallLegRow.ended_at > row.ended_at,
    )
    return session.scalar(later.limit(1)) is not None


def name(session: Session, join_id: int, sid: str) -> None:
    """The provider's id of that person's leg, once that is known."""
    this = update(JoinRow).where(JoinRow.id == join_id, JoinRow.provider_sid.is_(None))
    session.execute(this.values(provider_sid=sid))


def end(session: Session, join_id: int, now: datetime) -> bool:
    """It is over; False if it was already."""
    this = update(JoinRow).where(JoinRow.id == join_id, JoinRow.ended_at.is_(None))
    return session.scalar(this.values(ended_at=now).returning(JoinRow.id)) is not None


def leg_of(session: Session, attempt_id: int | None) -> str | None:
    """The provider's id of the leg by which somebody accepted, while they are on the line."""
    if attempt_id is None:
        return None
    live = select(CallLegRow.provider_sid).where(
        CallLegRow.attempt_id == attempt_id,
        CallLegRow.ended_at.is_(None),
        CallLegRow.status == "in-progress",
    )
    return session.scalar(live.order_by(CallLegRow.started_at.desc()).limit(1))


def end_leg(session: Session, sid: str, now: datetime) -> None:
    """The company says that a leg is over, of which nobody has told us."""
    this = update(CallLegRow).where(CallLegRow.provider_sid == sid, CallLegRow.ended_at.is_(None))
    session.execute(this.values(status="completed", ended_at=now))


def in_a_call(session: Session, service_id: int, staff_id: str) -> Sequence[ContactRow]:
    """The calls that somebody has taken and that go on, the newest first."""
    mine = select(ContactRow).where(
        ContactRow.service_id == service_id,
        ContactRow.accepted_by == staff_id,
        ContactRow.ended_at.is_(None),
        ContactRow.channel == "voice",
    )
    return session.scalars(mine.order_by(ContactRow.id.desc())).all()
