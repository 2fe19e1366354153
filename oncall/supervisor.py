"""Several processes run as one: started together, started again when they die, stopped together."""

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from oncall.errors import Problem

FIRST_DELAY = 0.5  # seconds before a child that died is started again; doubled each time
LONGEST_DELAY = 30.0
HEALTHY = 60.0  # seconds a child must live for its next death to count as its first
PATIENCE = 10.0  # seconds that children have to end by themselves
TICK = 0.1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15

Program = Sequence[str] | Callable[[], None]
"""A command line, or something of ours to do: then a fork of this process does it, which has read it in."""


@dataclass(frozen=True)
class Child:
    """A process to keep running: what it runs, and what its environment has beyond ours."""

    name: str
    program: Program
    env: Mapping[str, str]


class _Process(Protocol):
    """A process that has been started, of either kind."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None:
        """Its exit code, or the signal that killed it below 0; None while it runs."""


class _Fork:
    """A fork of this process that does one thing."""

    def __init__(self, child: Child, do: Callable[[], None]) -> None:
        forked = multiprocessing.get_context("fork").Process
        self._process = forked(target=_done_apart, args=(child, do, os.getpid()))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode


class _Running:
    """One child, now and after each of its deaths."""

    def __init__(self, child: Child, say: Callable[[str], None]) -> None:
        self.child = child
        self._say = say
        self._deaths = 0
        self._start_at: float | None = None
        self._started_at = 0.0
        self._process: _Process | None = None

    def tend(self, now: float) -> None:
        """Start the child when its time has come; notice when it has died."""
        if self._process is not None:
            if (code := self._process.poll()) is not None:
                self._process = None
                self._mourn(code, now)
        elif self._start_at is None or now >= self._start_at:
            self._start(now)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the child, if it is alive, and to what it has started."""
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def is_alive(self) -> bool:
        """Whether the child still runs."""
        return self._process is not None and self._process.poll() is None

    def _start(self, now: float) -> None:
        self._started_at = now
        try:
            self._process = _started(self.child)
        except OSError:
            self._mourn(127, now)

    def _mourn(self, code: int, now: float) -> None:
        self._deaths = 1 if now - self._started_at >= HEALTHY else self._deaths + 1
        delay = min(FIRST_DELAY * 2 ** (self._deaths - 1), LONGEST_DELAY)
        self._start_at = now + delay
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        self._say(f"{self.child.name} {how}; starting it again in {delay:g} s")


def _started(child: Child) -> _Process:
    if callable(child.program):
        return _Fork(child, child.program)
    return subprocess.Popen(  # noqa: S603  (the program's own commands, no shell)
        child.program,
        env={**os.environ, **child.env},
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C at the terminal is ours; they are stopped by us
        preexec_fn=partial(die_with, os.getpid()),
    )


def _done_apart(child: Child, do: Callable[[], None], parent: int) -> None:
    """What a fork is there for, as though it had been started by itself."""
    os.setsid()
    die_with(parent)
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    with suppress(AttributeError, OSError):  # a name for whoever lists the processes, on Linux
        ctypes.CDLL(None).prctl(PR_SET_NAME, f"oncall {child.name}".encode(), 0, 0, 0)
    os.environ.update(child.env)
    do()


def supervise(
    children: Sequence[Child], *, say: Callable[[str], None], meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Keep `children` running until SIGINT, SIGTERM or SIGHUP, then stop them all; a second one kills them.

    `say` is told in one sentence of every death; `meanwhile` is called about every 0.1 s.
    """
    running = [_Running(child, say) for child in children]
    with _stop_signals() as signals:
        try:
            while not signals.first.is_set():
                for one in running:
                    one.tend(time.monotonic())
                meanwhile()
                signals.first.wait(TICK)
        finally:
            _stop(running, signals.second)


def refuse_taken(host: str, port: int) -> None:
    """Raise Problem when another program listens on `port` of `host`, or `host` is not an address of ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except PermissionError:
            raise Problem(f"port {port} is reserved for root; set ONCALL_BIND to a port above 1023") from None
        except OSError as error:
            raise Problem(_taken(host, port, error)) from None


def die_with(parent: int) -> None:
    """Have the kernel kill this process when `parent`, which started it, dies however it dies (on Linux)."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


@dataclass(frozen=True)
class _Signals:
    first: threading.Event
    second: threading.Event


@contextmanager
def _stop_signals() -> Iterator[_Signals]:
    signals = _Signals(threading.Event(), threading.Event())

    def note(*_: object) -> None:
        (signals.second if signals.first.is_set() else signals.first).set()

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(running: Sequence[_Running], hurry: threading.Event) -> None:
    """Ask every child to end, once a second (one just starting may not have listened), then kill the rest."""
    deadline, asked = time.monotonic() + PATIENCE, 0.0
    while any(one.is_alive() for one in running) and time.monotonic() < deadline and not hurry.is_set():
        if time.monotonic() - asked >= 1:
            asked = time.monotonic()
            for one in running:
                one.send(signal.SIGTERM)
        time.sleep(TICK / 10)
    for one in running:
        one.send(signal.SIGKILL)
    while any(one.is_alive() for one in running):
        time.sleep(TICK / 10)


def _taken(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; set ONCALL_BIND"
    return f"port {port} on {host} is taken; stop the other program or set ONCALL_BIND"
