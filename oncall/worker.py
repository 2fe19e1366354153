"""The worker process: does what the queue announces, one job after another, whatever happens to the queue."""

import signal
import time
from contextlib import suppress
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from oncall.settings import Settings

log = structlog.get_logger(__name__)

QUEUE = "oncall"
LONGEST_WAIT = 2  # seconds between two attempts to reach the queue


class Worker(SimpleWorker):
    """RQ's worker without a fork or a command channel, and quiet about an outage after its first line."""

    max_connection_wait_time = LONGEST_WAIT
    asked_to_stop = False

    def subscribe(self) -> None:
        """Listen to no commands from the queue: nobody sends any, and the channel dies of an outage."""

    def request_stop(self, *_: object) -> None:
        """Stop after the job in hand; RQ's own way would first write to a queue that may be away."""
        self.asked_to_stop = True
        if self.get_state() != WorkerStatus.BUSY:
            raise _Leave
        self._stop_requested = True

    def handle_job_failure(self, *args: Any, **kwargs: Any) -> None:
        """A failed job keeps no traceback in the queue, which would quote what it was about: see the log."""
        super().handle_job_failure(*args, **{**kwargs, "exc_string": "job_failed"})

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        """Say that we live; said once when the queue does not hear it, and once when it does again."""
        try:
            super().heartbeat(*args, **kwargs)
        except RedisError:
            _outage.begins()
            raise
        _outage.ends()


class _Outage:
    """Whether the queue is out of reach, said once each way."""

    def __init__(self) -> None:
        self._now = False

    def begins(self) -> None:
        if not self._now:
            log.warning("queue_unreachable")
        self._now = True

    def ends(self) -> None:
        if self._now:
            log.info("queue_reached_again")
        self._now = False


_outage = _Outage()


def work(settings: Settings) -> None:
    """Do jobs until SIGINT or SIGTERM; the job in hand is finished. The queue may be away at any time."""
    settings.require("redis_url")
    assert settings.redis_url is not None
    with suppress(_Leave):
        while not _worked(settings.redis_url):
            time.sleep(1)


class _Leave(Exception):  # noqa: N818  (a request, not an error)
    """Somebody wants us to stop while we wait for the queue."""


def _leave(*_: object) -> None:
    raise _Leave


def _worked(redis_url: str) -> bool:
    """Do jobs for as long as the queue lets us; whether it was we who stopped."""
    worker = None
    for number in (signal.SIGINT, signal.SIGTERM):  # until RQ has set its own
        signal.signal(number, _leave)
    try:
        worker = Worker(
            [QUEUE],
            connection=Redis.from_url(redis_url, socket_connect_timeout=2, retry=None),
            serializer=JSONSerializer,
            worker_ttl=60,
            maintenance_interval=30,
            log_job_description=False,
            exception_handlers=[_log_failure],
        )
        worker.work(logging_level="CRITICAL")
    except RedisError:
        _outage.begins()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
    return worker is not None and worker.asked_to_stop


def _log_failure(job: Job, kind: type[BaseException], error: BaseException, trace: Any) -> bool:
    log.error("job_failed", job_id=job.id, exc_info=(kind, error, trace))
    return True
