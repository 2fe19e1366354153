"""Who is away: what they own comes back to the lead's tray, so that nothing waits for somebody on leave."""

from datetime import datetime

import structlog

from oncall.access.roles import Role
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.changing import record
from oncall.followups.close import forget_offers
from oncall.followups.remind import leading, tell
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring
from rota.model import Absence

log = structlog.get_logger(__name__)


def away(config: ServiceConfig, staff_id: str, now: datetime, due_at: datetime | None) -> bool:
    """Whether somebody has left the service, or is absent now and not back before something is due."""
    if staff_id not in config.staff:
        return True
    return any(due_at is None or due_at < absence.end for absence in _absences(config, staff_id, now))


def leads_here(config: ServiceConfig, now: datetime) -> list[str]:
    """Ids of the team leads who are not away now; of the managers where there is none."""
    here = [one for one in config.staff.values() if not away(config, one.id, now, now)]
    leads = [one.id for one in here if Role.TEAM_LEAD in one.roles]
    return leads or [one.id for one in here if Role.MANAGER in one.roles]


def return_to_tray(w: Wiring) -> int:
    """Take from whoever is away what they own and tell the leads; how many came back. Can be repeated."""
    returned, now = 0, w.now()
    with w.unit_of_work() as work:
        for service_id, staff_id in store.owned(work.session):
            config = config_of(w.config_cache, work.session, service_id)
            if staff_id not in config.staff or _absences(config, staff_id, now):
                returned += _return(work, config, staff_id, now)
    if returned:
        log.info("follow_ups_returned", count=returned)
    return returned


def _return(work: UnitOfWork, config: ServiceConfig, staff_id: str, now: datetime) -> int:
    rows = store.owned_by(work.session, config.id, staff_id)
    theirs = [row for row in rows if away(config, staff_id, now, row.due_at)]
    for row in theirs:
        row.owner = None
        forget_offers(row)
        record(work, row, f"returned:{row.id}:{row.version}", "returned", at=now, by=None, before=staff_id)
        leads = leading(config, (Role.TEAM_LEAD,))
        tell(work, config.id, store.staff_who_see(work.session, row, leads), now)
    return len(theirs)


def _absences(config: ServiceConfig, staff_id: str, now: datetime) -> list[Absence]:
    """Somebody's absences that go on now."""
    return [one for one in config.rota.absences if one.person == staff_id and one.start <= now < one.end]
