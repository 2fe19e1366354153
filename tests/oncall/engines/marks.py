"""The marks that a running engine leaves, and ways to end it badly."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg

from oncall import engines as embedded


def wanted(data_dir: Path) -> SimpleNamespace:
    """The settings of an installation that brings neither engine."""
    return SimpleNamespace(data_dir=data_dir, database_url=None, redis_url=None)


def connected(engines: embedded.Engines) -> psycopg.Connection:
    """A connection that commits every statement."""
    return psycopg.connect(engines.database_url.replace("+psycopg", ""), autocommit=True)


def rows(engines: embedded.Engines) -> int:
    """How many rows the database has kept."""
    with connected(engines) as database:
        return database.execute("SELECT count(*) FROM kept").fetchone()[0]


def pids(data_dir: Path) -> tuple[int, int]:
    """The numbers of the processes of PostgreSQL and Valkey, as they wrote them down."""
    postgres = (data_dir / "postgres" / "postmaster.pid").read_text().split()[0]
    return int(postgres), int((data_dir / "valkey" / "valkey.pid").read_text())


def is_running(pid: int) -> bool:
    """Whether a process does anything still; one that waits only to be counted as dead does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(*processes: int) -> None:
    """Kill processes as a power cut would, and wait until they are gone."""
    for pid in processes:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(is_running(pid) for pid in processes))


def eventually(holds: Callable[[], bool]) -> None:
    """Wait up to half a minute for `holds` to be true."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
