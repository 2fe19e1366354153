"""Who is on now and who is next, in one text."""

from datetime import datetime

from oncall.service.config import ServiceConfig
from oncall.service.turns import turn_at
from oncall.words import say
from rota.model import PersonId


def who_is_on(config: ServiceConfig, now: datetime) -> str:
    """Every tier with whoever is on it, until when, and who comes then."""

    def names(people: tuple[PersonId, ...]) -> str:
        known = (config.staff[person].name if person in config.staff else person for person in people)
        return " and ".join(known)

    turns = (turn_at(config.rota, tier.name, now) for tier in config.rota.tiers)
    return say(
        "texts/who",
        tiers=[
            {
                "name": turn.tier,
                "on": names(turn.people),
                "until": turn.until and f"{turn.until.astimezone(config.zone):%a %H:%M}",
                "then": names(turn.then),
            }
            for turn in turns
        ],
    )
