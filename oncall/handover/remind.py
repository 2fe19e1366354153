"""A handover that is late climbs: the practitioner, a manager, whoever may deputise, every manager.

Each of them is texted and written to at once, and rung a little later while it is still not done.
"""

from datetime import datetime, timedelta

import structlog

from oncall.access.roles import Role
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.away import away
from oncall.handover import store
from oncall.handover.items import left
from oncall.handover.kept_close import tell_who_may_widen
from oncall.handover.ladder import Rung, is_near, steps
from oncall.handover.letter import write, write_to_few
from oncall.handover.ring import have_rung
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.handover.tell import Why, tell
from oncall.rotas.known import known
from oncall.service.config import ServiceConfig
from oncall.service.duty import roster
from oncall.service.store import config_of
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

LEADS = frozenset({Role.TEAM_LEAD, Role.MANAGER})
BEFORE_IT_ENDS = timedelta(seconds=1)
"""Whoever is on then is the last of the period: they sign."""


def schedule(work: UnitOfWork, row: HandoverRow, w: Wiring) -> None:
    """Write down the steps of a handover that is soon due. Repeating it adds nothing: each is done once."""
    now = w.now()
    if not is_near(row.until, now):
        return
    for step in steps(row.until):
        subject = f"{row.id}:{step.rung}"
        key = f"handover_step:{subject}"
        outbox.put(work, "handover_step", key, now=now, subject=subject, due_at=max(step.at, now))


def climb(errand: Errand, w: Wiring) -> None:
    """The time of a step has come: tell people, unless what it wants has been done."""
    number, rung = (errand.subject or "0:practitioner").split(":")
    now, step = w.now(), Rung(rung)
    with w.unit_of_work() as work:
        row = store.lock(work.session, int(number))
        if row is not None and row.signed_at is not None and not step.wants_signature:
            _about_what_is_close(work, row, step, now)
        if row is None or row.state == HandoverState.ACKNOWLEDGED:
            return
        if step.wants_signature and row.signed_at is not None:
            return
        config = config_of(w.config_cache, work.session, row.service_id)
        people = told(work, config, row, step, w)
        why = Why.NOT_ACKNOWLEDGED if row.signed_at is not None else Why.NOT_SIGNED
        why = Why.SIGN if step is Rung.PRACTITIONER else why
        tell(work, row, why, people, step, now)
        write(work, row, why, people, step, now)
        have_rung(work, row, step, people, now)
        log.info("handover_late", handover_id=row.id, rung=step, people=len(people))


def _about_what_is_close(work: UnitOfWork, row: HandoverRow, step: Rung, now: datetime) -> None:
    """What only a few may see still waits for one of them; at last whoever may join them hears of it."""
    _, close = left(work, row)
    write_to_few(work, row, close, step, now)
    if step is Rung.HEAD:
        tell_who_may_widen(work, close, now)


def told(work: UnitOfWork, config: ServiceConfig, row: HandoverRow, rung: Rung, w: Wiring) -> list[str]:
    """Ids of whoever is told at a step, each once; all managers where it would be nobody."""
    managers = [one.id for one in config.staff.values() if Role.MANAGER in one.roles]
    if rung is Rung.PRACTITIONER:
        last = known(work.session, config.id, config.rota, row.until - BEFORE_IT_ENDS, row.until)
        tier = config.rota.tiers[0].name
        found: list[str] = [person for one in last.stretches(tier) for person in one.people]
    elif rung is Rung.MANAGER:
        on_call = [one for tier in roster(config, w.now()).tiers[1:] for one in tier]
        found = [one for one in on_call if one in managers]
    elif rung is Rung.DEPUTY:
        found = [one.id for one in config.staff.values() if one.roles & LEADS]
        found = [one for one in found if not away(config, one, w.now(), w.now())]
    else:
        found = managers
    return list(dict.fromkeys(found)) or managers
