"""Who is on each tier now, until when, and who is next. Pure; instants in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.rotas.stretches import stretches
from oncall.service.config import ServiceConfig
from rota.model import PersonId

AHEAD = timedelta(days=62)
"""How far ahead is looked for the next change: two months."""


@dataclass(frozen=True, slots=True)
class OnTier:
    """Names of those on a tier now, and of those after them; nobody is an empty tuple.

    `until` is None, and nobody is next, if nothing changes in two months.
    """

    tier: str
    people: tuple[str, ...]
    until: datetime | None
    then: tuple[str, ...]


def on_now(config: ServiceConfig, now: datetime) -> list[OnTier]:
    """Every tier of a service, in the order in which they are rung."""
    return [_on_tier(config, tier.name, now) for tier in config.rota.tiers]


def names(config: ServiceConfig, people: tuple[PersonId, ...]) -> tuple[str, ...]:
    """What staff are called; the id of whoever is no longer on the staff."""
    known = config.staff
    return tuple(known[person].name if person in known else person for person in people)


def _on_tier(config: ServiceConfig, tier: str, now: datetime) -> OnTier:
    found = stretches(config.rota, tier, now, now + AHEAD)
    if len(found) == 1:
        return OnTier(tier, names(config, found[0].people), None, ())
    return OnTier(tier, names(config, found[0].people), found[0].end, names(config, found[1].people))
