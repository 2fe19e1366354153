"""Queries about handovers: the document of a period, its signature, and what was written under it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.handover.entries import Entry
from oncall.handover.seal import seal
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.service.reader_store import services_of as services_of  # what this room's use cases ask too
from oncall.service.tables import ServiceRow
from rota.hours import HandoverPeriod


def find_or_make(session: Session, service_id: int, period: HandoverPeriod) -> HandoverRow:
    """The handover of a period: one for ever, however many ask for it at once."""
    session.execute(
        insert(HandoverRow)
        .values(
            service_id=service_id,
            starts_at=period.start,
            closed_from=period.closed_from,
            until=period.end,
            state=HandoverState.DRAFT,
        )
        .on_conflict_do_nothing(index_elements=["service_id", "until"])
    )
    made = of_period(session, service_id, period)
    assert made is not None
    return made


def of_period(session: Session, service_id: int, period: HandoverPeriod) -> HandoverRow | None:
    """The handover of a period, if it has been made."""
    found = select(HandoverRow).where(HandoverRow.service_id == service_id, HandoverRow.until == period.end)
    return session.scalars(found).one_or_none()


def by_id(session: Session, handover_id: int) -> HandoverRow | None:
    """A handover as it stands."""
    return session.get(HandoverRow, handover_id)


def latest(session: Session, service_id: int, *, before: datetime, limit: int) -> Sequence[HandoverRow]:
    """Handovers that ended before an instant, newest first."""
    past = select(HandoverRow).where(HandoverRow.service_id == service_id, HandoverRow.until < before)
    return session.scalars(past.order_by(HandoverRow.until.desc()).limit(limit)).all()


def lock(session: Session, handover_id: int) -> HandoverRow | None:
    """A handover, read anew and locked, in order to change something of it."""
    return session.get(HandoverRow, handover_id, with_for_update=True, populate_existing=True)


def sign(session: Session, handover_id: int, user_id: int, now: datetime, entries: Sequence[Entry]) -> bool:
    """Sign a draft with its contacts, in order, under a seal; False if it has been signed already."""
    marks = {one.ref: one.mark for one in entries}
    words = {one.ref: one.words for one in entries if one.words is not None}
    draft = update(HandoverRow).where(HandoverRow.id == handover_id, HandoverRow.state == HandoverState.DRAFT)
    signed = draft.values(
        state=HandoverState.SIGNED,
        signing=HandoverRow.signing + 1,
        signed_by=user_id,
        signed_at=now,
        signed_contacts=list(marks),
        signed_marks=marks,
        signed_words=words,
        signed_hash=seal(handover_id, user_id, now, marks, words, list(marks)),
    )
    return session.scalar(signed.returning(HandoverRow.id)) is not None


def acknowledge(
    session: Session, handover_id: int, user_id: int, now: datetime, readback: str | None
) -> bool:
    """Acknowledge a signed handover; False if it is not signed, or was acknowledged already."""
    ready = update(HandoverRow).where(
        HandoverRow.id == handover_id, HandoverRow.state == HandoverState.SIGNED
    )
    done = ready.values(
        state=HandoverState.ACKNOWLEDGED, acknowledged_by=user_id, acknowledged_at=now, readback=readback
    )
    return session.scalar(done.returning(HandoverRow.id)) is not None


def name_of(session: Session, user_id: int | None) -> str | None:
    """Who signed or acknowledged."""
    return session.scalar(select(UserRow.name).where(UserRow.id == user_id))


def withdraw(session: Session, handover: HandoverRow) -> None:
    """A signature does not hold any more: the handover (locked) is as it was before it, but it is counted."""
    for column in (
        "signed_by",
        "signed_at",
        "signed_contacts",
        "signed_marks",
        "signed_words",
        "signed_hash",
    ):
        setattr(handover, column, None)
    handover.state = HandoverState.DRAFT
    session.flush()


def signed(session: Session, service_ids: Sequence[int], *, since: datetime) -> Sequence[HandoverRow]:
    """Handovers with a signature, due after `since`, oldest first."""
    found = select(HandoverRow).where(
        HandoverRow.service_id.in_(service_ids), HandoverRow.signed_at.is_not(None), HandoverRow.until > since
    )
    return session.scalars(found.order_by(HandoverRow.until, HandoverRow.id)).all()


def unsigned(
    session: Session, service_ids: Sequence[int], *, before: datetime, since: datetime
) -> list[tuple[HandoverRow, str]]:
    """Handovers without a signature, due after `since` and by `before`, each with its service's name."""
    found = (
        select(HandoverRow, ServiceRow.name)
        .join(ServiceRow, ServiceRow.id == HandoverRow.service_id)
        .where(
            HandoverRow.service_id.in_(service_ids),
            HandoverRow.state == HandoverState.DRAFT,
            HandoverRow.until > since,
            HandoverRow.until <= before,
        )
        .order_by(HandoverRow.until, HandoverRow.id)
    )
    return [(row[0], row[1]) for row in session.execute(found)]
