"""How long processes waited for a processor: what a promise in seconds is not to be blamed for.

A reply may take two seconds, and as long as whoever gave it was ready to run and another program ran. Waiting
for anything else, a lock or a server that does not answer, counts in full.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from oncall.practice.webhooks import Webhook

TICK = 0.1
Pids = Callable[[], Iterable[int]]
Known = Mapping[int, Mapping[str, int]]
"""For each process and each of its threads, how long it has waited for a processor in all."""


class Timed(list[Webhook]):
    """A network's list of webhooks, which notes when each was written down, and what kept it waiting."""

    def __init__(self, slowness: "Slowness") -> None:
        super().__init__()
        self._slowness = slowness
        self._ended: dict[int, float] = {}

    def append(self, webhook: Webhook) -> None:
        """One more, which has just ended."""
        self._ended[id(webhook)] = time.monotonic()
        super().append(webhook)

    def held_up(self, webhooks: Iterable[Webhook]) -> Iterator[tuple[Webhook, float]]:
        """These, each with the seconds for which the machine held it up."""
        for webhook in webhooks:
            ended = self._ended[id(webhook)]
            yield webhook, self._slowness.of_answering(ended - webhook.elapsed, ended)


class Slowness:
    """What is known of how long processes were held up. Where Linux does not tell, they never were."""

    def __init__(self) -> None:
        self._ticks: list[tuple[float, float, float]] = []

    def note(self, answering: float, everybody: float) -> None:
        """For how many seconds they have been held up since the last note."""
        self._ticks.append((time.monotonic(), answering, everybody))

    def of_answering(self, since: float, until: float) -> float:
        """For how long of that time (of time.monotonic) those that answer would have run and could not."""
        return sum(held for at, held, _ in list(self._ticks) if since <= at <= until + TICK)

    def of_everybody(self, since: float) -> float:
        """For how long since then any of them would have run and could not."""
        return sum(held for at, _, held in list(self._ticks) if since <= at)


@contextmanager
def watching(answering: Pids, everybody: Pids) -> Iterator[Slowness]:
    """Watch processes, and this one, for the length of the block."""
    slowness, over = Slowness(), threading.Event()

    def known(pids: Pids) -> Known:
        return {pid: delays(pid) for pid in {*pids(), os.getpid()}}

    def watch() -> None:
        before = known(everybody)
        while not over.wait(TICK):
            now, those = known(everybody), {*answering(), os.getpid()}
            slowness.note(
                held_up(before, {pid: of for pid, of in now.items() if pid in those}), held_up(before, now)
            )
            before = now

    thread = threading.Thread(target=watch, name="slowness", daemon=True)
    thread.start()
    try:
        yield slowness
    finally:
        over.set()
        thread.join()


def held_up(before: Known, now: Known) -> float:
    """How many seconds longer the threads of each process have waited: of each process the longest one."""
    grown = (
        max((delay - before[pid].get(thread, delay) for thread, delay in threads.items()), default=0)
        for pid, threads in now.items()
        if pid in before
    )
    return sum(grown) / 1e9


def delays(pid: int) -> dict[str, int]:
    """For how many nanoseconds each thread of a process has been ready to run and waited for a processor."""
    found = {}
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        try:
            found[thread.name] = int((thread / "schedstat").read_text().split()[1])
        except (OSError, ValueError, IndexError):  # it has just ended, or this is no Linux
            continue
    return found
