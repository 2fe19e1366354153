"""The worker process, with a queue that comes and goes."""

import json
import signal
import subprocess
import sys
import time
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from oncall import engines as embedded
from oncall.engines.valkey import url

WORKER = """
import sys
from oncall import logs
from oncall.settings import Settings
from oncall.worker import work
logs.configure()
work(Settings(redis_url=sys.argv[1]))
"""


@pytest.fixture
def only_a_queue(tmp_path: Path) -> SimpleNamespace:
    """An installation whose database is elsewhere, and whose queue is ours to stop."""
    return SimpleNamespace(data_dir=tmp_path / "var", database_url="postgresql://elsewhere", redis_url=None)


@pytest.fixture
def worker(only_a_queue) -> Iterator[subprocess.Popen[str]]:
    """A worker, started before its queue is."""
    argv = [sys.executable, "-c", WORKER, url(only_a_queue.data_dir / "sockets")]
    process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)
    with process:
        yield process
        process.kill()


def test_jobs_are_done_whenever_the_queue_is_there(only_a_queue, worker, tmp_path):
    assert json.loads(worker.stderr.readline())["event"] == "queue_unreachable"

    for start in ("first", "second"):
        with embedded.running(only_a_queue) as engines:
            enqueue(engines, "os.mkdir", str(tmp_path / start))
            eventually((tmp_path / start).exists)

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(5) == 0
    said = [json.loads(line)["event"] for line in worker.stderr]
    assert said[:2] == ["queue_reached_again", "queue_unreachable"]
    assert len(said) <= 4


def test_a_job_that_fails_stops_nobody_and_is_written_down_without_its_numbers(
    only_a_queue, worker, tmp_path
):
    with embedded.running(only_a_queue) as engines:
        enqueue(engines, "builtins.int", "tel:+441632960001")
        enqueue(engines, "os.mkdir", str(tmp_path / "after"))
        eventually((tmp_path / "after").exists)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(5) == 0
        with Redis.from_url(url(only_a_queue.data_dir / "sockets")) as queue:
            [kept] = [queue.xrange(key) for key in queue.scan_iter("rq:results:*")]

    written = worker.stderr.read()
    failed = [json.loads(line) for line in written.splitlines() if "job_failed" in line]
    assert len(failed) == 1
    assert "ValueError" in failed[0]["exception"]
    assert "1632" not in written
    [(_, result)] = kept
    assert zlib.decompress(b64decode(result[b"exc_string"])) == b"job_failed"


def test_the_job_in_hand_is_finished_before_stopping(only_a_queue, worker, tmp_path):
    with embedded.running(only_a_queue) as engines:
        begun, done = tmp_path / "begun", tmp_path / "done"
        script = f"open({str(begun)!r}, 'w'); import time; time.sleep(0.5); open({str(done)!r}, 'w')"
        enqueue(engines, "subprocess.check_call", [sys.executable, "-c", script])
        enqueue(engines, "os.mkdir", str(tmp_path / "another"))
        eventually(begun.exists)

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(5) == 0
    assert done.exists()
    assert not (tmp_path / "another").exists()


def enqueue(engines: embedded.Engines, function: str, argument: object) -> None:
    with Redis.from_url(engines.redis_url) as connection:
        queue = Queue("oncall", connection=connection, serializer=JSONSerializer)
        queue.enqueue(function, argument, result_ttl=0, description="errand")


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
