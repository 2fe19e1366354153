"""What a watcher of the service wants counted; no number, name or child among it."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from oncall.contacts.tables import ContactRow
from oncall.db.outbox import OutboxRow


def database_answers(session: Session) -> bool:
    """Ask the database for nothing in particular. Raises what the database raises."""
    return bool(session.scalar(text("SELECT 1")) == 1)


def contacts_by_outcome(session: Session) -> dict[str, int]:
    """How many contacts there are of each outcome."""
    rows = session.execute(select(ContactRow.outcome, func.count()).group_by(ContactRow.outcome))
    return {outcome: count for outcome, count in rows}  # noqa: C416  (rows are not pairs to the type checker)


def errands(session: Session, now: datetime) -> tuple[int, int, float]:
    """How many errands wait, how many are parked, and for how many seconds the oldest has been due."""
    waiting = OutboxRow.done_at.is_(None) & OutboxRow.parked_at.is_(None)
    oldest = func.min(OutboxRow.due_at).filter(waiting)
    parked = func.count().filter(OutboxRow.parked_at.is_not(None))
    row = session.execute(select(func.count().filter(waiting), parked, oldest)).one()
    age = 0.0 if row[2] is None else max(0.0, (now - row[2]).total_seconds())
    return row[0], row[1], age
