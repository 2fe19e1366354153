"""Taking over now: somebody is on a tier from this moment until whoever is on would have been relieved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas import store as rotas
from oncall.rotas.edit import Edit
from oncall.rotas.stretches import stretches
from oncall.service.config import ServiceConfig
from oncall.service.hand_rules import TAKEN_OVER, after_edit, broken, on_alone
from oncall.shifts import ask_store as store
from oncall.shifts.candidates import known_around
from oncall.shifts.change import change_rota
from oncall.shifts.take import PAGE
from rota.checks import Finding
from rota.model import PersonId

ORIGIN = "take_over"
LONGEST = timedelta(days=7)
"""A turn without an end is taken over for a week at most."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """What taking over would do: who is relieved until when, and what it would break."""

    tier: str
    person: str
    relieved: tuple[PersonId, ...]
    start: datetime
    until: datetime
    breaks: tuple[Finding, ...]


def look(work: UnitOfWork, config: ServiceConfig, tier: str, person: str, now: datetime) -> TakeOver:
    """What it would do for somebody to take over a tier now. Raises Problem for what cannot be."""
    if tier not in {each.name for each in config.rota.tiers}:
        raise Problem("There is no such tier.")
    if person not in config.staff or config.staff[person].phone is None:
        raise Problem("Only somebody of the staff who has a phone can take over.")
    start = now.replace(microsecond=0)
    first = stretches(config.rota, tier, start, start + LONGEST)[0]
    definition = rotas.newest(work.session, config.id) or {}
    around = known_around(work.session, config, start, first.end)
    after = after_edit(definition, _edit(config, tier, person, start, first.end))
    breaks = tuple(broken(config, after, start, first.end, around))
    return TakeOver(tier, person, first.people, start, first.end, breaks)


def take_over(
    work: UnitOfWork, config: ServiceConfig, tier: str, person: str, *, by: str, now: datetime
) -> datetime:
    """Do it: who is rung changes with the next call. Until when. Doing it twice does it once."""
    rotas.lock_newest(work.session, config.id)
    plan = look(work, config, tier, person, now)
    if plan.relieved != (person,):
        edit = _edit(config, tier, person, plan.start, plan.until)
        change_rota(work, config, edit, now=now, by=by, origin=ORIGIN)
        store.confirm(work.session, config.id, tier, person, plan.start, now=now, how=PAGE, by=by)
    return plan.until


def _edit(config: ServiceConfig, tier: str, person: str, start: datetime, until: datetime) -> Edit:
    return on_alone(config, tier, person, start, until, TAKEN_OVER)
