"""Knowing whether the queue answers without making anybody wait for it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from oncall.queue_watch import EVERY_SECONDS, QueueWatch


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@contextmanager
def frozen() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


def test_a_queue_answers(queue_url):
    assert QueueWatch(queue_url).answers()


def test_one_that_takes_connections_and_says_nothing_is_down():
    with frozen() as url:
        assert not QueueWatch(url).answers()


def test_one_that_is_gone_is_down_until_it_is_asked_again(queue_url):
    clock = Clock()
    watch = QueueWatch("redis://127.0.0.1:1", clock)
    down = watch.answers()
    watch._redis = QueueWatch(queue_url)._redis
    still = watch.answers()
    clock.at = EVERY_SECONDS

    assert (down, still, watch.answers()) == (False, False, True)
