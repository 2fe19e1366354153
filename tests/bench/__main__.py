"""`make bench`: every speed that is promised, as a ratio within one run.

`python -m tests.bench voice past` measures these alone.
"""

import sys
from collections.abc import Callable

from tests.bench import calls, dark, handover, minute, past, rota, search, voice

BENCHES: dict[str, Callable[[], int]] = {
    "rota": rota.main,
    "handover": handover.main,
    "calls": calls.main,
    "voice": voice.main,
    "dark": dark.main,
    "past": past.main,
    "minute": minute.main,
    "search": search.main,
}


def main(names: list[str]) -> int:
    """Measure and print; 1 if anything is slower than it is wanted to be."""
    return max([BENCHES[name]() for name in names or BENCHES])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
