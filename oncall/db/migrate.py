"""Bringing a database to the shape this program expects."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from oncall.errors import Problem

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x0CA11  # one migrator at a time, however many processes start together
LATER = "the database belongs to a later release of oncall than this one"


def upgrade(database_url: str, revision: str = "head") -> None:
    """Run every migration up to `revision` that has not been run. Doing it twice changes nothing.

    Processes that start together wait for one another (an advisory lock), up to a minute.
    Raises Problem when the database does not answer within 5 s, or has been migrated by a later release.
    """
    try:
        _run(database_url, lambda config: command.upgrade(config, revision))
    except (CommandError, RevisionError):
        raise Problem(LATER) from None


def downgrade(database_url: str, revision: str) -> None:
    """Undo migrations back to `revision`; for tests and for a release that must be taken back."""
    _run(database_url, lambda config: command.downgrade(config, revision))


def pending(database_url: str) -> list[str]:
    """The revisions that this database has not had yet, oldest first; nothing is changed.

    Raises Problem when the database does not answer within 5 s, or has been migrated by a later release.
    """
    engine = create_engine(database_url, connect_args={"connect_timeout": 5})
    try:
        with _connected(engine) as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        waiting = [
            one.revision for one in ScriptDirectory(str(FOLDER)).iterate_revisions("head", now or "base")
        ]
    except (CommandError, RevisionError):
        raise Problem(LATER) from None
    finally:
        engine.dispose()
    return waiting[::-1]


def _run(database_url: str, do: Callable[[Config], None]) -> None:
    engine = create_engine(database_url, connect_args={"connect_timeout": 5})
    try:
        with _connected(engine) as connection:
            connection.execute(text("SET lock_timeout = '60s'"))
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
            try:
                config = Config()
                config.set_main_option("script_location", str(FOLDER))
                config.attributes["connection"] = connection
                do(config)
                connection.commit()
            finally:
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
                connection.commit()
    finally:
        engine.dispose()


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except OperationalError:
        raise Problem("the database does not answer; look at ONCALL_DATABASE_URL") from None
