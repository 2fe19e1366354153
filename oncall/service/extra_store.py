"""Queries for the days that are kept on a page: proclaimed bank holidays, and closures besides the file's."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.service.tables import DayKind, ExtraDayRow


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """One such day of a service, and whose word it is."""

    id: int
    service_id: int
    day: date
    kind: DayKind
    name: str
    by: str = field(repr=False)


def days_of(session: Session, service_id: int, kind: DayKind) -> frozenset[date]:
    """The days of a kind of a service."""
    found = select(ExtraDayRow.day).where(
        ExtraDayRow.service_id == service_id, ExtraDayRow.kind == kind, ExtraDayRow.ended_at.is_(None)
    )
    return frozenset(session.scalars(found))


def listed(session: Session, service_ids: Collection[int]) -> tuple[ExtraDay, ...]:
    """All days of these services, earliest first."""
    found = (
        select(ExtraDayRow, UserRow.name)
        .join(UserRow, UserRow.id == ExtraDayRow.added_by)
        .where(ExtraDayRow.service_id.in_(service_ids), ExtraDayRow.ended_at.is_(None))
        .order_by(ExtraDayRow.day, ExtraDayRow.id)
    )
    return tuple(
        ExtraDay(row.id, row.service_id, row.day, DayKind(row.kind), row.name, by)
        for row, by in session.execute(found)
    )


def add(
    session: Session, service_id: int, day: date, kind: DayKind, name: str, by: int, now: datetime
) -> bool:
    """Keep a day; False if the service has that day."""
    made = insert(ExtraDayRow).values(
        service_id=service_id, day=day, kind=kind, name=name, added_at=now, added_by=by
    )
    return session.scalar(made.on_conflict_do_nothing().returning(ExtraDayRow.id)) is not None


def end(session: Session, day_id: int, service_ids: Collection[int], by: int, now: datetime) -> int | None:
    """Take a day off; the service it was of, None if it is off."""
    this = update(ExtraDayRow).where(
        ExtraDayRow.id == day_id, ExtraDayRow.service_id.in_(service_ids), ExtraDayRow.ended_at.is_(None)
    )
    return session.scalar(this.values(ended_at=now, ended_by=by).returning(ExtraDayRow.service_id))
