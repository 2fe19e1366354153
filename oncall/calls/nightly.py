"""What the clock has done for each service: calls and signatures looked at by night, the line by the hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from oncall.calls.reconcile import reconcile
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.rotas.store import in_force_since, is_settled
from oncall.service.store import config_of, services
from oncall.wiring import Wiring
from rota.wallclock import instant, reading

log = structlog.get_logger(__name__)

AT = time(3, 30)
"""Local. The day before is over, and its last call is."""


class Nightly:
    """Writes down the errands of each night and hour, once however many clocks there are."""

    def __init__(self, w: Wiring) -> None:
        self._w = w
        self._done: dict[tuple[int, str], str] = {}

    def put(self) -> None:
        """Write down what is due after 03:30: calls are compared, signed handovers held against their seals.
        Every hour while the office is shut there is a test call.

        The rehearsal's telephones are not tried: nobody would look at what came of it. In the first hour of a
        service nothing is due.
        """
        now = self._w.now()
        with self._w.unit_of_work() as work:
            for service in services(work.session):
                if not is_settled(work.session, service.id, now):
                    continue
                config = config_of(self._w.config_cache, work.session, service.id)
                local = reading(now, config.zone)
                if local.time() >= AT:
                    day = str(local.date() - timedelta(days=1))
                    self._once(work, "reconcile", service.id, day, now)
                    self._once(work, "handover_seals", service.id, day, now)
                if not (self._w.settings.practice or config.hours.is_open(now)):
                    self._once(work, "self_test", service.id, f"{now:%Y-%m-%dT%H}", now)

    def _once(self, work: UnitOfWork, kind: str, service_id: int, when: str, now: datetime) -> None:
        """Write an errand down, unless this process has done so before."""
        if self._done.get((service_id, kind)) != when:
            subject = f"{service_id}:{when}"
            outbox.put(work, kind, f"{kind}:{subject}", now=now, subject=subject)
            self._done[service_id, kind] = when


def reconcile_a_day(errand: Errand, w: Wiring) -> None:
    """Compare one service's calls of one day, from when it was first loaded. Raises TelephonyError."""
    service_id, _, written = (errand.subject or "").partition(":")
    with w.unit_of_work() as work:
        config = config_of(w.config_cache, work.session, int(service_id))
        ours_since = in_force_since(work.session, int(service_id))
    since, until = day_of(date.fromisoformat(written), config.zone)
    if until <= ours_since:
        return
    found = reconcile(config, max(since, ours_since), until, w)
    log.info("calls_compared", service=config.code, day=written, differences=len(found))


def day_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local day as two instants."""
    since, until = datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
    return instant(since, zone), instant(until, zone)
