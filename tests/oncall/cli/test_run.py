"""`oncall up`, and its processes run one by one."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from redis import Redis
from redis.exceptions import RedisError

from oncall.cli.run import up
from oncall.engines.valkey import url as valkey_url
from oncall.errors import Problem
from tests.oncall.engines.marks import eventually, is_running, pids

ACCOUNT = {
    "ONCALL_SECRET_KEY": "a key for tests, as long as a key ought to be",
    "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
    "TWILIO_AUTH_TOKEN": "token",
}
ONCALL = [sys.executable, "-c", "from oncall.cli import main; main()"]


@pytest.fixture
def bind() -> str:
    """A free address of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def environment(monkeypatch, tmp_path, bind) -> dict[str, str]:
    """An environment in which nothing of ours is set but an account and a free address."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("ONCALL_", "TWILIO_"))]:
        monkeypatch.delenv(name)
    for name, value in {**ACCOUNT, "ONCALL_BIND": bind}.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}


@pytest.fixture
def running(environment, tmp_path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts an `oncall` command; it is killed if it has not ended with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(command: str, **settings: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "said").open("w") as said:
            env = {**environment, **settings}
            started.append(subprocess.Popen([*ONCALL, command], env=env, stderr=said, cwd=tmp_path))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def refusal() -> str:
    with pytest.raises(Problem) as refused:
        up.main(args=[], standalone_mode=False)
    return str(refused.value)


def test_up_names_all_it_needs_at_once(environment, monkeypatch):
    for name in ACCOUNT:
        monkeypatch.delenv(name)

    assert refusal().startswith("set ONCALL_SECRET_KEY and TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, ")


def test_up_never_answers_real_calls_as_practice(environment, monkeypatch):
    monkeypatch.setenv("ONCALL_PRACTICE", "1")

    assert "ONCALL_PRACTICE" in refusal()


def test_up_names_a_taken_port_and_starts_nothing(environment, bind, tmp_path):
    host, port = bind.split(":")
    with socket.create_server((host, int(port))):
        assert refusal() == f"port {port} on {host} is taken; stop the other program or set ONCALL_BIND"

    assert not (tmp_path / "var").exists()


def test_up_answers_until_it_is_told_to_stop(running, bind, fresh_database, queue_url):
    process = running("up", ONCALL_DATABASE_URL=fresh_database(), ONCALL_REDIS_URL=queue_url)
    eventually(lambda: status(f"http://{bind}/readyz") == 200)
    family = [
        *children(process.pid),
        *(inner for child in children(process.pid) for inner in children(child)),
    ]
    assert len(children(process.pid)) == 3

    process.send_signal(signal.SIGINT)

    assert process.wait(15) == 0
    assert not any(is_running(pid) for pid in family)


@pytest.mark.parametrize("moment", ["still starting", "at work"])
def test_a_process_run_by_itself_brings_its_engines_and_takes_them_along(moment, running, tmp_path):
    process = running("worker")
    eventually((tmp_path / "var" / "valkey" / "valkey.pid").exists)
    eventually(lambda: moment == "still starting" or listens(tmp_path / "var"))
    started = pids(tmp_path / "var")

    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 0
    assert not any(is_running(pid) for pid in started)


def test_a_database_that_does_not_answer_is_said_in_one_sentence(running, bind, queue_url, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"postgresql://127.0.0.1:{nobody.getsockname()[1]}/oncall"
    process = running("up", ONCALL_DATABASE_URL=address, ONCALL_REDIS_URL=queue_url)

    assert process.wait(30) == 1
    assert (tmp_path / "said").read_text() == (
        "oncall: the database does not answer; look at ONCALL_DATABASE_URL\n"
    )


def status(url: str) -> int:
    try:
        return requests.get(url, timeout=2).status_code
    except requests.RequestException:
        return 0


def listens(data_dir: Path) -> bool:
    """Whether a worker has told the queue in `data_dir` that it is there."""
    with Redis.from_url(valkey_url(data_dir / "sockets")) as queue:
        try:
            return queue.scard("rq:workers") == 1
        except RedisError:
            return False


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
