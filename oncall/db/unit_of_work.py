"""One transaction of one use case, and the bells that are rung when it has been committed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session, sessionmaker


@dataclass
class UnitOfWork:
    """An open transaction. Outbox rows put in it are announced to the queue after the commit."""

    session: Session
    rows_to_announce: list[int] = field(default_factory=list)


OpenUnitOfWork = Callable[[], AbstractContextManager[UnitOfWork]]
RingBell = Callable[[Sequence[int]], None]


@contextmanager
def unit_of_work(sessions: sessionmaker[Session], ring_bell: RingBell) -> Iterator[UnitOfWork]:
    """Commit on the way out, or roll back on any exception; then, and only then, ring the bells.

    The outbox row is the truth and the queue only a doorbell: `ring_bell` never raises, and a row
    whose bell was lost is found by the clock.
    """
    with sessions.begin() as session:
        work = UnitOfWork(session)
        yield work
    if work.rows_to_announce:
        ring_bell(work.rows_to_announce)
