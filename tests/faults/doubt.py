"""Commits that reach the database and are never confirmed: nobody can know whether they were done.

And requests that wait for what somebody else holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, create_engine, text

from tests.faults.house import House

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
LOCKED_OUT = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@contextmanager
def commits_held(house: House) -> Iterator[None]:
    """During the block PostgreSQL writes commits down and confirms none: it waits for a copy nobody keeps."""
    with _superuser(house) as database:
        _confirmed_by(database, "nobody")
        try:
            yield
        finally:
            _confirmed_by(database, "")


def held(house: House) -> int:
    """How many commits wait to be confirmed."""
    with _superuser(house) as database:
        return database.scalar(WAITING) or 0


def waits_for_a_lock(house: House) -> bool:
    """Whether somebody waits for what another holds of the database."""
    with _superuser(house) as database:
        return bool(database.scalar(LOCKED_OUT))


@contextmanager
def _superuser(house: House) -> Iterator[Connection]:
    engine = create_engine(str(house.settings.database_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _confirmed_by(database: Connection, standby: str) -> None:
    database.execute(text(f"ALTER SYSTEM SET synchronous_standby_names = '{standby}'"))
    database.execute(text("SELECT pg_reload_conf()"))
