"""Overrides that change nothing: a swap whose shift has moved away from under it. Pure; instants in UTC."""

from dataclasses import replace
from datetime import datetime

from oncall.rotas.stretches import stretches
from rota.model import Override, Rota


def idle(rota: Rota, now: datetime) -> list[Override]:
    """The overrides not yet over without which the same people would be on, in the order of the file.

    Of two that say the same, both are idle: either does without the other.
    """
    return [
        override
        for number, override in enumerate(rota.overrides)
        if override.end > now and _changes_nothing(rota, number, override)
    ]


def _changes_nothing(rota: Rota, number: int, override: Override) -> bool:
    without = replace(rota, overrides=rota.overrides[:number] + rota.overrides[number + 1 :])
    span = override.start, override.end
    return stretches(rota, override.tier, *span) == stretches(without, override.tier, *span)
