"""The calendar of a service: days, and on each of them who is on which tier. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oncall.calendar.on_now import names
from oncall.pages.wall_clock import wall_clock
from oncall.rotas.stretches import Stretch, cut
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from rota.model import PersonId
from rota.wallclock import instant

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a day: names of those on, nobody in a gap; `mine` if the reader is one of them.

    `since` and `until` are clock times; None where it comes from the day before or goes on to the next.
    """

    people: tuple[str, ...]
    since: str | None
    until: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the parts of each tier by its name, and what is special about it."""

    date: date
    tiers: Mapping[str, tuple[Part, ...]]
    is_today: bool
    bank_holiday: bool
    office_closed: bool
    clocks: str | None

    @property
    def gap(self) -> bool:
        """Whether somebody is missing at any time out of hours."""
        return any(not part.people for parts in self.tiers.values() for part in parts)


def week_of(day: date) -> tuple[date, date]:
    """The Monday of a day's week and the one after."""
    monday = day - day.weekday() * DAY
    return monday, monday + WEEK


def weeks_of_month(day: date) -> tuple[date, date]:
    """The whole weeks that a day's month touches: their first Monday, and the Monday after them."""
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return week_of(first)[0], week_of(last)[1]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins."""
    return instant(datetime.combine(day, time.min), zone)


def days(
    config: ServiceConfig,
    found: Mapping[str, Sequence[Stretch]],
    span: tuple[date, date],
    *,
    now: datetime,
    reader: PersonId | None,
) -> list[Day]:
    """The days from the first of `span` up to the second, from the stretches of each tier.

    A gap within office hours is none: the office answers. It is left out.
    """
    closed = out_of_hours(config, midnight(span[0], config.zone), midnight(span[1], config.zone))
    shown = {tier: _without_office_hours(parts, closed) for tier, parts in found.items()}
    made = []
    day = span[0]
    while day < span[1]:
        made.append(_day(config, shown, day, now, reader))
        day += DAY
    return made


def _without_office_hours(found: Sequence[Stretch], closed: list[tuple[datetime, datetime]]) -> list[Stretch]:
    gaps = cut([each for each in found if not each.people], closed)
    return sorted([*gaps, *(each for each in found if each.people)], key=lambda each: each.start)


def _day(
    config: ServiceConfig,
    shown: Mapping[str, list[Stretch]],
    day: date,
    now: datetime,
    reader: PersonId | None,
) -> Day:
    start, end = midnight(day, config.zone), midnight(day + DAY, config.zone)
    return Day(
        date=day,
        tiers={
            tier: tuple(_part(config, each, start, end, reader) for each in cut(found, [(start, end)]))
            for tier, found in shown.items()
        },
        is_today=start <= now < end,
        bank_holiday=config.hours.is_holiday(day),
        office_closed=day in config.hours.closures,
        clocks="forward" if end - start < DAY else "back" if end - start > DAY else None,
    )


def _part(
    config: ServiceConfig, stretch: Stretch, start: datetime, end: datetime, reader: PersonId | None
) -> Part:
    return Part(
        people=names(config, stretch.people),
        since=None if stretch.start == start else clock(stretch.start, config.zone),
        until=None if stretch.end == end else clock(stretch.end, config.zone),
        mine=reader in stretch.people,
    )


def clock(at: datetime, zone: ZoneInfo) -> str:
    """The clock time of an instant, with the zone's name in the hour that comes twice."""
    return wall_clock(at, zone).split(" ", 3)[3]
