"""Duty records: who really was on, written as time passes. What is over is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.rotas.spells import Spell
from oncall.rotas.store import SERVICE
from oncall.rotas.tables import DutyRecordedRow, DutyRecordRow, RotaVersionRow


@dataclass(frozen=True, slots=True)
class Record:
    """One record; people are ids of staff, or the name of whoever is none of them. No `end`: goes on."""

    tier: str
    person: str
    start: datetime
    end: datetime | None
    shift_start: datetime
    version: int
    came_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None
    accepted_at: datetime | None
    accepted_by: str | None


def lock(session: Session, service_id: int) -> bool:
    """Nobody else writes records or publishes until this transaction has ended; False: somebody is at it.

    Calls, which only refer to the service, do not wait for it.
    """
    this = select(SERVICE.c.id).where(SERVICE.c.id == service_id)
    return session.scalar(this.with_for_update(key_share=True, skip_locked=True)) is not None


def recorded_until(session: Session, service_id: int) -> datetime | None:
    """Up to when the records of a service are complete; None if none was ever written."""
    found = select(DutyRecordedRow.until).where(DutyRecordedRow.service_id == service_id)
    return session.scalar(found)


def record_until(session: Session, service_id: int, until: datetime) -> None:
    """The records of a service are complete up to `until`."""
    made = insert(DutyRecordedRow).values(service_id=service_id, until=until)
    session.execute(made.on_conflict_do_update(index_elements=["service_id"], set_={"until": until}))


def records(session: Session, service_id: int, start: datetime, end: datetime) -> list[Record]:
    """The records that touch a span, by when they begin."""
    found = _of(service_id).where(
        DutyRecordRow.start < end, or_(DutyRecordRow.end.is_(None), DutyRecordRow.end > start)
    )
    return [_record(row) for row in session.scalars(found.order_by(DutyRecordRow.start, DutyRecordRow.id))]


def going_on(session: Session, service_id: int) -> list[DutyRecordRow]:
    """The records of those who are on as far as is written, fresh from the database."""
    found = _of(service_id).where(DutyRecordRow.end.is_(None))
    return list(session.scalars(found.execution_options(populate_existing=True)))


def close(session: Session, row: DutyRecordRow, at: datetime) -> None:
    """Somebody is no longer on; a record of no time at all is none."""
    if at <= row.start:
        session.execute(delete(DutyRecordRow).where(DutyRecordRow.id == row.id))
        return
    this = update(DutyRecordRow).where(DutyRecordRow.id == row.id, DutyRecordRow.end.is_(None))
    session.execute(this.values(end=at))


def begin(session: Session, service_id: int, spells: Sequence[Spell]) -> None:
    """Write down that these people are, or were, on."""
    if spells:
        session.execute(
            insert(DutyRecordRow),
            [
                {
                    "service_id": service_id,
                    "tier": one.tier,
                    "person": one.person,
                    "start": one.start,
                    "end": one.end,
                    "shift_start": one.shift_start,
                    "version": one.version,
                    "came_by": one.came_by,
                }
                for one in spells
            ],
        )


def confirm(
    session: Session, service_id: int, tier: str, person: str, start: datetime, *, by: str, now: datetime
) -> None:
    """The shift of somebody that began at `start` is confirmed, in whatever records it is. The first counts.

    Of a shift that has begun, the record that goes on is meant, also if another rota lets it begin earlier.
    """
    shift = DutyRecordRow.shift_start == start
    this = update(DutyRecordRow).where(
        DutyRecordRow.service_id == service_id,
        DutyRecordRow.tier == tier,
        DutyRecordRow.person == person,
        or_(shift, DutyRecordRow.end.is_(None)) if start <= now else shift,
        DutyRecordRow.confirmed_at.is_(None),
    )
    session.execute(this.values(confirmed_at=now, confirmed_by=by))


def stay_confirmed(session: Session, service_id: int, since: datetime) -> None:
    """What is written from `since` on of a shift is confirmed, if another record of the same shift is."""
    before = aliased(DutyRecordRow)
    this = update(DutyRecordRow).where(
        DutyRecordRow.service_id == service_id,
        DutyRecordRow.start >= since,
        DutyRecordRow.confirmed_at.is_(None),
        before.service_id == service_id,
        before.tier == DutyRecordRow.tier,
        before.person == DutyRecordRow.person,
        before.shift_start == DutyRecordRow.shift_start,
        before.confirmed_at.is_not(None),
    )
    session.execute(
        this.values(confirmed_at=before.confirmed_at, confirmed_by=before.confirmed_by),
        execution_options={"synchronize_session": False},
    )


def newest_number(session: Session, service_id: int) -> tuple[int, datetime] | None:
    """The version in force, and since when."""
    found = select(RotaVersionRow.number, RotaVersionRow.published_at)
    found = found.where(RotaVersionRow.service_id == service_id).order_by(RotaVersionRow.number.desc())
    row = session.execute(found.limit(1)).one_or_none()
    return None if row is None else (row.number, row.published_at)


def reasons(session: Session, service_id: int, numbers: Sequence[int]) -> dict[int, list[str]]:
    """By version, the reason that is written with each override, in the order of the file."""
    found = select(RotaVersionRow.number, RotaVersionRow.definition["overrides"]).where(
        RotaVersionRow.service_id == service_id, RotaVersionRow.number.in_(numbers)
    )
    return {
        number: [str(entry.get("reason", "")) for entry in overrides or []]
        for number, overrides in session.execute(found)
    }


def _of(service_id: int) -> Select[DutyRecordRow]:
    return select(DutyRecordRow).where(DutyRecordRow.service_id == service_id)


def _record(row: DutyRecordRow) -> Record:
    return Record(
        row.tier,
        row.person,
        row.start,
        row.end,
        row.shift_start,
        row.version,
        row.came_by,
        row.confirmed_at,
        row.confirmed_by,
        row.accepted_at,
        row.accepted_by,
    )
