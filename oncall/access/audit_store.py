"""The audit chain: every entry's hash holds the one before, so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from oncall.access.tables import AuditRow

LOCK = 0xA0D17
"""One entry after another: each needs the hash of the one before."""
BEGINNING = "0" * 64
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did: `user_id` is None for a command; `subject` names records by their ids."""

    user_id: int | None
    action: str
    subject: str
    outcome: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How the chain stands: its length, its last hash, and the first entry that does not hold."""

    entries: int
    last: str
    broken: int | None


def append(session: Session, entry: Entry, now: datetime) -> None:
    """Put an entry at the end of the chain. Others who do so wait until this transaction has ended."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).first()
    row = AuditRow(
        id=1 if last is None else last.id + 1,
        at=now,
        user_id=entry.user_id,
        action=entry.action,
        subject=entry.subject,
        outcome=entry.outcome,
        hash="",
    )
    row.hash = _hash(BEGINNING if last is None else last.hash, row)
    session.add(row)


def verify(session: Session) -> Verified:
    """Recompute the chain from its first entry; it ends at the first that does not hold."""
    last, entries = BEGINNING, 0
    for row in _rows(session):
        if row.id != entries + 1 or row.hash != _hash(last, row):
            return Verified(entries, last, entries + 1)
        last, entries = row.hash, row.id
    return Verified(entries, last, None)


def export(session: Session, _service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every entry, oldest first: who, what, which record, when, and how it ended."""
    for row in _rows(session, since):
        yield {
            "id": row.id,
            "at": _iso(row.at),
            "user": row.user_id,
            "action": row.action,
            "subject": row.subject,
            "outcome": row.outcome,
            "hash": row.hash,
        }


def _rows(session: Session, since: datetime | None = None) -> Iterator[AuditRow]:
    found = select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=AT_ONCE)
    with session.scalars(found if since is None else found.where(AuditRow.at >= since)) as rows:
        yield from rows


def _hash(before: str, row: AuditRow) -> str:
    said = [before, row.id, _iso(row.at), row.user_id, row.action, row.subject, row.outcome]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
