"""Whether this process can route a call, whether everything behind it answers, and some figures."""

from ipaddress import ip_address

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from oncall import health_store
from oncall.db import deadline
from oncall.wiring import make_redis, wiring

health = Blueprint("health", __name__)

DATABASE_SECONDS = 1.5


@health.get("/healthz")
def can_route() -> Response:
    """200 while this process can route a call."""
    w = wiring()
    return _words(ok=_database_answers() or w.lifeline.can_route(w.now()))


@health.get("/readyz")
def ready() -> Response:
    """200 only when database and queue answer too."""
    return _words(ok=_database_answers() and _queue_answers())


@health.get("/metrics")
def metrics() -> Response:
    """Prometheus text, for a watcher on this machine."""
    if not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104  (an address nobody has)
        abort(404)
    w = wiring()
    with w.unit_of_work() as work:
        outcomes = health_store.contacts_by_outcome(work.session)
        waiting, parked, age = health_store.errands(work.session, w.now())
    registry = CollectorRegistry()
    contacts = Gauge("oncall_contacts", "Contacts kept, by outcome", ["outcome"], registry=registry)
    for outcome, count in outcomes.items():
        contacts.labels(outcome).set(count)
    Gauge("oncall_errands_waiting", "Errands not done yet", registry=registry).set(waiting)
    Gauge("oncall_errands_parked", "Errands that a person must look at", registry=registry).set(parked)
    Gauge("oncall_oldest_errand_seconds", "How long the oldest errand is overdue", registry=registry).set(age)
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")


def _words(*, ok: bool) -> Response:
    return Response("ok\n" if ok else "not ready\n", status=200 if ok else 503, mimetype="text/plain")


def _database_answers() -> bool:
    deadline.begin(DATABASE_SECONDS)
    try:
        with wiring().unit_of_work() as work:
            return health_store.database_answers(work.session)
    except SQLAlchemyError:
        return False
    finally:
        deadline.end()


def _queue_answers() -> bool:
    url = wiring().settings.redis_url
    try:
        return url is not None and bool(make_redis(url).ping())
    except (RedisError, OSError):
        return False
