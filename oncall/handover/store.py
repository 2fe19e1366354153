"""Queries about handovers: the document of a period, and the contacts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.contacts.tables import ContactChildRow, ContactRow, Outcome, State
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.people.tables import ChildRow, PersonRow, StaffRow
from oncall.rotas.tables import RotaVersionRow
from oncall.service.reader_store import services_of as services_of  # what this room's use cases ask too
from rota.hours import HandoverPeriod


@dataclass(frozen=True, slots=True)
class Item:
    """One contact in a handover, with everything a reader is shown of it."""

    id: int
    ref: str
    channel: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    in_office_hours: bool
    caller: str | None
    caller_kind: str | None
    match: str
    withheld: bool
    taken_by: str | None
    callback_owner: str | None
    urgency: str | None
    note: str | None
    written_up_at: datetime | None
    children: tuple[str, ...]


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


def in_force_since(session: Session, service_id: int) -> datetime:
    """When the service was first loaded: nothing can be handed over from before."""
    first = select(func.min(RotaVersionRow.published_at)).where(RotaVersionRow.service_id == service_id)
    return session.scalars(first).one()


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


def items(session: Session, handover: HandoverRow, reader: str | None) -> list[Item]:
    """The contacts of a handover in the order they came, without those `reader` (a staff id) may not see.

    A contact the office itself answered in its hours is the office's own and is left out.
    """
    callback = StaffRow.__table__.alias("callback")
    rows = session.execute(
        select(ContactRow, PersonRow.name, PersonRow.kind, StaffRow.name, callback.c.name)
        .outerjoin(PersonRow, PersonRow.id == ContactRow.caller)
        .outerjoin(StaffRow, StaffRow.id == ContactRow.accepted_by)
        .outerjoin(callback, callback.c.id == ContactRow.callback_owner)
        .where(*_of(handover), not_(_hidden_from(reader)))
        .order_by(ContactRow.started_at, ContactRow.id)
    ).all()
    children = _children(session, [row[0].id for row in rows])
    return [_item(row[0], row[1], row[2], row[3], row[4], children) for row in rows]


def signed_matter(session: Session, handover: HandoverRow) -> list[tuple[str, str, str | None]]:
    """Reference, outcome and note of every contact of a handover, restricted ones too, in order."""
    found = select(ContactRow.ref, ContactRow.outcome, ContactRow.note).where(*_of(handover))
    rows = session.execute(found.order_by(ContactRow.started_at, ContactRow.id))
    return [(row[0], row[1], row[2]) for row in rows]


def still_going_on(session: Session, handover: HandoverRow) -> int:
    """How many contacts of the period have not ended."""
    count = select(func.count()).select_from(ContactRow).where(*_of(handover), ContactRow.ended_at.is_(None))
    return session.scalar(count) or 0


def sign(
    session: Session, handover_id: int, user_id: int, now: datetime, refs: list[str], digest: str
) -> bool:
    """Sign a draft; False if it has been signed already."""
    draft = update(HandoverRow).where(HandoverRow.id == handover_id, HandoverRow.state == HandoverState.DRAFT)
    signed = draft.values(
        state=HandoverState.SIGNED,
        signed_by=user_id,
        signed_at=now,
        signed_contacts=refs,
        signed_hash=digest,
    )
    return session.scalar(signed.returning(HandoverRow.id)) is not None


def acknowledge(session: Session, handover_id: int, user_id: int, now: datetime, readback: str) -> bool:
    """Acknowledge a signed handover; False if it is not signed, or was acknowledged already."""
    ready = update(HandoverRow).where(
        HandoverRow.id == handover_id, HandoverRow.state == HandoverState.SIGNED
    )
    done = ready.values(
        state=HandoverState.ACKNOWLEDGED, acknowledged_by=user_id, acknowledged_at=now, readback=readback
    )
    return session.scalar(done.returning(HandoverRow.id)) is not None


def move_contacts(session: Session, handover: HandoverRow, state: State) -> None:
    """The written-up contacts of a handover have been handed over, or acknowledged."""
    earlier = [State.WRITTEN_UP] if state == State.HANDED_OVER else [State.WRITTEN_UP, State.HANDED_OVER]
    session.execute(
        update(ContactRow).where(*_of(handover), ContactRow.state.in_(earlier)).values(state=state)
    )


def name_of(session: Session, user_id: int | None) -> str | None:
    """Who signed or acknowledged."""
    return session.scalar(select(UserRow.name).where(UserRow.id == user_id))


def _of(handover: HandoverRow) -> tuple[ColumnElement[bool], ...]:
    theirs_alone = and_(
        ContactRow.in_office_hours, ContactRow.outcome == Outcome.ANSWERED, ContactRow.accepted_by.is_(None)
    )
    return (
        ContactRow.service_id == handover.service_id,
        ContactRow.started_at >= handover.starts_at,
        ContactRow.started_at < handover.until,
        not_(theirs_alone),
    )


def _hidden_from(reader: str | None) -> ColumnElement[bool]:
    """A contact about a restricted child that `reader` may not see."""
    about = (
        select(ContactChildRow.contact_id)
        .join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
        .where(ContactChildRow.contact_id == ContactRow.id, ChildRow.restricted)
    )
    if reader is not None:
        about = about.where(not_(ChildRow.visible_to.contains([reader])))
    return about.exists()


def _children(session: Session, contact_ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        select(ContactChildRow.contact_id, func.array_agg(ChildRow.preferred_name))
        .join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
        .where(ContactChildRow.contact_id.in_(contact_ids))
        .group_by(ContactChildRow.contact_id)
    )
    return {contact_id: tuple(sorted(names)) for contact_id, names in rows}


def _item(
    row: ContactRow,
    caller: str | None,
    kind: str | None,
    taken_by: str | None,
    owner: str | None,
    children: dict[int, tuple[str, ...]],
) -> Item:
    return Item(
        id=row.id,
        ref=row.ref,
        channel=row.channel,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        in_office_hours=row.in_office_hours,
        caller=caller,
        caller_kind=kind,
        match=row.match,
        withheld=row.caller_number is None,
        taken_by=taken_by,
        callback_owner=owner,
        urgency=row.urgency,
        note=row.note,
        written_up_at=row.written_up_at,
        children=children.get(row.id, ()),
    )
