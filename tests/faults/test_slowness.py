"""A promise in seconds is kept or broken by us, not by how busy the machine is."""

import os
import threading

from tests.faults.slowness import delays, held_up


def test_of_each_process_the_thread_that_waited_longest_counts():
    before = {1: {"a": 0, "b": 1_000_000_000}, 2: {"c": 0}}
    now = {
        1: {"a": 200_000_000, "b": 1_500_000_000, "new": 9},
        2: {"c": 100_000_000},
        3: {"d": 7_000_000_000},
    }

    assert held_up(before, now) == 0.6


def test_every_thread_of_a_living_process_is_known_and_none_of_a_dead_one():
    assert str(threading.get_native_id()) in delays(os.getpid())
    assert delays(2**30) == {}
