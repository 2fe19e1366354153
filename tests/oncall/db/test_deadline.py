"""The database may take so long and no longer, even when its server is frozen."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from oncall.db import deadline

SECONDS = 0.6
SOON = 4.0
"""A busy machine may add to what is measured here; a frozen server takes for ever."""


@pytest.fixture
def engine(database_url) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_pre_ping=True, pool_size=2)
    deadline.keep(engine, seconds=SECONDS)
    yield engine
    engine.dispose()


@pytest.fixture
def silent(engines) -> Iterator[Engine]:
    """An engine for a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"postgresql+psycopg://oncall@127.0.0.1:{server.getsockname()[1]}/oncall?connect_timeout=2"
        engine = create_engine(url, pool_pre_ping=True)
        deadline.keep(engine, seconds=SECONDS)
        yield engine
        engine.dispose()


@contextmanager
def takes(at_least: float, at_most: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert at_least <= time.monotonic() - began <= at_most


@contextmanager
def frozen(server_pid: int) -> Iterator[None]:
    os.kill(server_pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server_pid, signal.SIGCONT)


def use_often(engine: Engine, *, times: int) -> None:
    """Take a connection again and again, for 0.15 s each."""
    for _ in range(times):
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(0.15)"))


def server_of(connection) -> int:
    """The number of the server's process behind a connection."""
    return connection.scalar(text("SELECT pg_backend_pid()"))


def test_a_question_to_a_frozen_server_fails_in_time(engine):
    with (
        engine.connect() as connection,
        frozen(server_of(connection)),
        takes(0.3, SOON),
        pytest.raises(OperationalError),
    ):
        connection.scalar(text("SELECT 1"))


def test_the_pool_is_healthy_afterwards(engine):
    with engine.connect() as connection, frozen(server_of(connection)), pytest.raises(OperationalError):
        connection.scalar(text("SELECT 1"))

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 2")) == 2
    assert engine.pool.checkedout() == 0


def test_a_frozen_connection_in_the_pool_gives_way_to_a_fresh_one(engine):
    with engine.connect() as connection:
        before = server_of(connection)

    with frozen(before), takes(0, SOON), engine.connect() as connection:
        assert server_of(connection) != before


def test_a_server_that_takes_no_connection_is_given_up_in_time(silent):
    with takes(SECONDS - 0.1, SOON), pytest.raises(OperationalError):
        silent.connect()


def test_nobody_waits_a_second_time_for_a_server_that_was_silent(silent):
    with pytest.raises(OperationalError):
        silent.connect()

    with takes(0, SECONDS - 0.1), pytest.raises(OperationalError, match="a moment ago"):
        silent.connect()


def test_a_silent_server_is_asked_again_after_a_second(silent):
    with pytest.raises(OperationalError):
        silent.connect()
    time.sleep(deadline.QUIET_SECONDS)

    with pytest.raises(OperationalError, match="does not answer"):
        silent.connect()


def test_a_budget_is_for_everything_together(engine):
    deadline.begin(0.4)
    try:
        with takes(0.3, SOON), pytest.raises(OperationalError):
            use_often(engine, times=40)
    finally:
        deadline.end()


def test_after_the_end_of_a_budget_there_is_time_again(engine):
    deadline.begin(0.01)
    time.sleep(0.02)
    deadline.end()

    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(0.15)"))


def test_what_is_done_besides_costs_nothing_of_a_budget(engine, monkeypatch):
    now = [time.monotonic()]
    stands = SimpleNamespace(monotonic=lambda: now[0], sleep=time.sleep)
    monkeypatch.setattr(deadline, "time", stands)
    deadline.begin(1.0)
    try:
        with deadline.besides():
            now[0] += 60
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        now[0] += 2
        with pytest.raises(OperationalError):
            use_often(engine, times=1)
    finally:
        deadline.end()


def test_using_the_database_now_and_then_is_never_too_long(engine):
    use_often(engine, times=6)
