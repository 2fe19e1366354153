"""Whether the queue answers, asked every two seconds at most: no page waits for a queue that hangs."""

import threading
import time
from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError

EVERY_SECONDS = 2.0
TIMEOUT_SECONDS = 0.2
TRIES = 2
"""The first may meet a connection that an outage has broken."""


class QueueWatch:
    """Knows how the queue was a moment ago. Of several threads one asks, the others take the last answer."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=None
        )
        self._clock = clock
        self._asking = threading.Lock()
        self._asked_at: float | None = None
        self._answers = True

    def answers(self) -> bool:
        """Whether it answers, or did up to two seconds ago; asking takes less than half a second."""
        fresh = self._asked_at is not None and self._clock() - self._asked_at < EVERY_SECONDS
        if not fresh and self._asking.acquire(blocking=False):
            try:
                self._answers = any(self._pings() for _ in range(TRIES))
                self._asked_at = self._clock()
            finally:
                self._asking.release()
        return self._answers

    def _pings(self) -> bool:
        try:
            return bool(self._redis.ping())
        except (RedisError, OSError):
            return False
