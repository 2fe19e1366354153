"""Without a database or a queue: every reply within two seconds; and how much the lifeline can do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oncall import engines
from oncall.settings import Settings
from tests.bench.calls import report
from tests.bench.served import LIFELINE, Served, both, installation, say
from tests.faults.processes import children, eventually, freeze, kill, thaw

ROUNDS, COUNT, DARK_COUNT = 5, 3_000, 400
AT_MOST = 2.0
WANTED = 0.8


def main() -> int:
    """Slow replies, and the lifeline beside the bare application; 1 if either is not as wanted."""
    with installation() as (running, folder):
        with both(running, folder) as (ours, _):
            eventually((folder / "lifeline" / "snapshot").exists, "there is no snapshot")
            slow = max(_within(ours, folder, name, fault) for name, fault in FAULTS.items())
        with both(running, folder, LIFELINE) as (alone, bare):
            rounds = [(bare.measure(COUNT), alone.measure(COUNT)) for _ in range(ROUNDS)]
            return max(slow, report("the lifeline alone", alone, bare, rounds, WANTED))


def _within(ours: Served, folder: Path, name: str, fault: Callable[[Path], None]) -> int:
    with _mended(folder):
        fault(folder)
        took = ours.measure(DARK_COUNT)
    say(f"{name}: {took['rate']:.0f} requests/s, p99 {took['p99']:.0f} ms, slowest {took['worst']:.0f} ms")
    return 0 if took["worst"] <= AT_MOST * 1000 else 1


@contextmanager
def _mended(folder: Path) -> Iterator[None]:
    """After the block everything runs again."""
    try:
        yield
    finally:
        for first in (_database(folder), _queue(folder)):
            thaw(first, *children(first))
        engines.revive(Settings(data_dir=folder))


def _database(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def _queue(folder: Path) -> int:
    return int((folder / "valkey" / "valkey.pid").read_text().split()[0])


FAULTS: dict[str, Callable[[Path], None]] = {
    "database stopped": lambda folder: kill(_database(folder), *children(_database(folder))),
    "database hung": lambda folder: freeze(_database(folder), *children(_database(folder))),
    "queue stopped": lambda folder: kill(_queue(folder)),
    "queue hung": lambda folder: freeze(_queue(folder)),
}
