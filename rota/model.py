"""What a rota says: tiers of layers, each a rotation of people; overrides and absences; what comes of them.

Everything here is a value: it is made once, checked by whoever reads it in (`rota.reading`), and never
changed. Instants are aware and in UTC. Wall-clock times are naive and mean the rota's own zone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

PersonId = NewType("PersonId", str)
"""A person on the rota, by the id that staff records give them."""


class Unit(StrEnum):
    """What a rotation counts."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WINDOW = "window"


class Change(StrEnum):
    """What an override does: its person alone, in place of somebody, as well, or not at all."""

    ALONE = "person"
    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment as the wall clock reads and as an instant in UTC.

    Both are kept because a rotation is counted from what was written: weekly from a 01:30 that the clocks
    skip begins at 02:00 that week and at 01:30 every other week.
    """

    local: datetime
    instant: datetime


@dataclass(frozen=True, slots=True)
class Rotation:
    """Whose turn it is: turn k begins `every` × k units after `start` and is entry k modulo their number.

    An entry holds the people on together; an empty one is a turn nobody has.
    """

    unit: Unit
    every: int
    start: Moment
    people: tuple[tuple[PersonId, ...], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the wall clock that begins at `start` on certain days.

    `days` are weekdays (Monday is 0); with `on_holidays` it also begins on bank holidays and closures. It
    ends at `until`: the same day if that is later than `start`, else the next day; or, with `until_day`, on
    the first such weekday and time after it began.
    """

    days: frozenset[int]
    on_holidays: bool
    start: time
    until: time
    until_day: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A rotation, the windows it covers (none: all the time) and the span to which it is cut."""

    name: str
    rotation: Rotation
    windows: tuple[Window, ...] = ()
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """People to be rung before the next tier's are; later layers come before earlier ones."""

    name: str
    layers: tuple[Layer, ...]
    ring_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Override:
    """A change to one tier from `start` up to `end`. `replaced` is set for `Change.REPLACE` alone."""

    tier: str
    start: datetime
    end: datetime
    change: Change
    person: PersonId
    replaced: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from every tier from `start` up to `end`."""

    person: PersonId
    start: datetime
    end: datetime


def never(_: date) -> bool:
    """No day is a holiday."""
    return False


@dataclass(frozen=True, eq=False)
class Rota:
    """All that was written down about who is on call.

    Two rotas are the same only if they are one object: what is prepared for quick answers is kept by that.
    `is_holiday` says whether a day is a bank holiday or a closure.
    """

    zone: ZoneInfo
    tiers: tuple[Tier, ...]
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()
    is_holiday: Callable[[date], bool] = field(default=never, repr=False)

    def people(self) -> frozenset[PersonId]:
        """Everybody this rota names, whether or not a turn ever comes to them."""
        turns = (layer.rotation.people for tier in self.tiers for layer in tier.layers)
        named = {person for entries in turns for entry in entries for person in entry}
        named.update(override.person for override in self.overrides)
        named.update(override.replaced for override in self.overrides if override.replaced is not None)
        return frozenset(named.union(absence.person for absence in self.absences))


@dataclass(frozen=True, slots=True)
class Shift:
    """One person on one tier from `start` up to `end`, without a break.

    `source` is the name of the layer that put them there, or `override`.
    """

    start: datetime
    end: datetime
    person: PersonId
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody is on from `start` up to `end`."""

    start: datetime
    end: datetime
