"""Who would be rung at every moment of a span, and how long a caller would be kept before voicemail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from oncall.service.config import ServiceConfig
from oncall.telephony.ring_time import parts_of
from rota.cover import cover
from rota.ladder import Rung, ladder_at
from rota.model import PersonId

CARRIERS_SECONDS = 5
"""What the telephone company adds to every ringing time."""


@dataclass(frozen=True, slots=True)
class Hunting:
    """How the calls of a service ring round: whom they can ring, and for how long the staffed lines."""

    can_be_rung: Callable[[PersonId], bool]
    office_line_seconds: int
    last_resort_seconds: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which every call rings the same telephones, in this order; nothing is rung after them."""

    start: datetime
    end: datetime
    rungs: tuple[Rung, ...]
    hunts: int = 1
    """How often all of them but the office are rung."""

    @property
    def seconds(self) -> int:
        """How long it takes until the caller is asked for a message."""
        return sum(_longest(rung) * (1 if rung.kind == "office_line" else self.hunts) for rung in self.rungs)

    @property
    def kinds(self) -> frozenset[str]:
        """What is rung: somebody on a tier, the office line, the last resort."""
        return frozenset(rung.kind for rung in self.rungs)


def stretches(config: ServiceConfig, hunting: Hunting, start: datetime, end: datetime) -> list[Stretch]:
    """Whom calls would ring from `start` up to `end` (aware), without a gap, in order."""
    edges = sorted({start, end, *_rota_edges(config, start, end), *_office_edges(config, start, end)})
    hunts = 2 if config.hunt_again else 1
    return [Stretch(since, until, _rungs(config, hunting, since), hunts) for since, until in pairwise(edges)]


def _longest(rung: Rung) -> int:
    return rung.seconds + CARRIERS_SECONDS * len(parts_of(rung.seconds))


def _rungs(config: ServiceConfig, hunting: Hunting, at: datetime) -> tuple[Rung, ...]:
    office = config.office_line is not None and config.hours.is_open(at)
    return ladder_at(
        config.rota,
        at,
        can_be_rung=hunting.can_be_rung,
        office_line_seconds=hunting.office_line_seconds if office else None,
        last_resort_seconds=None if config.last_resort is None else hunting.last_resort_seconds,
    )[:-1]


def _rota_edges(config: ServiceConfig, start: datetime, end: datetime) -> Iterator[datetime]:
    for tier in config.rota.tiers:
        for shift in cover(config.rota, tier.name, start, end).shifts:
            yield from (shift.start, shift.end)


def _office_edges(config: ServiceConfig, start: datetime, end: datetime) -> Iterator[datetime]:
    hours, day = config.hours, config.hours.day_of(start)
    while day <= hours.day_of(end):
        if hours.is_working_day(day):
            yield from (at for at in (hours.opening(day), hours.closing(day)) if start < at < end)
        day += timedelta(days=1)
