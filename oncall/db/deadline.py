"""How long the database may take, kept on our side: a frozen server ignores every time-out of its own.

Whoever has a connection has it until a deadline. A watchman, one thread of each process, shuts the socket of
a connection that is overdue down: whoever waits for it gets an OperationalError, and the pool makes another.
On the way of a request that goes well this costs an entry made in a dictionary and taken out again.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from sqlalchemy import Engine, event

TICK = 0.05
PING_SECONDS = 0.7
"""What is left of a budget after a ping that failed must do for a new connection."""
QUIET_SECONDS = 1.0

Connection = psycopg.Connection[Any]


class _Budget(threading.local):
    until: float | None = None


_budget = _Budget()
_held: dict[int, tuple[float, Connection]] = {}
_watchman_of = 0


def begin(seconds: float) -> None:
    """From now on this thread's use of any database may take so long in all, until `end`."""
    _budget.until = time.monotonic() + seconds


def end() -> None:
    """This thread's budget is over; each use has the time its engine gives it."""
    _budget.until = None


def left() -> float | None:
    """Seconds left of this thread's budget; None without one."""
    return None if _budget.until is None else _budget.until - time.monotonic()


@contextmanager
def besides() -> Iterator[None]:
    """What takes its time during the block is none of the database's: the thread's budget waits for it."""
    waits = left()
    _budget.until = None
    try:
        yield
    finally:
        _budget.until = None if waits is None else time.monotonic() + waits


def keep(engine: Engine, *, seconds: float) -> None:
    """Hold every use of `engine` to `seconds`, or to what is left of the thread's own budget.

    Once a server took no connection in time, nobody waits for it again within a second.
    """
    keeper = _Keeper(seconds)
    keeper.ping = engine.dialect.do_ping
    engine.dialect.do_ping = keeper.pinged  # type: ignore[method-assign]
    event.listen(engine, "do_connect", keeper.connected)
    event.listen(engine, "checkout", keeper.taken)
    event.listen(engine, "checkin", keeper.given_back)


class _Keeper:
    """The deadlines of one engine."""

    ping: Callable[[Any], bool]

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._quiet_until = 0.0

    def connected(self, dialect: Any, record: Any, args: list[Any], params: dict[str, Any]) -> Connection:
        """A new connection, or an OperationalError in time."""
        _see_to_the_watchman()
        if time.monotonic() < self._quiet_until:
            raise psycopg.OperationalError("the database did not answer a moment ago")
        until = self._until()
        connection = _within(until, lambda: dialect.connect(*args, **params))
        if connection is None:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            raise psycopg.OperationalError("the database does not answer")
        if record is not None:  # until it is taken, its first questions are watched too
            _held[id(record)] = until, connection
        return connection

    def pinged(self, dbapi_connection: Any) -> bool:
        """Whether a connection from the pool is alive; one that does not say so quickly is not."""
        if time.monotonic() < self._quiet_until:
            return False
        _held[id(dbapi_connection)] = min(self._until(), time.monotonic() + PING_SECONDS), dbapi_connection
        try:
            return self.ping(dbapi_connection)
        finally:
            _held.pop(id(dbapi_connection), None)

    def taken(self, connection: Connection, record: Any, _proxy: Any) -> None:
        """Somebody uses a connection from now on."""
        _held[id(record)] = self._until(), connection

    def given_back(self, _connection: Connection | None, record: Any) -> None:
        """They are done with it."""
        _held.pop(id(record), None)

    def _until(self) -> float:
        return _budget.until or time.monotonic() + self._seconds


def _within(until: float, connect: Callable[[], Connection]) -> Connection | None:
    """What `connect` gives, or raises; None when it takes too long. It is then left to itself, and closed."""
    attempt = Future[Connection]()

    def ask() -> None:
        try:
            attempt.set_result(connect())
        except Exception as error:  # noqa: BLE001  (it is raised where it is waited for)
            attempt.set_exception(error)

    threading.Thread(target=ask, name="connect", daemon=True).start()
    try:
        return attempt.result(timeout=max(until - time.monotonic(), 0.001))
    except TimeoutError:
        attempt.add_done_callback(_close)
        return None


def _close(attempt: "Future[Connection]") -> None:
    if attempt.exception() is None:
        attempt.result().close()


def _see_to_the_watchman() -> None:
    """Have a watchman in this process: a fork leaves the parent's behind."""
    global _watchman_of
    if _watchman_of != os.getpid():
        _watchman_of = os.getpid()
        _held.clear()
        threading.Thread(target=_watch, name="deadlines", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(TICK)
        now = time.monotonic()
        for key, (until, connection) in list(_held.items()):
            if now > until and _held.pop(key, None) is not None:
                _shut_down(connection)


def _shut_down(connection: Connection) -> None:
    """Cut a connection off from its server; whoever waits for an answer is told that there will be none."""
    with (
        suppress(psycopg.Error, OSError),  # it may have been closed meanwhile
        socket.socket(fileno=os.dup(connection.pgconn.socket)) as its_socket,
    ):
        its_socket.shutdown(socket.SHUT_RDWR)
