"""The web process: its processes, its threads, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from oncall.errors import Problem
from oncall.supervisor import refuse_taken

# The application itself has tests of its own; this one tells who answers, and can be slow.
WEB = """
import os, sys, time, types

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        open(sys.argv[2], "a").write("begun")
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]

sys.modules["oncall.app"] = types.SimpleNamespace(create_app=lambda: application)
from oncall.settings import Settings
from oncall.web import serve
serve(Settings(bind=sys.argv[1]))
"""


@pytest.fixture
def bind() -> str:
    """A free address of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Where a slow reply leaves a word when it begins."""
    return tmp_path / "begun"


@pytest.fixture
def web(bind, begun) -> Iterator[subprocess.Popen[str]]:
    """A web process, both of whose processes answer."""
    argv = [sys.executable, "-c", WEB, bind, begun]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        eventually(lambda: len({answered_by(bind) for _ in range(8)} - {0}) == 2)
        yield process
        process.kill()


def test_it_says_nothing_about_itself_or_its_callers(web, bind):
    reply = requests.get(f"http://{bind}/?From=441632960001", timeout=5)
    web.send_signal(signal.SIGTERM)

    assert reply.headers["Server"] == "oncall"
    assert web.wait(10) == 0
    assert web.stdout.read() == ""


def test_a_reply_under_way_is_finished_before_stopping(web, bind, begun):
    with ThreadPoolExecutor() as callers:
        reply = callers.submit(requests.get, f"http://{bind}/slow", timeout=10)
        eventually(begun.exists)
        web.send_signal(signal.SIGTERM)

        assert reply.result().status_code == 200
    assert web.wait(10) == 0


def test_killed_it_lets_go_of_its_port(web, bind):
    web.kill()
    web.wait()

    eventually(lambda: is_free(bind))


def test_a_process_that_is_killed_is_replaced(web, bind):
    killed = int(requests.get(f"http://{bind}/", timeout=5).text)
    os.kill(killed, signal.SIGKILL)

    eventually(lambda: answered_by(bind) not in {0, killed})


def test_slow_replies_hold_up_nobody(web, bind, begun):
    with ThreadPoolExecutor() as callers:
        slow = [callers.submit(requests.get, f"http://{bind}/slow", timeout=10) for _ in range(6)]
        eventually(lambda: begun.exists() and begun.read_text() == "begun" * 6)

        assert requests.get(f"http://{bind}/", timeout=5).ok
        assert not any(reply.done() for reply in slow)


def answered_by(bind: str) -> int:
    try:
        return int(requests.get(f"http://{bind}/", timeout=5).text)
    except requests.ConnectionError:
        return 0


def is_free(bind: str) -> bool:
    host, port = bind.split(":")
    try:
        refuse_taken(host, int(port))
    except Problem:
        return False
    return True


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
