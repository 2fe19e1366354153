"""Practice time that passes while the pulse beats, once in each of its seconds or more rarely."""

from collections.abc import Callable
from datetime import timedelta

from oncall.clock import GRACE, beat
from oncall.db import outbox
from tests.scenarios.night import Night

LONGEST_STEP = 20.0
"""How many seconds may pass in one step while nothing goes on and no errand comes due."""
QUIET_SECONDS = 8.0


def passes(night: Night, *, every: float = 1.0, then: Callable[[], object] = bool, **units: float) -> None:
    """Let practice time pass, with a beat every so many seconds of it; what others do meanwhile happens.

    `then` is called before any more time passes.
    """
    clock = night.network.clock
    end = clock.now() + timedelta(**units).total_seconds()
    with clock.acting():
        while clock.now() < end:
            clock.sleep(min(max(every, _idle(night)), end - clock.now()))
            beat(night.wiring, mend=False)
        then()


def settle(night: Night, *, within: float = 300.0) -> None:
    """Let practice time pass until nothing rings, no text is on its way and no errand is due."""
    clock = night.network.clock
    end = clock.now() + within
    with clock.acting():
        while _idle(night) < QUIET_SECONDS and clock.now() < end:
            clock.sleep(1.0)
            beat(night.wiring, mend=False)


def _idle(night: Night) -> float:
    """For how many seconds the pulse will have nothing to do: none while anything goes on."""
    if night.network.clock.going_on:
        return 0.0
    with night.wiring.unit_of_work() as work:
        due = outbox.oldest_due(work.session)
    left = LONGEST_STEP if due is None else (due + GRACE - night.now()).total_seconds()
    return min(max(left, 0.0), LONGEST_STEP)
