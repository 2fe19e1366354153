"""What must be done outside a request: rows written with the decision, done once, found again when lost.

A row says what to do (`kind`) and about which row (`subject`); it never holds a name, number or message.
Whoever does it takes a lease; a lease that runs out gives the row to somebody else.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Identity, Index, Row, Table, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from oncall.db.base import Base
from oncall.db.unit_of_work import UnitOfWork

LEASE = timedelta(seconds=15)
MOST_TRIES = 5


class OutboxRow(Base):
    """One thing to do outside the transaction that decided it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "due_at", postgresql_where=text("done_at IS NULL AND parked_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    reason: Mapped[str | None]


_ROWS = cast(Table, OutboxRow.__table__)
_FREE = (
    _ROWS.c.done_at.is_(None),
    _ROWS.c.parked_at.is_(None),
    or_(_ROWS.c.leased_until.is_(None), _ROWS.c.leased_until <= bindparam("now")),
)
_TAKE = (
    update(_ROWS)
    .where(*_FREE, _ROWS.c.due_at <= bindparam("now"))
    .values(leased_until=bindparam("lease_ends"), tries=_ROWS.c.tries + 1)
    .returning(_ROWS.c.id, _ROWS.c.kind, _ROWS.c.contact_id, _ROWS.c.subject, _ROWS.c.tries)
)
_TAKE_ONE = _TAKE.where(_ROWS.c.id == bindparam("row_id"))
_OVERDUE = (
    select(_ROWS.c.id)
    .where(*_FREE, _ROWS.c.due_at <= bindparam("due_before"))
    .order_by(_ROWS.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE_OVERDUE = _TAKE.where(_ROWS.c.id.in_(_OVERDUE.scalar_subquery()))
_PUT = insert(_ROWS).on_conflict_do_nothing(index_elements=["key"]).returning(_ROWS.c.id)
_PUT_ALL = insert(_ROWS).on_conflict_do_nothing(index_elements=["key"]).returning(_ROWS.c.id, _ROWS.c.due_at)
_HASTEN = (
    update(_ROWS)
    .where(_ROWS.c.key == bindparam("of_key"), _ROWS.c.due_at > bindparam("now"), *_FREE)
    .values(due_at=bindparam("now"))
    .returning(_ROWS.c.id)
)
_FINISH = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row_id"), _ROWS.c.done_at.is_(None))
    .values(done_at=bindparam("now"), leased_until=None)
    .returning(_ROWS.c.id)
)
_OLDEST = select(func.min(_ROWS.c.due_at)).where(_ROWS.c.done_at.is_(None), _ROWS.c.parked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Errand:
    """A row that somebody has taken: `tries` counts this one too."""

    id: int
    kind: str
    contact_id: int | None
    subject: str | None
    tries: int


def put(
    work: UnitOfWork,
    kind: str,
    key: str,
    *,
    now: datetime,
    contact_id: int | None = None,
    subject: str | None = None,
    due_at: datetime | None = None,
) -> int | None:
    """Write down that `kind` must be done at `due_at` (now, unless told); the row's id.

    `key` names this one errand for ever: putting it twice is putting it once, and gives None. An errand
    that is due now is announced to the queue after the commit.
    """
    due = due_at or now
    said = {"kind": kind, "key": key, "contact_id": contact_id, "subject": subject}
    row_id: int | None = work.session.scalar(_PUT, {**said, "created_at": now, "due_at": due, "tries": 0})
    if row_id is not None and due <= now:
        work.rows_to_announce.append(row_id)
    return row_id


@dataclass(frozen=True, slots=True)
class Put:
    """An errand to be written down, as `put` has it."""

    kind: str
    key: str
    contact_id: int
    subject: str
    due_at: datetime


def put_all(work: UnitOfWork, errands: Collection[Put], *, now: datetime) -> None:
    """Put several at once, of which there is at least one."""
    rows = [{**asdict(one), "created_at": now, "tries": 0} for one in errands]
    written = work.session.execute(_PUT_ALL, rows)
    work.rows_to_announce += sorted(row.id for row in written if row.due_at <= now)


def bring_forward(work: UnitOfWork, key: str, *, now: datetime) -> None:
    """Have the errand `key` done now, if it waits for a later time; otherwise nothing changes."""
    row_id = work.session.scalar(_HASTEN, {"of_key": key, "now": now})
    if row_id is not None:
        work.rows_to_announce.append(row_id)


def claim(session: Session, row_id: int, now: datetime) -> Errand | None:
    """Take one errand for the length of a lease; None when it is done, not due or somebody has it."""
    row = session.execute(_TAKE_ONE, {**_now(now), "row_id": row_id}).one_or_none()
    return None if row is None else _errand(row)


def claim_overdue(session: Session, now: datetime, *, grace: timedelta, limit: int = 20) -> list[Errand]:
    """Take errands that nobody has taken `grace` after they were due, oldest first."""
    rows = session.execute(_TAKE_OVERDUE, {**_now(now), "due_before": now - grace, "most": limit})
    return [_errand(row) for row in rows]


def finish(session: Session, errand: Errand, now: datetime) -> bool:
    """The errand is done. False if another try finished it first."""
    return session.scalar(_FINISH, {"row_id": errand.id, "now": now}) is not None


def try_again(session: Session, errand: Errand, *, now: datetime, pause: timedelta, reason: str) -> None:
    """The errand failed in a way that may pass; after the fifth time it is parked for a person to see."""
    if errand.tries >= MOST_TRIES:
        park(session, errand, now=now, reason=reason)
        return
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == errand.id, OutboxRow.tries == errand.tries)
        .values(due_at=now + pause, leased_until=None, reason=reason)
    )


def park(session: Session, errand: Errand, *, now: datetime, reason: str) -> None:
    """The errand will never succeed by itself: kept with its reason, out of everybody's way."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == errand.id)
        .values(parked_at=now, leased_until=None, reason=reason)
    )


def parked_since(session: Session, kinds: Collection[str], since: datetime) -> dict[str, int]:
    """How many errands of these kinds have been parked since then, by the reason."""
    parked = select(OutboxRow.reason, func.count()).where(
        OutboxRow.kind.in_(kinds), OutboxRow.parked_at >= since
    )
    rows = session.execute(parked.group_by(OutboxRow.reason).order_by(OutboxRow.reason))
    return {row[0] or "": row[1] for row in rows}


def oldest_due(session: Session) -> datetime | None:
    """Since when the oldest errand has been waiting, or None when nothing waits."""
    return cast(datetime | None, session.scalar(_OLDEST))


def _now(now: datetime) -> dict[str, Any]:
    return {"now": now, "lease_ends": now + LEASE}


def _errand(row: Row[*tuple[Any, ...]]) -> Errand:
    return Errand(row.id, row.kind, row.contact_id, row.subject, row.tries)
