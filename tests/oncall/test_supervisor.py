"""Several processes run as one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oncall import supervisor
from oncall.errors import Problem
from oncall.supervisor import Child, refuse_taken, supervise

STAYS = "import time; time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
SUPERVISOR = """
import sys
from oncall.supervisor import Child, supervise
kind, code = sys.argv[1:]
program = [sys.executable, "-c", code] if kind == "command" else lambda: exec(code)
supervise([Child("web", program, {}), Child("clock", program, {})], say=print)
"""


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """Where children write their numbers, a line for each start."""
    return tmp_path / "noted"


@pytest.fixture(params=["command", "fork"])
def running(noted: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Runs two children that stay, after `first`, under a supervisor in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def run(first: str = "") -> subprocess.Popen[str]:
        argv = [sys.executable, "-c", SUPERVISOR, request.param, noting(noted, STAYS, first=first)]
        started.append(subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, start_new_session=True))
        eventually(lambda: len(pids(noted)) == 2)
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def noting(noted: Path, code: str, *, first: str = "") -> str:
    """Code that runs `first`, writes down its process, then runs `code`."""
    return f"{first}\nimport os; open({str(noted)!r}, 'a').write(f'{{os.getpid()}}\\n')\n{code}"


def pids(noted: Path) -> list[int]:
    return [int(line) for line in noted.read_text().split()] if noted.exists() else []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_everything(number, running, noted):
    process = running()

    process.send_signal(number)

    assert process.wait(5) == 0
    assert not any(is_running(pid) for pid in pids(noted))


def test_a_ctrl_c_at_the_terminal_reaches_the_children_through_the_supervisor_alone(running, noted):
    process = running()

    assert {os.getpgid(pid) for pid in pids(noted)} == set(pids(noted))
    assert os.getpgid(process.pid) == process.pid


def test_a_second_signal_waits_for_nobody(running, noted):
    process = running(DEAF)

    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert all(is_running(pid) for pid in pids(noted))
    process.send_signal(signal.SIGINT)

    assert process.wait(5) == 0
    assert not any(is_running(pid) for pid in pids(noted))


def test_a_killed_supervisor_leaves_nobody_behind(running, noted):
    process = running(DEAF)

    process.kill()

    eventually(lambda: not any(is_running(pid) for pid in pids(noted)))


def test_a_child_that_will_not_end_is_killed(noted, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)

    supervised([child("web", noting(noted, STAYS, first=DEAF))], until=lambda: len(pids(noted)) == 1)

    assert not is_running(pids(noted)[0])


def test_a_child_that_dies_is_started_again_ever_later_and_said_so(noted, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.05)
    monkeypatch.setattr(supervisor, "LONGEST_DELAY", 0.15)

    said = supervised(
        [child("web", noting(noted, "raise SystemExit(3)"))], until=lambda: len(pids(noted)) == 5
    )

    assert said[:4] == [
        "web ended with exit code 3; starting it again in 0.05 s",
        "web ended with exit code 3; starting it again in 0.1 s",
        "web ended with exit code 3; starting it again in 0.15 s",
        "web ended with exit code 3; starting it again in 0.15 s",
    ]


def test_a_child_that_has_lived_well_starts_again_soon(noted, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.05)
    monkeypatch.setattr(supervisor, "HEALTHY", 0.0)
    code = noting(noted, "import signal; os.kill(os.getpid(), signal.SIGKILL)")

    said = supervised([child("clock", code)], until=lambda: len(pids(noted)) == 4)

    assert set(said) == {"clock was killed by signal 9; starting it again in 0.05 s"}


def test_one_that_dies_disturbs_no_other(noted, tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.05)
    dying = child("worker", noting(noted, ""))
    living = child("web", noting(tmp_path / "living", STAYS))

    supervised([dying, living], until=lambda: len(pids(noted)) == 3)

    assert len(pids(tmp_path / "living")) == 1


def test_a_program_that_is_not_there_is_said_like_any_death():
    said: list[str] = []

    supervised([Child("web", ["/nowhere/oncall"], {})], until=lambda: len(said) == 1, say=said.append)

    assert said == ["web ended with exit code 127; starting it again in 0.5 s"]


def test_a_child_hears_what_only_it_is_told(noted):
    code = (
        f"import os; open({str(noted)!r}, 'w').write(os.environ['ONCALL_BIND'] + os.environ['PATH']); {STAYS}"
    )

    supervised(
        [Child("web", [sys.executable, "-c", code], {"ONCALL_BIND": "here:"})],
        until=lambda: noted.exists() and noted.read_text() != "",
    )

    assert noted.read_text() == "here:" + os.environ["PATH"]


def test_a_fork_has_a_name_and_an_environment_of_its_own(noted, monkeypatch):
    monkeypatch.delenv("ONCALL_BIND", raising=False)

    def web() -> None:
        name = Path(f"/proc/{os.getpid()}/comm").read_text().strip()
        noted.write_text(f"{name} {os.environ['ONCALL_BIND']}")
        time.sleep(60)

    supervised(
        [Child("web", web, {"ONCALL_BIND": "here:"})],
        until=lambda: noted.exists() and noted.read_text() != "",
    )

    assert noted.read_text() == "oncall web here:"
    assert "ONCALL_BIND" not in os.environ


@pytest.mark.parametrize(
    ("last", "how"),
    [
        (lambda: sys.exit(3), "ended with exit code 3"),
        (lambda: signal.raise_signal(signal.SIGKILL), "was killed by signal 9"),
    ],
)
def test_a_fork_that_dies_is_started_again_and_said_so(last, how):
    said: list[str] = []

    supervised([Child("clock", last, {})], until=lambda: len(said) == 1, say=said.append)

    assert said == [f"clock {how}; starting it again in 0.5 s"]


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            Problem, match=f"port {port} on 127.0.0.1 is taken; stop the other program or set"
        ):
            refuse_taken("127.0.0.1", port)

    refuse_taken("127.0.0.1", port)


def test_a_port_left_a_moment_ago_is_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address), server.accept()[0]:
            pass

    refuse_taken(*address)


def test_an_address_of_another_machine_is_named():
    with pytest.raises(Problem, match=r"192\.0\.2\.1 is not an address of this machine"):
        refuse_taken("192.0.2.1", 8000)


def child(name: str, code: str) -> Child:
    return Child(name, [sys.executable, "-c", code], {})


def supervised(
    children: list[Child], *, until: Callable[[], bool], say: Callable[[str], None] | None = None
) -> list[str]:
    """Supervise in this process until something holds; what was said."""
    said: list[str] = []
    deadline = time.monotonic() + 30

    def meanwhile() -> None:
        if until() or time.monotonic() > deadline:
            signal.raise_signal(signal.SIGTERM)

    supervise(children, say=say or said.append, meanwhile=meanwhile)
    assert time.monotonic() < deadline
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    return said
