"""What is made once in a process and handed to whoever asks."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.queue import EnqueueData
from rq.serializers import JSONSerializer
from sqlalchemy.orm import Session, sessionmaker

from oncall.db.engine import WEB_STATEMENT_MS, make_engine, make_sessions
from oncall.db.unit_of_work import UnitOfWork, unit_of_work
from oncall.lifeline.lifeline import Lifeline
from oncall.mail.gateway import Mail
from oncall.now import utc_now as utc_now
from oncall.queue_watch import QueueWatch
from oncall.sealed_files import SealedFiles
from oncall.settings import Settings
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import Telephony

log = structlog.get_logger(__name__)

QUEUE = "oncall"
DELIVER = "oncall.jobs.deliver"
QUIET_SECONDS = 2.0


class Bell:
    """Tells the worker that an errand waits. Never raises, and stays quiet for 2 s after a failure."""

    def __init__(self, redis: "Redis") -> None:
        self._queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        self._quiet_until = 0.0

    def ring(self, row_ids: Sequence[int]) -> None:
        """Queue ids of outbox rows, in one go."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._queue.enqueue_many([_job(row_id) for row_id in row_ids])
        except (RedisError, OSError):
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("bell_not_rung", outbox_ids=list(row_ids))


def _job(row_id: int) -> EnqueueData:
    return Queue.prepare_data(
        DELIVER, (row_id,), description=f"errand {row_id}", result_ttl=0, failure_ttl=86_400
    )


def make_redis(url: str) -> "Redis":
    """A client that gives up quickly: half a second to connect, one to answer, no second try."""
    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=0.5, retry=None)


@dataclass
class Wiring:
    """One process's database, queue, telephone company and clock."""

    settings: Settings
    sessions: sessionmaker[Session]
    ring_bell: Callable[[Sequence[int]], None]
    make_telephony: Callable[[], Telephony]
    now: Callable[[], datetime] = utc_now
    config_cache: dict[int, object] = field(default_factory=dict)
    queue_answers: Callable[[], bool] = lambda: True
    """Whether the queue answers; asking never takes long."""

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction; see `oncall.db.unit_of_work`."""
        return unit_of_work(self.sessions, self.ring_bell)

    @cached_property
    def addresses(self) -> Addresses:
        """Where the telephone company finds this installation."""
        public = self.settings.public_url
        return Addresses(public, self.settings.fallback_url or public)

    @cached_property
    def lifeline(self) -> Lifeline:
        """What answers calls when the database does not."""
        return Lifeline.from_settings(self.settings, self.addresses.public)

    @cached_property
    def recordings(self) -> SealedFiles:
        """The messages that callers have left."""
        return self._sealed("recordings")

    @cached_property
    def calls(self) -> SealedFiles:
        """Calls that were recorded."""
        return self._sealed("calls")

    @cached_property
    def pictures(self) -> SealedFiles:
        """What has come with texts."""
        return self._sealed("pictures")

    @cached_property
    def mail(self) -> Mail | None:
        """Who sends e-mail; None where nobody is set, and in practice, where nothing leaves the machine."""
        if self.settings.practice:
            return None
        from oncall.mail.chosen import make_mail

        return make_mail(self.settings, self.now)

    def _sealed(self, kind: str) -> SealedFiles:
        self.settings.require("secret_key")
        assert self.settings.secret_key is not None
        return SealedFiles(self.settings.data_dir, kind, self.settings.secret_key.get_secret_value())

    @cached_property
    def telephony(self) -> Telephony:
        """The telephone company, made when first needed: a web process hardly ever is in need."""
        return self.make_telephony()


def wire(settings: Settings, *, statement_ms: int = WEB_STATEMENT_MS) -> Wiring:
    """Everything for one process, from its settings; make it after forking. Connects to nothing yet."""
    settings.require("database_url", "redis_url")
    assert settings.database_url is not None
    assert settings.redis_url is not None

    def make_telephony() -> Telephony:
        from oncall.telephony.twilio_gateway import TwilioTelephony

        return TwilioTelephony.from_settings(settings)

    return Wiring(
        settings=settings,
        sessions=make_sessions(make_engine(settings.database_url, statement_ms=statement_ms)),
        ring_bell=Bell(make_redis(settings.redis_url)).ring,
        make_telephony=make_telephony,
        queue_answers=QueueWatch(settings.redis_url).answers,
    )


_wiring: Wiring | None = None
_lent: ContextVar[Wiring | None] = ContextVar("lent", default=None)


def use(made: Wiring | None) -> None:
    """Make `made` this process's wiring; None takes it away (tests)."""
    global _wiring
    _wiring = made


def wiring() -> Wiring:
    """This process's wiring, made from the environment when first asked for."""
    global _wiring
    if (lent := _lent.get()) is not None:
        return lent
    if _wiring is None:
        _wiring = wire(Settings.from_env())
    return _wiring


@contextmanager
def lent(made: Wiring) -> Iterator[None]:
    """Have `wiring()` give `made` to whoever asks during the block: the time of a replay, say."""
    token = _lent.set(made)
    try:
        yield
    finally:
        _lent.reset(token)
