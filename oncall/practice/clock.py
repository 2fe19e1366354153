"""Practice time: it may run faster than ours, and in tests stands still while anybody is busy."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf


class Closed(Exception):  # noqa: N818  (named for the fact)
    """The network was closed while somebody was waiting on it."""


@dataclass(eq=False, slots=True)
class _Waiter:
    deadline: float
    condition: threading.Condition
    awake: bool = False
    due: bool = False
    gone: bool = False


@dataclass(order=True, slots=True)
class _Entry:
    deadline: float
    turn: int
    waiter: _Waiter = field(compare=False)


class Clock:
    """Keeps practice time, starts whatever is going on in threads of its own, and wakes them in order.

    `speed` practice seconds pass in one of ours. A `steady` clock stands still while any thread is at work
    (a webhook being answered, say), so that what is due first happens first on however slow a machine.
    Everything that changes the network holds `lock`.
    """

    def __init__(
        self, *, speed: float = 1.0, steady: bool = False, starts_at: datetime | None = None
    ) -> None:
        self.lock = threading.RLock()
        self.speed = speed
        self.at_work = 0  # threads that are running rather than waiting
        self.going_on = 0  # threads started and not yet ended
        self._steady = steady
        self._starts_at = starts_at or datetime.now(UTC)
        self._at = 0.0
        self._since = time.monotonic()
        self._queue: list[_Entry] = []
        self._turns = itertools.count()
        self._waiters: set[_Waiter] = set()
        self._pulse = threading.Condition(self.lock)
        self._closed = False
        self._holder: int | None = None
        self._thread = threading.Thread(target=self._run, name="practice-clock", daemon=True)
        self._thread.start()

    def now(self) -> float:
        """Practice seconds since the network was started."""
        with self.lock:
            if self._steady and self.at_work:
                return self._at
            passed = self._at + (time.monotonic() - self._since) * self.speed
            due = self._next_deadline()
            return min(passed, max(due, self._at)) if self._steady else passed

    def utc(self) -> datetime:
        """The practice date and time, in UTC."""
        return self._starts_at + timedelta(seconds=self.now())

    def start(self, work: Callable[..., None], *args: object) -> None:
        """Have `work(*args)` done in a thread of its own, on practice time."""
        with self.lock:
            if self._closed:
                return
            self._begin()
            self.going_on += 1
        threading.Thread(target=self._work, args=(work, args), name=work.__qualname__, daemon=True).start()

    def hold(self) -> None:
        """From now on time passes only while the calling thread, a test's, waits for something here.

        For a steady clock: what a test does between two steps of its story then takes no time at all.
        """
        with self.lock:
            self._holder = threading.get_ident()
            self._begin()

    @contextmanager
    def let_run(self) -> Iterator[None]:
        """Whoever holds the clock waits during the block, in which the lock must be held: time may pass."""
        if not self._is_held_here():
            yield
            return
        self._end()
        try:
            yield
        finally:
            self._begin()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Somebody outside (a test, a visitor) is doing something: a steady clock stands still meanwhile."""
        if self._is_held_here():
            yield
            return
        with self.lock:
            self._begin()
        try:
            yield
        finally:
            with self.lock:
                self._end()

    def sleep(self, seconds: float) -> None:
        """Let practice seconds pass. Raises Closed when the network is closed meanwhile."""
        Bell(self).wait(lambda: False, seconds)

    def close(self) -> None:
        """Wake everybody who waits, with Closed, and stop."""
        with self.lock:
            self._closed = True
            for waiter in list(self._waiters):
                self._wake(waiter)
            self._pulse.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)

    def _is_held_here(self) -> bool:
        return self._holder == threading.get_ident()

    def _work(self, work: Callable[..., None], args: tuple[object, ...]) -> None:
        try:
            work(*args)
        except Closed:
            pass
        finally:
            with self.lock:
                self.going_on -= 1
                self._end()

    def _begin(self, at: float | None = None) -> None:
        if self._steady and self.at_work == 0:
            self._at = self.now() if at is None else at
        self.at_work += 1

    def _end(self) -> None:
        self.at_work -= 1
        if self._steady and self.at_work == 0:
            self._since = time.monotonic()
        self._pulse.notify()

    def _wake(self, waiter: _Waiter, at: float | None = None) -> None:
        if not waiter.awake:
            waiter.awake = True
            self._begin(at)
            waiter.condition.notify()

    def _next_deadline(self) -> float:
        while self._queue and self._queue[0].waiter.gone:
            heapq.heappop(self._queue)
        return self._queue[0].deadline if self._queue else inf

    def _run(self) -> None:
        with self.lock:
            while not self._closed:
                due = self._next_deadline()
                if due == inf or (self._steady and self.at_work):
                    self._pulse.wait()
                elif (left := (due - self.now()) / self.speed) > 0:
                    self._pulse.wait(left)
                else:
                    waiter = heapq.heappop(self._queue).waiter
                    waiter.due = True
                    self._wake(waiter, at=due)


class Bell:
    """Something to wait at: whoever waits looks again each time it is rung."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiters: list[_Waiter] = []

    def ring(self) -> None:
        """Have everybody who waits here look again."""
        with self._clock.lock:
            for waiter in self._waiters:
                self._clock._wake(waiter)

    def wait(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait for `until()` to hold, at most practice `seconds`; whether it holds. Raises Closed."""
        clock = self._clock
        with clock.lock:
            if until():
                return True
            deadline = inf if seconds is None else clock.now() + seconds
            waiter = _Waiter(deadline, threading.Condition(clock.lock))
            self._waiters.append(waiter)
            clock._waiters.add(waiter)
            if deadline < inf:
                heapq.heappush(clock._queue, _Entry(deadline, next(clock._turns), waiter))
            try:
                return self._look(waiter, until)
            finally:
                waiter.gone = True
                self._waiters.remove(waiter)
                clock._waiters.discard(waiter)

    def _look(self, waiter: _Waiter, until: Callable[[], bool]) -> bool:
        clock = self._clock
        while not waiter.due:
            if clock._closed:
                raise Closed
            waiter.awake = False
            clock._end()
            while not waiter.awake:
                waiter.condition.wait()
            if until():
                return True
        return False
