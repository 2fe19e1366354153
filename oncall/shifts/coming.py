"""Whose shifts there are now and soon, by the rota in force. Pure; instants in UTC."""

from datetime import datetime, timedelta

from oncall.rotas.stretches import Duty, duties, stretches
from oncall.service.config import ServiceConfig

BEGAN_WITHIN, ENDS_WITHIN = timedelta(days=31), timedelta(days=62)
"""How far back the beginning, and how far on the end, of a shift is looked for."""


def coming(config: ServiceConfig, now: datetime, ahead: timedelta) -> list[Duty]:
    """Every shift that goes on, or begins before `now` + `ahead`, by when it began.

    A shift is one person's time on one tier without a break. One that has gone on for over a month begins
    a month ago, and one that never ends two months after all others.
    """
    start, until = now - BEGAN_WITHIN, now + ahead
    end = until + ENDS_WITHIN
    found = (
        duty
        for tier in config.rota.tiers
        for duty in duties(tier.name, stretches(config.rota, tier.name, start, end))
    )
    return sorted(
        (duty for duty in found if duty.end > now and duty.start < until),
        key=lambda duty: (duty.start, duty.tier),
    )
