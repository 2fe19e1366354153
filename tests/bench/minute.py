"""Two hundred calls in one minute, by real processes: none lost, none late, and no more memory at the end."""

from tests.faults.soak import soaked

CALLS, SECONDS = 200, 60.0


def main() -> int:
    """The calls and what became of them; 1 if one is lost or late."""
    wrong = soaked(SECONDS, rate=CALLS / SECONDS, troubles=(), seed=1)
    return 1 if wrong else 0
