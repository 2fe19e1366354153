"""What is done once a night for each service: its calls are compared with the telephone company's log."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from oncall.calls.reconcile import reconcile
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.service.store import config_of, services
from oncall.wiring import Wiring
from rota.wallclock import instant, reading

log = structlog.get_logger(__name__)

AT = time(3, 30)
"""Local. The day before is over, and its last call is."""


class Nightly:
    """Writes down each night's errands, once however many clocks there are."""

    def __init__(self, w: Wiring) -> None:
        self._w = w
        self._done: dict[str, date] = {}

    def put(self) -> None:
        """Write down what is due, if it has not been looked at tonight by this process."""
        now = self._w.now()
        with self._w.unit_of_work() as work:
            for service in services(work.session):
                local = reading(now, config_of(self._w.config_cache, work.session, service.id).zone)
                day = local.date() - timedelta(days=1)
                if local.time() < AT or self._done.get(service.code) == day:
                    continue
                key, subject = f"reconcile:{service.id}:{day}", f"{service.id}:{day}"
                outbox.put(work, "reconcile", key, now=now, subject=subject)
                self._done[service.code] = day


def reconcile_a_day(errand: Errand, w: Wiring) -> None:
    """Compare one service's calls of one day. Raises TelephonyError: it is tried again."""
    service_id, _, written = (errand.subject or "").partition(":")
    with w.unit_of_work() as work:
        config = config_of(w.config_cache, work.session, int(service_id))
    since, until = day_of(date.fromisoformat(written), config.zone)
    found = reconcile(config, since, until, w)
    log.info("calls_compared", service=config.code, day=written, differences=len(found))


def day_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local day as two instants."""
    since, until = datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
    return instant(since, zone), instant(until, zone)
