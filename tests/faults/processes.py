"""Real processes, and the ways to be rid of them: killed, frozen, thawed."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path


class Program:
    """One `oncall …` of this checkout, its words written to a file, until it is stopped or killed."""

    def __init__(self, words: tuple[str, ...], env: Mapping[str, str], log: Path) -> None:
        self.words = words
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from oncall.cli import main; main()", *words],
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def child(self, word: str) -> int:
        """The number of the process it has started as `oncall word`; waits until there is one."""
        eventually(lambda: bool(self.children(word)), f"there is no {word} process")
        return self.children(word)[0]

    def children(self, word: str) -> list[int]:
        """The living processes that it has started so."""
        return [pid for pid in children(self.pid) if _name(pid) == f"oncall {word}"]

    def everything(self) -> list[int]:
        """Every process below it."""
        found = [self.pid]
        for pid in found:
            found.extend(children(pid))
        return found[1:]

    def stop(self) -> None:
        """End it in peace, by force after 20 s."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def children(pid: int) -> list[int]:
    """The living processes that a process has started."""
    with suppress(OSError):
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in listed if _is_running(int(child))]
    return []


def kill(*pids: int) -> None:
    """Kill processes as a power cut would, and wait until they are gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(map(_is_running, pids)), "a killed process goes on")


def freeze(*pids: int) -> None:
    """Stop processes where they are: their sockets stay open and nobody answers."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def thaw(*pids: int) -> None:
    """Let frozen processes go on; those that are gone stay so."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def may_write(pids: Iterable[int], limits: tuple[int, int]) -> None:
    """How large a file processes may write: none at all, like on a full disk, or any."""
    for pid in pids:
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def eventually(holds: Callable[[], bool], complaint: str, *, within: float = 180) -> None:
    """Wait for something. So long it takes on no machine: `within` is no promise."""
    give_up_at = time.monotonic() + within
    while not holds():
        assert time.monotonic() < give_up_at, complaint
        time.sleep(0.02)


def pids_in(file: Path) -> tuple[int, ...]:
    """The number that a server has written down; none if it has not."""
    try:
        return (int(file.read_text().split()[0]),)
    except (OSError, IndexError):
        return ()


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _is_running(pid: int) -> bool:
    """Whether a process does anything still; one that waits only to be counted as dead does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
