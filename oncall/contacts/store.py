"""Queries about contacts: opening one, ringing somebody about it, and reading it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import Text

from oncall.contacts.tables import (
    AttemptRow,
    CallLegRow,
    ContactRow,
    EventRow,
    LineRow,
    RecordingRow,
)
from oncall.telephony.forms import OVER


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """Somebody about to be rung; `until` is when their line is free again at the latest."""

    contact_id: int
    seq: int
    kind: str
    tier: str
    person: str | None
    number: str
    seconds: int
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class OwnLeg:
    """A telephone that we have rung, since when and what for: about a contact, or for a service alone."""

    contact_id: int | None
    role: str
    number: str
    began: datetime
    parent_sid: str | None = None
    attempt_id: int | None = None
    service_id: int | None = None


def ring(session: Session, new: NewAttempt) -> int | None:
    """Record an attempt and take the person's line; None if somebody else has just taken that line."""
    values = select(
        literal(new.contact_id),
        literal(new.seq),
        literal(new.kind),
        literal(new.tier),
        literal(new.person),
        literal(new.number),
        literal(new.seconds),
        literal(new.at),
        literal(False),  # noqa: FBT003  (a column's value)
    )
    columns = ["contact_id", "seq", "kind", "tier", "person", "number", "seconds", "rang_at", "caller_gone"]
    if new.person is None:
        made = insert(AttemptRow).from_select(columns, values).returning(AttemptRow.id)
        return session.scalar(made)
    line = (
        insert(LineRow)
        .values(staff_id=new.person, contact_id=new.contact_id, until=new.until)
        .on_conflict_do_update(
            index_elements=["staff_id"],
            set_={"until": new.until, "contact_id": new.contact_id},
            where=LineRow.until <= new.at,
        )
        .returning(LineRow.staff_id)
        .cte("line_taken")
    )
    taken = values.where(select(line.c.staff_id).exists())
    made = insert(AttemptRow).from_select(columns, taken).add_cte(line).returning(AttemptRow.id)
    return session.scalar(made)


def add_attempt(session: Session, new: NewAttempt) -> int:
    """Record an attempt that has been made, whoever else has the person's line by now."""
    values = {
        "contact_id": new.contact_id,
        "seq": new.seq,
        "kind": new.kind,
        "tier": new.tier,
        "person": new.person,
        "number": new.number,
        "seconds": new.seconds,
        "rang_at": new.at,
        "caller_gone": False,
    }
    return session.scalars(insert(AttemptRow).values(**values).returning(AttemptRow.id)).one()


def busy_staff(session: Session, now: datetime) -> frozenset[str]:
    """Everybody whose telephone is in use for us at `now`."""
    return frozenset(session.scalar(select(_busy(now))) or ())


def hold_line(session: Session, staff_id: str, contact_id: int, until: datetime) -> None:
    """Somebody has accepted: their line is in use until the call ends, `until` at the latest."""
    session.execute(update(LineRow).where(*_line(staff_id, contact_id)).values(until=until))


def keep_line(session: Session, staff_id: str, contact_id: int, *, now: datetime, until: datetime) -> bool:
    """Somebody's line is in use for this contact, still or again; False if it is for another one."""
    kept = (
        insert(LineRow)
        .values(staff_id=staff_id, contact_id=contact_id, until=until)
        .on_conflict_do_update(
            index_elements=["staff_id"],
            set_={"until": until, "contact_id": contact_id},
            where=or_(LineRow.until <= now, LineRow.contact_id == contact_id),
        )
        .returning(LineRow.staff_id)
    )
    return session.scalar(kept) is not None


def free_line(session: Session, staff_id: str, contact_id: int) -> None:
    """Somebody's telephone is no longer in use for this contact."""
    session.execute(delete(LineRow).where(*_line(staff_id, contact_id)))


def lock_by_attempt(session: Session, attempt_id: int) -> tuple[ContactRow, Sequence[AttemptRow]] | None:
    """The contact of an attempt with all its attempts in order, locked until the transaction ends."""
    contact_id = session.scalar(_OF_ATTEMPT, {"attempt": attempt_id})
    return None if contact_id is None else lock(session, contact_id)


def lock_by_sid(session: Session, sid: str) -> tuple[ContactRow, Sequence[AttemptRow]] | None:
    """The contact of an incoming call, likewise."""
    contact_id = session.scalar(_OF_CALL, {"sid": sid})
    return None if contact_id is None else lock(session, contact_id)


def lock(session: Session, contact_id: int) -> tuple[ContactRow, Sequence[AttemptRow]] | None:
    """The contact with all its attempts in order, locked until the transaction ends."""
    contact = session.scalar(_LOCK, {"contact": contact_id})
    if contact is None:
        return None
    return contact, session.scalars(_ATTEMPTS, {"contact": contact_id}).all()


def contact(session: Session, contact_id: int | None) -> ContactRow | None:
    """A contact as it stands."""
    return session.get(ContactRow, contact_id)


def has_contact(session: Session, sid: str) -> bool:
    """Whether an incoming call has its contact already."""
    return session.scalar(_OF_CALL, {"sid": sid}) is not None


def add_event(session: Session, key: str, contact_id: int | None, at: datetime, what: str) -> bool:
    """Keep that a webhook told us something; False if it had told us before."""
    told = {"key": key, "contact_id": contact_id, "at": at, "what": what}
    return session.scalar(_ADD_EVENT, told) is not None


def has_leg(session: Session, sid: str) -> bool:
    """Whether a leg has been told of."""
    return session.scalar(select(CallLegRow.provider_sid).where(CallLegRow.provider_sid == sid)) is not None


def keep_leg(session: Session, leg: CallLegRow) -> None:
    """Record how a leg stands; a leg that has ended never goes back to ringing."""
    values = {column.name: getattr(leg, column.name) for column in _LEGS.columns}
    session.execute(_KEEP_LEG, {**values, "rank": RANK.get(leg.status, 4)})


def keep_own_leg(session: Session, own: OwnLeg, sid: str, status: str, now: datetime) -> None:
    """The same of a telephone that we have rung, in the company's word for it."""
    leg = CallLegRow(
        provider_sid=sid,
        parent_sid=own.parent_sid,
        contact_id=own.contact_id,
        service_id=own.service_id,
        attempt_id=own.attempt_id,
        role=own.role,
        to_number=own.number,
        started_at=own.began,
        ended_at=now if status in OVER else None,
        status=status,
    )
    keep_leg(session, leg)


def longest_message(session: Session, contact_id: int) -> int:
    """Seconds of the longest message left; 0 when none was."""
    return session.scalar(_LONGEST, {"contact": contact_id}) or 0


def keep_recording(session: Session, contact_id: int, sid: str, seconds: int | None, now: datetime) -> None:
    """Record that a message was left; telling it twice keeps one, with its length once that is known."""
    statement = insert(RecordingRow).values(
        contact_id=contact_id, provider_sid=sid, seconds=seconds, created_at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["provider_sid"],
            set_={"seconds": func.coalesce(RecordingRow.seconds, statement.excluded.seconds)},
        )
    )


def silent_calls(session: Session, since: datetime) -> list[tuple[int, str]]:
    """Calls still open of which nothing has been heard after `since`: the contact's id and the provider's."""
    heard = select(func.max(EventRow.at)).where(EventRow.contact_id == ContactRow.id).scalar_subquery()
    open_calls = select(ContactRow.id, ContactRow.provider_sid).where(
        ContactRow.ended_at.is_(None), ContactRow.provider_sid.is_not(None), ContactRow.channel == "voice"
    )
    rows = session.execute(open_calls.where(heard < since).order_by(ContactRow.id).limit(50))
    return [(row[0], row[1] or "") for row in rows]


def recording(session: Session, sid: str) -> RecordingRow | None:
    """A message that was left, by the provider's id."""
    return session.scalar(select(RecordingRow).where(RecordingRow.provider_sid == sid))


def recording_fetched(session: Session, recording_id: int, file: str, now: datetime) -> None:
    """A recording has been copied into the data folder."""
    this = update(RecordingRow).where(RecordingRow.id == recording_id)
    session.execute(this.values(file=file, fetched_at=now))


def recording_deleted_there(session: Session, recording_id: int, now: datetime) -> None:
    """The provider has deleted its recording."""
    this = update(RecordingRow).where(RecordingRow.id == recording_id)
    session.execute(this.values(deleted_there_at=now))


RANK = {"queued": 0, "initiated": 1, "ringing": 2, "in-progress": 3}


def _rank(status: InstrumentedAttribute[str]) -> ColumnElement[int]:
    return case(RANK, value=status, else_=4)


def _line(staff_id: str, contact_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LineRow.staff_id == staff_id, LineRow.contact_id == contact_id


def _busy(now: datetime) -> ScalarSelect[list[str]]:
    lines = select(func.array_agg(LineRow.staff_id, type_=ARRAY(Text))).where(LineRow.until > now)
    return lines.scalar_subquery()


_OF_ATTEMPT = select(AttemptRow.contact_id).where(AttemptRow.id == bindparam("attempt"))
_OF_CALL = select(ContactRow.id).where(ContactRow.provider_sid == bindparam("sid"))
_LOCK = select(ContactRow).where(ContactRow.id == bindparam("contact")).with_for_update(key_share=True)
_ATTEMPTS = select(AttemptRow).where(AttemptRow.contact_id == bindparam("contact")).order_by(AttemptRow.seq)
_LONGEST = select(func.max(RecordingRow.seconds)).where(RecordingRow.contact_id == bindparam("contact"))
_EVENTS, _LEGS = cast(Table, EventRow.__table__), cast(Table, CallLegRow.__table__)
_ADD_EVENT = insert(_EVENTS).on_conflict_do_nothing(index_elements=["key"]).returning(_EVENTS.c.id)
_TOLD = insert(_LEGS)
_KEEP_LEG = _TOLD.on_conflict_do_update(
    index_elements=["provider_sid"],
    set_={"status": _TOLD.excluded.status, "ended_at": _TOLD.excluded.ended_at},
    where=and_(CallLegRow.ended_at.is_(None), _rank(CallLegRow.status) <= bindparam("rank", type_=Integer)),
)
