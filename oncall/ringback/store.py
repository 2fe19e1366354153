"""Queries about ringing callers back: beginning one, finding it again, and what became of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import ContactRow
from oncall.people.tables import StaffRow
from oncall.ringback.tables import CallBackRow


@dataclass(frozen=True, slots=True)
class NewCallBack:
    """Somebody is about to ring a caller back. Numbers are E.164: their own, then the caller's.

    The caller's is empty if it was withheld; `follow_up_id` is the promise that is being kept.
    """

    contact_id: int
    staff_id: str
    staff_number: str
    number: str
    at: datetime
    follow_up_id: int | None = None


def begin(session: Session, new: NewCallBack) -> CallBackRow | None:
    """Record that a caller is being rung back; None while somebody is at it already."""
    begun = (
        insert(CallBackRow)
        .values(
            contact_id=new.contact_id,
            staff_id=new.staff_id,
            staff_number=new.staff_number,
            number=new.number,
            asked_at=new.at,
            follow_up_id=new.follow_up_id,
        )
        .on_conflict_do_nothing()
        .returning(CallBackRow)
    )
    return session.scalar(begun)


def call_back(session: Session, call_back_id: int) -> CallBackRow | None:
    """One ringing back, as it stands in the database."""
    this = select(CallBackRow).where(CallBackRow.id == call_back_id)
    return session.scalar(this.execution_options(populate_existing=True))


def going_on(session: Session, contact_id: int) -> CallBackRow | None:
    """The one ringing back of a contact that is not over."""
    of_contact = CallBackRow.contact_id == contact_id
    return session.scalar(select(CallBackRow).where(of_contact, CallBackRow.ended_at.is_(None)))


def of_promise(session: Session, follow_up_id: int) -> list[CallBackRow]:
    """Every ringing to keep one promise, earliest first."""
    theirs = select(CallBackRow).where(CallBackRow.follow_up_id == follow_up_id)
    return list(session.scalars(theirs.order_by(CallBackRow.id).execution_options(populate_existing=True)))


def with_names(session: Session, contact_id: int) -> Sequence[tuple[CallBackRow, str]]:
    """Every ringing back of a contact, earliest first, with the name of whoever rang."""
    named = select(CallBackRow, StaffRow.name).join(StaffRow, StaffRow.id == CallBackRow.staff_id)
    rows = session.execute(named.where(CallBackRow.contact_id == contact_id).order_by(CallBackRow.id))
    return [(row[0], row[1]) for row in rows]


def unanswered(session: Session, contact_id: int) -> int:
    """How often a caller has been rung back in vain."""
    in_vain = select(func.count()).where(
        CallBackRow.contact_id == contact_id,
        CallBackRow.dial_status.is_not(None),
        CallBackRow.connected_at.is_(None),
    )
    return session.scalar(in_vain) or 0


def rings_us(session: Session, number: str, service_id: int) -> bool:
    """Whether whoever has this number is on the line to the service at this moment."""
    on_the_line = select(ContactRow.id).where(
        ContactRow.caller_number == number,
        ContactRow.service_id == service_id,
        ContactRow.channel == "voice",
        ContactRow.ended_at.is_(None),
    )
    return session.scalar(on_the_line.limit(1)) is not None


def name(session: Session, call_back_id: int, sid: str) -> None:
    """The provider's id of the practitioner's leg, once that is known."""
    this = update(CallBackRow).where(CallBackRow.id == call_back_id, CallBackRow.provider_sid.is_(None))
    session.execute(this.values(provider_sid=sid))


def end(session: Session, call_back_id: int, now: datetime) -> bool:
    """It is over; False if it was already."""
    this = update(CallBackRow).where(CallBackRow.id == call_back_id, CallBackRow.ended_at.is_(None))
    return session.scalar(this.values(ended_at=now).returning(CallBackRow.id)) is not None
