"""Whatever was killed, and however: the next start finds the data and works."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from oncall import engines as embedded
from oncall.errors import Problem
from tests.oncall.engines.marks import connected, is_running, kill, pids, rows, wanted

HOLDER = """
import sys, types, pathlib
from oncall import engines
settings = types.SimpleNamespace(data_dir=pathlib.Path(sys.argv[1]), database_url=None, redis_url=None)
with engines.running(settings):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(data_dir):
    """Another process that uses the engines of `data_dir`, which it has started."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, data_dir], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_engines_outlive_a_killed_process_and_are_found_again(data_dir, holder):
    orphans = pids(data_dir)
    holder.kill()
    holder.wait()

    with embedded.running(wanted(data_dir)) as engines:
        assert pids(data_dir) == orphans
        assert rows(engines) == 1

    assert not any(is_running(pid) for pid in orphans)


def test_a_process_that_leaves_in_peace_hands_over_to_those_who_stay(data_dir, holder):
    with embedded.running(wanted(data_dir)) as engines:
        holder.stdin.close()
        holder.wait()

        assert rows(engines) == 1


def test_everything_killed_at_once_loses_nothing_confirmed(data_dir, holder):
    kill(holder.pid, *family(data_dir))
    assert (data_dir / "postgres" / "postmaster.pid").exists()

    with embedded.running(wanted(data_dir)) as engines:
        assert rows(engines) == 1


def test_an_engine_killed_while_in_use_is_started_by_the_next_to_come(data_dir):
    with embedded.running(wanted(data_dir)):
        kill(*pids(data_dir))

        with embedded.running(wanted(data_dir)) as engines:
            assert rows(engines) == 1


def test_a_number_that_now_belongs_to_another_program_stops_nobody(data_dir):
    marks = f"{os.getpid()}\n{data_dir / 'postgres'}\n"
    (data_dir / "postgres" / "postmaster.pid").write_text(marks)
    (data_dir / "sockets" / ".s.PGSQL.5432.lock").write_text(marks)
    (data_dir / "sockets" / "valkey.sock").write_text("")

    with embedded.running(wanted(data_dir)) as engines:
        assert rows(engines) == 1


def test_a_first_start_cut_short_is_begun_again(tmp_path):
    half = tmp_path / "var" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with embedded.running(wanted(tmp_path / "var")) as engines, connected(engines) as database:
        assert database.execute("SELECT 1").fetchone() == (1,)
    assert not half.exists()


def test_data_of_another_postgresql_are_left_alone(data_dir):
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n")

    with pytest.raises(Problem, match="made by PostgreSQL 9"), embedded.running(wanted(data_dir)):
        pass

    assert (data_dir / "postgres" / "PG_VERSION").read_text() == "9\n"


def test_the_log_never_quotes_what_people_said(data_dir):
    with embedded.running(wanted(data_dir)) as engines, connected(engines) as database:
        database.execute("CREATE TABLE numbers (number text PRIMARY KEY)")
        for _ in range(2):
            with suppress_refusal():
                database.execute("INSERT INTO numbers VALUES ('+441632960001')")
        with suppress_refusal():
            database.execute("SELECT '+441632960001'::date")

    log = (data_dir / "postgres" / "postgres.log").read_text()
    assert "database system is ready" in log
    assert "1632" not in log


def suppress_refusal():
    """Expect that the database may refuse a statement."""
    return contextlib.suppress(psycopg.Error)


def family(data_dir: Path) -> list[int]:
    """Every process of both engines."""
    postgres, valkey = pids(data_dir)
    return [
        postgres,
        *map(int, Path(f"/proc/{postgres}/task/{postgres}/children").read_text().split()),
        valkey,
    ]
