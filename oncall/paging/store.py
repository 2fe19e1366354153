"""Queries about pagings: beginning one, whom its steps ring, and what became of each ringing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, not_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import LineRow, MessageRow
from oncall.db.outbox import Errand, OutboxRow
from oncall.paging.tables import PageCallRow, PagingRow


@dataclass(frozen=True, slots=True)
class NewPageCall:
    """Somebody about to be rung; `outbox_id` is the errand that rings them, None if they are not rung."""

    paging: PagingRow
    contact_id: int
    step: int
    lane: int
    staff_id: str
    number: str | None
    seconds: int
    outbox_id: int | None
    at: datetime


def begin(
    session: Session,
    contact_id: int,
    *,
    urgent: bool,
    rings: bool,
    seq: int,
    now: datetime,
    upward: bool = False,
) -> PagingRow | None:
    """Begin to page about a contact for the `seq`-th time; None if that has been begun."""
    begun = (
        insert(PagingRow)
        .values(
            contact_id=contact_id,
            seq=seq,
            begun_at=now,
            urgent=urgent,
            rings=rings,
            upward=upward,
            step=0,
            step_at=now,
        )
        .on_conflict_do_nothing(index_elements=["contact_id", "seq"])
        .returning(PagingRow)
    )
    return session.scalar(begun)


def newest(session: Session, contact_id: int) -> PagingRow | None:
    """The newest paging about a contact."""
    of_contact = select(PagingRow).where(PagingRow.contact_id == contact_id)
    return session.scalar(of_contact.order_by(PagingRow.seq.desc()).limit(1))


def going_on(session: Session, contact_id: int, paging_id: int) -> PagingRow | None:
    """A paging about a contact, unless a newer one has taken its place."""
    row = newest(session, contact_id)
    return row if row is not None and row.id == paging_id else None


def begin_step(session: Session, row: PagingRow, number: int, now: datetime) -> bool:
    """The next step begins; False if it, or one after it, has begun already."""
    moved = update(PagingRow).where(PagingRow.id == row.id, PagingRow.step < number)
    return session.scalar(moved.values(step=number, step_at=now).returning(PagingRow.id)) is not None


def calls_of_step(session: Session, paging_id: int, step: int) -> Sequence[PageCallRow]:
    """Everybody who was rung in a step, or has passed."""
    of_step = select(PageCallRow).where(PageCallRow.paging_id == paging_id, PageCallRow.step == step)
    return session.scalars(of_step.order_by(PageCallRow.id)).all()


def ringing(session: Session, contact_id: int) -> Sequence[PageCallRow]:
    """Every ringing about a contact that goes on and that nobody has picked up, as far as we know."""
    of_contact = select(PageCallRow).where(PageCallRow.contact_id == contact_id)
    going = (PageCallRow.ended_at.is_(None), PageCallRow.picked_up_at.is_(None))
    return session.scalars(of_contact.where(*going, PageCallRow.provider_sid.is_not(None))).all()


def call(session: Session, page_call_id: int) -> PageCallRow | None:
    """One ringing."""
    return session.get(PageCallRow, page_call_id)


def call_of_errand(session: Session, outbox_id: int) -> PageCallRow | None:
    """The ringing that an errand has begun, if it has."""
    return session.scalar(select(PageCallRow).where(PageCallRow.outbox_id == outbox_id))


def add_call(session: Session, new: NewPageCall) -> PageCallRow | None:
    """Somebody is about to be rung, or has passed; None if they are in this step already."""
    added = (
        insert(PageCallRow)
        .values(
            paging_id=new.paging.id,
            contact_id=new.contact_id,
            step=new.step,
            lane=new.lane,
            staff_id=new.staff_id,
            number=new.number,
            seconds=new.seconds,
            outbox_id=new.outbox_id,
            rang_at=new.at,
        )
        .on_conflict_do_nothing(index_elements=["paging_id", "step", "staff_id"])
        .returning(PageCallRow)
    )
    return session.scalar(added)


def name_call(session: Session, page_call_id: int, sid: str) -> None:
    """The provider's id of a ringing, once that is known."""
    this = update(PageCallRow).where(PageCallRow.id == page_call_id, PageCallRow.provider_sid.is_(None))
    session.execute(this.values(provider_sid=sid))


def end_call(session: Session, page_call_id: int, now: datetime) -> bool:
    """A ringing is over; False if it was already."""
    this = update(PageCallRow).where(PageCallRow.id == page_call_id, PageCallRow.ended_at.is_(None))
    return session.scalar(this.values(ended_at=now).returning(PageCallRow.id)) is not None


def take_line(session: Session, staff_id: str, contact_id: int, *, now: datetime, until: datetime) -> bool:
    """Somebody's telephone is in use for us from now on; False if it is already."""
    taken = (
        insert(LineRow)
        .values(staff_id=staff_id, contact_id=contact_id, until=until)
        .on_conflict_do_update(
            index_elements=["staff_id"],
            set_={"until": until, "contact_id": contact_id},
            where=LineRow.until <= now,
        )
        .returning(LineRow.staff_id)
    )
    return session.scalar(taken) is not None


def lock_person(session: Session, staff_id: str) -> None:
    """Wait until nobody else is writing a text to somebody; the lock goes with the transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 7))"), {"who": staff_id})


def last_told(session: Session, staff_id: str, since: datetime) -> datetime | None:
    """When somebody was last texted that a contact waits, after `since`."""
    told = select(func.max(MessageRow.created_at)).where(
        MessageRow.staff_id == staff_id, MessageRow.kind == "waiting", MessageRow.created_at > since
    )
    return session.scalar(told)


def is_done(session: Session, errand: Errand) -> bool:
    """Whether somebody else has done an errand in one with theirs."""
    return session.scalar(select(OutboxRow.done_at).where(OutboxRow.id == errand.id)) is not None


def take_over(session: Session, errand: Errand, now: datetime) -> list[int]:
    """Do with this errand every other text to its person that is due and not written yet.

    The contacts they are about, oldest errand first. The person is locked: whoever is at one of those
    errands finds it done.
    """
    written = select(MessageRow.id).where(MessageRow.outbox_id == OutboxRow.id).exists()
    like = (OutboxRow.kind == errand.kind, OutboxRow.subject == errand.subject, OutboxRow.id != errand.id)
    waiting = (OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None), OutboxRow.due_at <= now)
    done = update(OutboxRow).where(*like, *waiting, not_(written)).values(done_at=now)
    rows = session.execute(done.returning(OutboxRow.id, OutboxRow.contact_id)).all()
    return [row.contact_id for row in sorted(rows) if row.contact_id is not None]
