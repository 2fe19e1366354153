"""Calls beside a million past contacts, and beside a thousand."""

import statistics
import time

from tests.bench.rows import past
from tests.bench.served import OURS, Served, installation, say

ROUNDS, COUNT = 5, 2_000
FEW, MANY = 1_000, 1_000_000
WANTED = 0.9


def main() -> int:
    """Two installations in turn; 1 if the one with the long past does less than is wanted."""
    with installation() as (young, here), installation() as (old, there):
        past(young.database_url, "few", FEW)
        began = time.monotonic()
        past(old.database_url, "many", MANY)
        say(f"{MANY:,} past contacts made in {time.monotonic() - began:.0f} s")
        few, many = Served(OURS, young, here), Served(OURS, old, there)
        try:
            rounds = [(few.measure(COUNT)["rate"], many.measure(COUNT)["rate"]) for _ in range(ROUNDS)]
        finally:
            few.stop()
            many.stop()
    ratio = statistics.median(b / a for a, b in rounds)
    before, after = (statistics.median(one[which] for one in rounds) for which in (0, 1))
    say(f"{before:.0f} calls/s beside {FEW:,} past contacts, {after:.0f} beside {MANY:,}")
    say(f"a million past contacts beside a thousand: {ratio:.2f} (wanted: {WANTED})")
    return 0 if ratio >= WANTED else 1
