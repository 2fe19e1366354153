"""Queries about askings and confirmations. Whoever changes a row first has it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import MessageRow
from oncall.rotas import record_store
from oncall.rotas.tables import DutyRecordRow
from oncall.shifts.tables import AskedRow, AskRow, ConfirmationRow, State


def ask(session: Session, ask_id: int, *, to_change: bool = False) -> AskRow | None:
    """One asking; with `to_change` it is locked until the transaction ends."""
    query = select(AskRow).where(AskRow.id == ask_id).execution_options(populate_existing=True)
    return session.scalar(query.with_for_update() if to_change else query)


def same_open(
    session: Session, service_id: int, tier: str, start: datetime, end: datetime, person: str | None
) -> AskRow | None:
    """An asking that goes on for any of the same time, in the same place."""
    return session.scalar(
        select(AskRow)
        .where(
            AskRow.service_id == service_id,
            AskRow.tier == tier,
            AskRow.start < end,
            AskRow.end > start,
            AskRow.person.is_not_distinct_from(person),
            AskRow.state.in_((State.OPEN, State.AGREED)),
        )
        .order_by(AskRow.id)
        .limit(1)
    )


def going_on(session: Session, service_id: int, now: datetime) -> Sequence[AskRow]:
    """Every asking that is not over, by when its time begins."""
    wanted = AskRow.state.in_((State.OPEN, State.AGREED))
    query = select(AskRow).where(AskRow.service_id == service_id, wanted, AskRow.end > now)
    return session.scalars(query.order_by(AskRow.start, AskRow.id)).all()


def take(session: Session, ask_id: int, person: str, now: datetime) -> AskRow | None:
    """Somebody takes an asking, if it is open and for them; None if it is not. Of many at once one does."""
    this = update(AskRow).where(
        AskRow.id == ask_id,
        AskRow.state == State.OPEN,
        AskRow.end > now,
        or_(AskRow.asked_of.is_(None), AskRow.asked_of == person),
        or_(AskRow.person.is_(None), AskRow.person != person),
    )
    taken = this.values(state=State.AGREED, taken_by=person, taken_at=now).returning(AskRow)
    return session.scalar(taken, execution_options={"populate_existing": True})


def add_asked(session: Session, ask_id: int, people: Sequence[tuple[str, datetime]]) -> None:
    """These are to be texted about an asking, in this order, each at their time."""
    for place, (person, due_at) in enumerate(people):
        session.add(AskedRow(ask_id=ask_id, staff_id=person, place=place, due_at=due_at))
    session.flush()


def asked(session: Session, ask_id: int) -> Sequence[AskedRow]:
    """Everybody who was or is to be texted about an asking, in order."""
    return session.scalars(select(AskedRow).where(AskedRow.ask_id == ask_id).order_by(AskedRow.place)).all()


def asked_last(
    session: Session, service_id: int, person: str, now: datetime
) -> tuple[AskRow, datetime] | None:
    """The asking that somebody was texted about last and that is still going on, and when.

    Of several at once the one that begins first, and what they have taken already last.
    """
    query = (
        select(AskRow, AskedRow.due_at)
        .join(AskedRow, AskedRow.ask_id == AskRow.id)
        .where(
            AskRow.service_id == service_id,
            AskedRow.staff_id == person,
            AskedRow.due_at <= now,
            AskRow.end > now,
            or_(AskRow.state == State.OPEN, AskRow.taken_at > AskedRow.due_at),
        )
        .order_by(
            AskedRow.due_at.desc(), AskRow.taken_by.is_not_distinct_from(person), AskRow.start, AskRow.id
        )
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def last_waiting(session: Session, person: str) -> datetime | None:
    """When somebody was last texted that a contact waits."""
    return session.scalar(
        select(func.max(MessageRow.created_at)).where(
            MessageRow.staff_id == person, MessageRow.kind == "waiting", MessageRow.direction == "out"
        )
    )


def confirmation(
    session: Session, service_id: int, tier: str, person: str, start: datetime
) -> ConfirmationRow | None:
    """What is known of a shift's confirmation."""
    return session.get(ConfirmationRow, (service_id, tier, person, start), populate_existing=True)


def confirm(
    session: Session,
    service_id: int,
    tier: str,
    person: str,
    start: datetime,
    *,
    now: datetime,
    how: str,
    by: str | None = None,
) -> None:
    """Somebody says that they will be on, or a keeper of the rota (`by`) does. The first time counts."""
    values = {"service_id": service_id, "tier": tier, "person": person, "start": start}
    said = {"confirmed_at": now, "confirmed_by": by or person, "how": how}
    session.execute(
        insert(ConfirmationRow)
        .values(**values, **said)
        .on_conflict_do_update(
            index_elements=list(values), set_=said, where=ConfirmationRow.confirmed_at.is_(None)
        )
    )
    record_store.confirm(session, service_id, tier, person, start, by=by or person, now=now)


def confirm_records(session: Session, service_id: int, since: datetime) -> None:
    """What is recorded from `since` on is confirmed if its shift was before it began."""
    this = update(DutyRecordRow).where(
        DutyRecordRow.service_id == service_id,
        DutyRecordRow.start >= since,
        DutyRecordRow.confirmed_at.is_(None),
        ConfirmationRow.service_id == service_id,
        ConfirmationRow.tier == DutyRecordRow.tier,
        ConfirmationRow.person == DutyRecordRow.person,
        ConfirmationRow.start.in_((DutyRecordRow.start, DutyRecordRow.shift_start)),
        ConfirmationRow.confirmed_at.is_not(None),
    )
    said_by = func.coalesce(ConfirmationRow.confirmed_by, ConfirmationRow.person)
    session.execute(
        this.values(confirmed_at=ConfirmationRow.confirmed_at, confirmed_by=said_by),
        execution_options={"synchronize_session": False},
    )


def ask_to_confirm(
    session: Session, service_id: int, tier: str, person: str, start: datetime, now: datetime
) -> None:
    """Somebody is being asked by text to confirm a shift."""
    values = {"service_id": service_id, "tier": tier, "person": person, "start": start}
    session.execute(
        insert(ConfirmationRow)
        .values(**values, asked_at=now)
        .on_conflict_do_update(index_elements=list(values), set_={"asked_at": now})
    )


def to_confirm(session: Session, service_id: int, person: str, since: datetime) -> ConfirmationRow | None:
    """The shift, beginning after `since`, that somebody was last asked to confirm, confirmed or not."""
    query = select(ConfirmationRow).where(
        ConfirmationRow.service_id == service_id,
        ConfirmationRow.person == person,
        ConfirmationRow.asked_at.is_not(None),
        ConfirmationRow.start > since,
    )
    return session.scalar(
        query.order_by(ConfirmationRow.asked_at.desc(), ConfirmationRow.start)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def confirmed(session: Session, service_id: int, person: str, since: datetime) -> set[tuple[str, datetime]]:
    """The shifts (tier and beginning) that somebody has confirmed, beginning after `since`."""
    rows = session.execute(
        select(ConfirmationRow.tier, ConfirmationRow.start).where(
            ConfirmationRow.service_id == service_id,
            ConfirmationRow.person == person,
            ConfirmationRow.confirmed_at.is_not(None),
            ConfirmationRow.start > since,
        )
    )
    return {(tier, start) for tier, start in rows}
