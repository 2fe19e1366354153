"""Practice time that passes while the pulse beats, once in each of its seconds or more rarely."""

from collections.abc import Callable
from datetime import timedelta

from oncall.clock import beat
from tests.scenarios.night import Night


def passes(night: Night, *, every: float = 1.0, then: Callable[[], object] = bool, **units: float) -> None:
    """Let practice time pass, with a beat every so many seconds of it; what others do meanwhile happens.

    `then` is called before any more time passes.
    """
    clock = night.network.clock
    end = clock.now() + timedelta(**units).total_seconds()
    with clock.acting():
        while clock.now() < end:
            clock.sleep(min(every, end - clock.now()))
            beat(night.wiring, mend=False)
        then()


def settle(night: Night, *, within: float = 300.0) -> None:
    """Let practice time pass until nothing rings, no text is on its way and no errand is due."""
    clock = night.network.clock
    end = clock.now() + within
    quiet = 0
    with clock.acting():
        while quiet < 8 and clock.now() < end:
            clock.sleep(1.0)
            done = beat(night.wiring, mend=False)
            quiet = 0 if done or clock.going_on else quiet + 1
