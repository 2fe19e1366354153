"""What the pulse does for handovers: makes each in time, has it climbed for, and notes when we were down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import shift_store, store, watch_store
from oncall.handover.hand_shift import changes_of
from oncall.handover.ladder import MISSING_AFTER
from oncall.handover.managers import on_call_managers, tell_managers
from oncall.handover.remind import schedule
from oncall.handover.tables import HandoverRow
from oncall.handover.tell import Why, tell
from oncall.rotas.store import in_force_since
from oncall.service.config import ServiceConfig
from oncall.service.store import cached_config, services
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Missing:
    """A handover that should have been signed an hour ago; of a shift if it `is_shift`."""

    id: int
    service: str
    until: datetime
    is_shift: bool = False


def keep_handovers(w: Wiring) -> None:
    """Make the handover that is going on and the last one, of every service, and write down their steps.

    Called every quarter of a minute, and as soon as the service is back after it was down; repeating it
    changes nothing.
    """
    with w.unit_of_work() as work:
        down = watch_store.note_beat(work.session, w.now())
        for service in services(work.session):
            config = cached_config(w.config_cache, work.session, service.id, service.version)
            _keep(work, config, w)
    if down is not None:
        log.warning("was_down", seconds=int((down.ended_at - down.began_at).total_seconds()))


def missing(session: Session, reader: Person, now: datetime) -> list[Missing]:
    """Handovers of the reader's services that nobody has signed an hour after their time, oldest first."""
    ids = [one.id for one in store.services_of(session, reader.staff_id)]
    late = store.unsigned(session, ids, before=now - MISSING_AFTER, since=now - SHOWN_FOR)
    return [Missing(row.id, name, row.until) for row, name in late]


def missing_shifts(work: UnitOfWork, reader: Person, w: Wiring) -> list[Missing]:
    """Changes of shift, in the periods that go on, that nobody has accepted an hour after their time."""
    found: list[Missing] = []
    for service in store.services_of(work.session, reader.staff_id):
        config = cached_config(w.config_cache, work.session, service.id, service.version)
        found += late_shifts(work, config, w.now())
    return found


def late_shifts(work: UnitOfWork, config: ServiceConfig, now: datetime) -> list[Missing]:
    """The same of one service."""
    period = config.hours.handover_period(now, config.handover_at)
    row = store.of_period(work.session, config.id, period)
    changes = () if row is None else changes_of(work, row, config)
    late = [one for one in changes if one.late_at(now - MISSING_AFTER)]
    return [Missing(0 if row is None else row.id, config.name, one.at, is_shift=True) for one in late]


def _tell_of_open_shifts(work: UnitOfWork, row: HandoverRow, config: ServiceConfig, now: datetime) -> None:
    """Of a change of shift that nobody has accepted in an hour the managers who are on then hear, once."""
    if row.starts_at <= now < row.until + MISSING_AFTER:
        for one in changes_of(work, row, config):
            if one.late_at(now - MISSING_AFTER):
                then = on_call_managers(config, one.at + MISSING_AFTER)
                people = [person for person in then if person not in one.comes]
                managers = [person.id for person in config.staff.values() if Role.MANAGER in person.roles]
                tell(work, row, Why.SHIFT_OPEN, people or managers, f"{one.at.timestamp():.0f}", now)


def _keep(work: UnitOfWork, config: ServiceConfig, w: Wiring) -> None:
    period = config.hours.handover_period(w.now(), config.handover_at)
    row = store.find_or_make(work.session, config.id, period)
    _follow(work, row, config, w)
    if period.start > in_force_since(work.session, config.id):
        before = config.hours.handover_period(period.start - timedelta(microseconds=1), config.handover_at)
        last = store.find_or_make(work.session, config.id, before)
        _follow(work, last, config, w)


def _follow(work: UnitOfWork, row: HandoverRow, config: ServiceConfig, w: Wiring) -> None:
    schedule(work, row, w)
    tell_managers(work, row, config, w.now())
    _tell_of_open_shifts(work, row, config, w.now())
    shift_store.record_accepted(work.session, row, config.rota.tiers[0].name)
