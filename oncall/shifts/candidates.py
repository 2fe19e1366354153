"""Who could be on for a time, in fair order: least on call lately and soon first. Pure; instants in UTC."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.rotas.store import Definition
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from oncall.service.hand_rules import after_edit, broken, on_alone
from rota.checks import Kind
from rota.cover import shifts
from rota.model import PersonId

WEEKS = timedelta(days=28)
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be on: how long they are on call in the weeks around, and what it would break."""

    person: PersonId
    load: timedelta
    breaks: tuple[Kind, ...]


def candidates(
    config: ServiceConfig,
    definition: Definition,
    tier: str,
    span: tuple[datetime, datetime],
    *,
    but: Collection[str] = (),
) -> list[Candidate]:
    """Everybody who could be on a tier for a span: for whom it breaks nothing first, then by load.

    They are the people of the tier's layers and whoever has a role of its name, if they can be rung and are
    not away. Whoever is on another tier meanwhile comes last, and says so.
    """
    rung = can_be_rung(config)
    found = [
        Candidate(person, load(config, person, *span), breaks(config, definition, tier, person, span))
        for person in sorted(_could(config, tier))
        if rung(person) and person not in but and not _away(config, person, span)
    ]
    return sorted(found, key=lambda one: (len(one.breaks), one.load, one.person))


def breaks(
    config: ServiceConfig, definition: Definition, tier: str, person: str, span: tuple[datetime, datetime]
) -> tuple[Kind, ...]:
    """What it would break for somebody to be on a tier for a span; a gap it leaves elsewhere counts."""
    after = after_edit(definition, on_alone(config, tier, person, *span, "asked"))
    found = broken(config, after, *span)
    return tuple(dict.fromkeys(one.kind for one in found if one.person in (person, None)))


def load(config: ServiceConfig, person: str, start: datetime, end: datetime) -> timedelta:
    """How long somebody is on call from four weeks before a span to four weeks after it, on all tiers."""
    span = start - WEEKS, end + WEEKS
    on = (shift for tier in config.rota.tiers for shift in shifts(config.rota, tier.name, *span))
    return sum((shift.end - shift.start for shift in on if shift.person == person), NO_TIME)


def _could(config: ServiceConfig, tier: str) -> set[PersonId]:
    layers = next((each.layers for each in config.rota.tiers if each.name == tier), ())
    named = {person for layer in layers for entry in layer.rotation.people for person in entry}
    return named | {PersonId(one.id) for one in config.staff.values() if tier in one.roles}


def _away(config: ServiceConfig, person: str, span: tuple[datetime, datetime]) -> bool:
    return any(
        one.person == person and one.start < span[1] and span[0] < one.end for one in config.rota.absences
    )
