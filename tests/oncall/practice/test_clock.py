"""Practice time."""

import threading
import time
from datetime import UTC, datetime

import pytest

from oncall.practice.clock import Bell, Clock, Closed


@pytest.fixture
def clock():
    clock = Clock(speed=1000, steady=True)
    yield clock
    clock.close()


def test_what_is_due_first_happens_first_however_busy_the_machine_is(clock):
    happened = []

    def sleeper(seconds):
        clock.sleep(seconds)
        time.sleep(0.005)  # longer, in ours, than the next one has left
        happened.append(seconds)

    with clock.acting():
        for seconds in (5, 3, 1, 4, 2):
            clock.start(sleeper, seconds)
    _wait_for(lambda: clock.going_on == 0)

    assert happened == [1, 2, 3, 4, 5]


def test_a_steady_clock_stands_still_while_anybody_is_at_work(clock):
    with clock.acting():
        before = clock.now()
        time.sleep(0.02)
        assert clock.now() == before


def test_a_held_clock_runs_only_while_its_holder_waits(clock):
    rang = []
    clock.hold()
    began = clock.now()
    clock.start(lambda: (clock.sleep(1), rang.append(clock.now())))
    time.sleep(0.02)

    assert rang == []
    clock.sleep(2)
    assert rang == [began + 1]
    assert clock.now() == began + 2


def test_an_unsteady_clock_runs_on(clock):
    running = Clock(speed=1000)
    with running.acting():
        before = running.now()
        time.sleep(0.02)
        assert running.now() >= before + 20
    running.close()


def test_sleeping_wakes_at_its_time_exactly(clock):
    woke = []

    def sleeper():
        began = clock.now()
        clock.sleep(60)
        woke.append(clock.now() - began)

    clock.start(sleeper)
    _wait_for(lambda: bool(woke))

    assert woke == [pytest.approx(60, abs=0.001)]


def test_a_bell_wakes_whoever_waits_for_what_has_come_true(clock):
    bell, came, saw = Bell(clock), threading.Event(), []
    clock.start(lambda: saw.append(bell.wait(came.is_set, 10_000)))

    bell.ring()  # too early: it has not come true
    came.set()
    bell.ring()
    _wait_for(lambda: bool(saw))

    assert saw == [True]


def test_closing_wakes_everybody(clock):
    ended = []

    def sleeper():
        try:
            clock.sleep(10_000_000)
        except Closed:
            ended.append("closed")
            raise

    clock.start(sleeper)
    clock.close()
    _wait_for(lambda: bool(ended))

    assert clock.going_on == 0


def test_it_tells_the_date_it_was_started_with():
    clock = Clock(steady=True, starts_at=datetime(2026, 11, 2, 21, 0, tzinfo=UTC))

    with clock.acting():
        assert clock.utc().isoformat().startswith("2026-11-02T21:00:00")
    clock.close()


def _wait_for(condition):
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.002)
