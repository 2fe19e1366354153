"""A real database and a real queue for every test that asks: embedded, or a server given by its address."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import pytest
from redis import Redis
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.orm import sessionmaker

from oncall import engines as embedded
from oncall.db.migrate import upgrade
from oncall.db.unit_of_work import unit_of_work
from oncall.rotas.document import read_file
from oncall.service.load import load
from oncall.service.read_service import Reading, read_service
from oncall.settings import Settings
from tests.house import MARCHES


class Copy(Protocol):
    """Makes a database like another one and gives its address."""

    def __call__(self, like: str, /) -> str: ...


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Engines]:
    """PostgreSQL and Valkey for this run; the variables of their addresses point it at servers."""
    given = {name: os.environ.get(f"ONCALL_{name.upper()}") or None for name in ("database_url", "redis_url")}
    with embedded.running(Settings(data_dir=tmp_path_factory.mktemp("engines"), **given)) as running:
        if not given["database_url"]:  # nobody keeps these data: do not wait for the disk
            _on_server(running.database_url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield running


@pytest.fixture(scope="session")
def template_url(engines: embedded.Engines) -> Iterator[str]:
    """A migrated database that nobody connects to: what every other one is copied from."""
    name = _unused_name()
    _on_server(engines.database_url, f"CREATE DATABASE {name}")
    url = _renamed(engines.database_url, name)
    upgrade(url)
    yield url
    _on_server(engines.database_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database_url(engines: embedded.Engines, template_url: str) -> Iterator[str]:
    """One migrated database, shared by the tests that leave nothing behind in it."""
    with _copying(engines.database_url) as copy:
        yield copy(template_url)


@pytest.fixture
def fresh_database(engines: embedded.Engines, template_url: str) -> Iterator[Callable[[], str]]:
    """Makes a migrated database of a test's own, with nothing in it, each time it is called."""
    with _copying(engines.database_url) as copy:
        yield lambda: copy(template_url)


@pytest.fixture(scope="session")
def marches() -> Reading:
    """The fictional service, read from its file."""
    return read_service(read_file(MARCHES))


@pytest.fixture(scope="session")
def marches_template(
    engines: embedded.Engines, template_url: str, marches: Reading
) -> Iterator[Callable[[datetime], str]]:
    """A database in which the service was loaded at an instant: to be copied, never connected to."""
    with _copying(engines.database_url) as copy:
        made: dict[datetime, str] = {}

        def template(at: datetime) -> str:
            if at not in made:
                made[at] = copy(template_url)
                opened = sessionmaker(create_engine(made[at], poolclass=NullPool))
                load(marches, unit_of_work=lambda: unit_of_work(opened, lambda _row: None), now=lambda: at)
            return made[at]

        yield template


@pytest.fixture
def fresh_marches(
    engines: embedded.Engines, marches_template: Callable[[datetime], str]
) -> Iterator[Callable[[datetime], str]]:
    """Makes a database of a test's own in which the service was loaded at an instant."""
    with _copying(engines.database_url) as copy:
        yield lambda at: copy(marches_template(at))


@pytest.fixture(scope="session")
def marches_url(
    engines: embedded.Engines, marches_template: Callable[[datetime], str]
) -> Iterator[Callable[[datetime], str]]:
    """One database in which the service was loaded at an instant, for tests that leave nothing behind."""
    with _copying(engines.database_url) as copy:
        made: dict[datetime, str] = {}
        yield lambda at: made[at] if at in made else made.setdefault(at, copy(marches_template(at)))


@pytest.fixture
def queue_url(engines: embedded.Engines) -> str:
    """An empty queue: database 15 of the server, so that one somebody uses keeps its own."""
    url = f"{engines.redis_url.partition('?')[0]}?db=15"
    with Redis.from_url(url) as server:
        server.flushdb()
    return url


@contextmanager
def _copying(server: str) -> Iterator[Copy]:
    names: list[str] = []

    def copy(like: str) -> str:
        names.append(_unused_name())
        _on_server(server, f"CREATE DATABASE {names[-1]} TEMPLATE {make_url(like).database}")
        return _renamed(server, names[-1])

    yield copy
    _on_server(server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


def _on_server(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _unused_name() -> str:
    return f"oncall_test_{secrets.token_hex(4)}"


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
