"""A real database and a real queue for every test that asks: embedded, or a server given by its address."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import cache

import hypothesis
import pytest
from redis import Redis
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import sessionmaker

from oncall import engines as embedded
from oncall.db.migrate import upgrade
from oncall.db.unit_of_work import unit_of_work
from oncall.rotas.document import read_file
from oncall.service.load import load
from oncall.service.read_service import Reading, read_service
from oncall.settings import Settings
from tests.databases import Databases, on_server
from tests.house import MARCHES, let_go, plain_logs

LONG = ("/faults/", "/browser/", "test_the_commands_alone", "test_migrations")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that the processes of a run end together."""
    items.sort(key=lambda item: next((at for at, long in enumerate(LONG) if long in item.nodeid), len(LONG)))


# A busy machine is no fault, and a change is tried with the same examples wherever it is tried.
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
plain_logs()
gc.set_threshold(50_000, 20, 100)  # a run holds all its modules and templates: looking them over pays seldom


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Engines]:
    """PostgreSQL and Valkey for this run; the variables of their addresses point it at servers."""
    given = {name: os.environ.get(f"ONCALL_{name.upper()}") or None for name in ("database_url", "redis_url")}
    with embedded.running(Settings(data_dir=tmp_path_factory.mktemp("engines"), **given)) as running:
        if not given["database_url"]:  # nobody keeps these data: do not wait for the disk, nor tidy
            off = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum")]
            hasty = "ALTER ROLE CURRENT_USER SET synchronous_commit = off"
            on_server(running.database_url, *off, hasty, "SELECT pg_reload_conf()")
        yield running


@pytest.fixture(scope="session")
def databases(engines: embedded.Engines) -> Iterator[Databases]:
    """Copies of databases, as many as the tests of this process need."""
    made = Databases(engines.database_url)
    yield made
    let_go()
    made.drop_all()


@pytest.fixture(scope="session")
def template_url(databases: Databases) -> str:
    """A migrated database that nobody connects to: what every other one is copied from."""
    url = databases.new()
    upgrade(url)
    return url


@pytest.fixture(scope="session")
def database_url(databases: Databases, template_url: str) -> str:
    """One migrated database, shared by the tests that leave nothing behind in it."""
    return databases.copy(template_url)


@pytest.fixture
def fresh_database(databases: Databases, template_url: str) -> Iterator[Callable[[], str]]:
    """Makes a migrated database of a test's own, with nothing in it, each time it is called."""
    with ExitStack() as lent:
        yield lambda: lent.enter_context(databases.lent(template_url))


@pytest.fixture(scope="session")
def marches() -> Reading:
    """The fictional service, read from its file."""
    return read_service(read_file(MARCHES))


@pytest.fixture(scope="session")
def marches_template(databases: Databases, template_url: str, marches: Reading) -> Callable[[datetime], str]:
    """A database in which the service was loaded at an instant: to be copied, never connected to."""

    @cache
    def template(at: datetime) -> str:
        url = databases.copy(template_url)
        opened = sessionmaker(create_engine(url, poolclass=NullPool))
        load(marches, unit_of_work=lambda: unit_of_work(opened, lambda _row: None), now=lambda: at)
        return url

    return template


@pytest.fixture
def fresh_marches(
    databases: Databases, marches_template: Callable[[datetime], str]
) -> Iterator[Callable[[datetime], str]]:
    """Makes a database of a test's own in which the service was loaded at an instant."""
    with ExitStack() as lent:
        yield lambda at: lent.enter_context(databases.lent(marches_template(at)))


@pytest.fixture(scope="session")
def marches_url(
    databases: Databases, marches_template: Callable[[datetime], str]
) -> Callable[[datetime], str]:
    """One database in which the service was loaded at an instant, for tests that leave nothing behind."""
    return cache(lambda at: databases.copy(marches_template(at)))


@pytest.fixture
def queue_url(engines: embedded.Engines) -> str:
    """An empty queue: database 15 of the server, so that one somebody uses keeps its own."""
    url = f"{engines.redis_url.partition('?')[0]}?db=15"
    with Redis.from_url(url) as server:
        server.flushdb()
    return url
