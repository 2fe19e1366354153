"""A database for one command: engines running, the tables of this release, and then all put away again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from oncall import engines
from oncall.db.engine import WORKER_STATEMENT_MS, make_engine, make_sessions
from oncall.db.migrate import upgrade
from oncall.db.unit_of_work import OpenUnitOfWork, unit_of_work
from oncall.errors import Problem
from oncall.settings import Settings

Read = TypeVar("Read")


def read_if_in_reach(settings: Settings, read: Callable[[Session], Read]) -> Read | None:
    """What `read` finds in the database, if there is one that answers and has the tables; else None."""
    url = engines.database_in_reach(settings)
    if url is None:
        return None
    engine = make_engine(url, statement_ms=WORKER_STATEMENT_MS, pool_size=1)
    try:
        with make_sessions(engine)() as session:
            return read(session)
    except DBAPIError:
        return None
    finally:
        engine.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[OpenUnitOfWork]:
    """Units of work on the database of `settings`, for as long as the block; nobody is rung about them.

    Raises Problem when the database, or the data folder it would live in, cannot be used.
    """
    with engines.running(settings) as running:
        upgrade(running.database_url)
        engine = make_engine(running.database_url, statement_ms=WORKER_STATEMENT_MS, pool_size=1)
        sessions = make_sessions(engine)
        try:
            yield lambda: unit_of_work(sessions, lambda _row: None)
        except OperationalError:
            raise Problem("the database stopped answering; nothing was changed") from None
        finally:
            engine.dispose()
