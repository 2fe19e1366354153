"""Databases for tests: copied from a template, and emptied rather than copied anew after a test."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

TABLES = """SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"""
SHAPE = "SELECT " + ", ".join(
    f"(SELECT sum(xmin::text::bigint) FROM {part})"
    for part in ("pg_class", "pg_trigger", "pg_constraint", "pg_proc")
)
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
OTHERS_OUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""


def on_server(url: str, *statements: str) -> None:
    """Run statements, each by itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def renamed(url: str, database: str) -> str:
    """The address of another database of the same server."""
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@dataclass
class _Copy:
    """A copy of a template, and how it was when it was made."""

    url: str
    connection: Connection  # kept: a new one would first have to learn every table there is
    filled: list[str] = field(default_factory=list)
    made: tuple[Any, ...] = ()


class Databases:
    """Copies of templates on one server. One in which a test has only added rows serves again."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._names: list[str] = []
        self._free: dict[str, list[_Copy]] = {}

    def new(self) -> str:
        """An empty database."""
        return self._created("")

    def copy(self, like: str) -> str:
        """A database like another, to which nobody is connected; it lasts as long as these do."""
        return self._created(f" TEMPLATE {make_url(like).database}")

    @contextmanager
    def lent(self, like: str) -> Iterator[str]:
        """A database like another for the length of the block; whoever is connected afterwards is cut off."""
        free = self._free.setdefault(like, [])
        copy = free.pop() if free else self._noted(self.copy(like))
        yield copy.url
        if self._is_as_made(copy):
            free.append(copy)
        else:
            copy.connection.close()
            self._drop(make_url(copy.url).database or "")

    def drop_all(self) -> None:
        """Drop every database."""
        for name in list(self._names):
            self._drop(name)

    def _created(self, how: str) -> str:
        name = f"oncall_test_{secrets.token_hex(4)}"
        on_server(self._server, f"CREATE DATABASE {name}{how}")
        self._names.append(name)
        return renamed(self._server, name)

    def _drop(self, name: str) -> None:
        on_server(self._server, f"DROP DATABASE {name} WITH (FORCE)")
        self._names.remove(name)

    def _noted(self, url: str) -> _Copy:
        copy = _Copy(url, create_engine(url, poolclass=NullPool).connect())
        with _within(copy) as connection:
            copy.filled = _with_rows(connection, _tables(connection))
            copy.made = _fingerprint(connection, copy.filled)
        return copy

    def _is_as_made(self, copy: _Copy) -> bool:
        """Take out what tests have put in; whether all is then as it was."""
        try:
            with _within(copy) as connection:
                connection.execute(text(OTHERS_OUT))
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                others = [name for name in _tables(connection) if name not in copy.filled]
                for name in _with_rows(connection, others):
                    connection.execute(text(f'DELETE FROM "{name}"'))
                back = [f"setval('\"{name}\"', {at or 1}, {at is not None})" for name, at in copy.made[1]]
                connection.execute(text(f"SELECT {', '.join(back)}"))
                return _fingerprint(connection, copy.filled) == copy.made
        except (OperationalError, ProgrammingError):  # cut off, not allowed to, or a table is gone
            return False


@contextmanager
def _within(copy: _Copy) -> Iterator[Connection]:
    with copy.connection.begin():
        yield copy.connection


def _tables(connection: Connection) -> list[str]:
    return list(connection.scalars(text(TABLES)))


def _with_rows(connection: Connection, tables: list[str]) -> list[str]:
    """Those of the tables that have rows: asked at once, since nearly all of them have none."""
    asked = ", ".join(f'EXISTS (SELECT FROM "{name}")' for name in tables)
    return list(compress(tables, connection.execute(text(f"SELECT {asked}")).one()))


def _fingerprint(connection: Connection, filled: list[str]) -> tuple[Any, ...]:
    """The shape of a database, its sequences, and the content of its filled tables."""
    contents = (f'(SELECT sum(hashtextextended(it::text, 0)) FROM "{name}" it)' for name in filled)
    return (
        tuple(connection.execute(text(SHAPE)).one()),
        sorted(tuple(row) for row in connection.execute(text(SEQUENCES))),
        tuple(connection.execute(text(f"SELECT {', '.join(contents)}")).one()),
    )
