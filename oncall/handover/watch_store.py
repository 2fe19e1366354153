"""Queries about when the service was down, and why, as somebody has written under a handover."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.handover.tables import AddendumKind, DownRow, HandoverAddendumRow, HandoverRow, HeartbeatRow

DOWN_AFTER = timedelta(seconds=60)
"""The pulse notes itself every quarter of a minute: a longer silence is kept as a time we were down."""


@dataclass(frozen=True, slots=True)
class Addendum:
    """What somebody wrote under a handover; `by` is a name."""

    kind: str
    text: str = field(repr=False)
    by: str
    at: datetime


def note_beat(session: Session, now: datetime) -> DownRow | None:
    """The pulse beats; the time we were down, if it had not for a while. Two pulses at once keep it once."""
    session.execute(insert(HeartbeatRow).values(id=1, at=now).on_conflict_do_nothing(index_elements=["id"]))
    row = session.get_one(HeartbeatRow, 1, with_for_update=True, populate_existing=True)
    last, row.at = row.at, max(row.at, now)
    if now - last <= DOWN_AFTER:
        return None
    down = DownRow(began_at=last, ended_at=now)
    session.add(down)
    session.flush()
    return down


def down(session: Session, start: datetime, end: datetime) -> list[DownRow]:
    """When we were down between two instants, oldest first."""
    found = select(DownRow).where(DownRow.ended_at > start, DownRow.began_at < end)
    return list(session.scalars(found.order_by(DownRow.began_at)))


def explained_until(session: Session, handover: HandoverRow) -> datetime | None:
    """When somebody last wrote under a handover why we were down."""
    written = select(func.max(HandoverAddendumRow.written_at)).where(
        HandoverAddendumRow.handover_id == handover.id, HandoverAddendumRow.kind == AddendumKind.OUTAGE
    )
    return session.scalar(written)


def add_addendum(session: Session, addendum: HandoverAddendumRow) -> bool:
    """Keep what was written under a handover; False if the same form has come before."""
    values = {
        column: getattr(addendum, column)
        for column in ("key", "handover_id", "kind", "text", "written_at", "written_by", "facts")
    }
    added = (
        insert(HandoverAddendumRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(HandoverAddendumRow.id)
    )
    return session.scalar(added) is not None


def addendum_kind(session: Session, key: str) -> str | None:
    """Of which kind the addendum of a form was, if it has come before."""
    return session.scalar(select(HandoverAddendumRow.kind).where(HandoverAddendumRow.key == key))


def addenda(session: Session, handover: HandoverRow) -> Sequence[Addendum]:
    """Everything written under a handover, in order."""
    found = (
        select(HandoverAddendumRow, UserRow.name)
        .join(UserRow, UserRow.id == HandoverAddendumRow.written_by)
        .where(HandoverAddendumRow.handover_id == handover.id)
        .order_by(HandoverAddendumRow.id)
    )
    return [Addendum(row.kind, row.text, name, row.written_at) for row, name in session.execute(found)]
