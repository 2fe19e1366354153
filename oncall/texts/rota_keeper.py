"""Whoever keeps the rota is told when a member of staff can no longer be reached by text."""

from datetime import datetime

from oncall.contacts.stopped_store import STOP, why_stopped
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.shifts.texting import keepers
from oncall.texts.write import write_to_staff
from oncall.wiring import Wiring
from oncall.words import say


def tell_rota_keepers(
    work: UnitOfWork, config: ServiceConfig, member: Staff, key: str, now: datetime
) -> None:
    """Text them the id of whoever no text reaches, never a name; `key` is for ever this one telling."""
    why = why_stopped(work.session, config.id, member.phone) or STOP
    for keeper in keepers(config, but=member.id):
        body = say("texts/staff_stopped", staff_id=member.id, why=why)
        write_to_staff(work, config, keeper, body, f"{key}:{keeper.id}", now=now)


def tell_stopped(errand: Errand, w: Wiring) -> None:
    """Tell them of somebody of whom the company has told us that no text reaches them."""
    service_id, _, staff_id = (errand.subject or "0:").partition(":")
    with w.unit_of_work() as work:
        config = config_of(w.config_cache, work.session, int(service_id))
        member = config.staff.get(staff_id)
        if member is not None:
            tell_rota_keepers(work, config, member, f"stopped:errand:{errand.id}", w.now())
