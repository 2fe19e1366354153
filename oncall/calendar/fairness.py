"""Who was and will be on call how much: nights, weekends, bank holidays, rest, disturbed time. Pure; in UTC.

The past as it was recorded, the future by the rota. Only time out of hours counts: by day the office answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from oncall.rotas.known import Known
from oncall.rotas.stretches import Duty, Span, cut, duties, merged
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from rota.wallclock import instant

NIGHT_FROM, NIGHT_UNTIL = time(23), time(6)
"""A night is one that anybody would miss sleep in: the law's night time, 23:00 to 06:00."""
DAY, MINUTE, NO_TIME = timedelta(days=1), timedelta(minutes=1), timedelta(0)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Share:
    """One person's share of a period. `rest` is the shortest between two shifts, None if there is one."""

    person: str
    standby: timedelta
    nights: int
    weekend_days: int
    bank_holidays: int
    most_nights_running: int
    rest: timedelta | None
    disturbances: int
    disturbed: timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """What everybody's share is made of: standby out of hours by tier, and every disturbance in it."""

    shares: tuple[Share, ...]
    standby: tuple[Duty, ...]
    disturbed: tuple[tuple[str, datetime, datetime], ...]


def fairness(
    config: ServiceConfig,
    known: Known,
    disturbed: Sequence[tuple[str, datetime, datetime]],
    start: datetime,
    end: datetime,
) -> Period:
    """Everybody's share from `start` up to `end`, most nights first; of those who have none, nobody's."""
    closed = out_of_hours(config, start, end)
    whole = {tier.name: known.stretches(tier.name) for tier in config.rota.tiers}
    standby = [
        Duty(tier, person, each.start, each.end)
        for tier, found in whole.items()
        for each in cut(found, closed)
        for person in each.people
    ]
    spells = [duty for tier, found in whole.items() for duty in duties(tier, found)]
    by_person = _spans(standby)
    called = _by_person(disturbed)
    shares = [
        _share(config, person, spans, _spans(spells).get(person, []), called.get(person, []))
        for person, spans in by_person.items()
    ]
    return Period(
        tuple(sorted(shares, key=lambda one: (-one.nights, -one.standby, one.person))),
        tuple(sorted(standby, key=lambda duty: (duty.person, duty.start, duty.tier))),
        tuple(disturbed),
    )


def kind_of_day(config: ServiceConfig, at: datetime) -> str:
    """What pay goes by: `bank_holiday`, `weekend` or `weekday`, of the day on which something begins."""
    day = at.astimezone(config.zone).date()
    if config.hours.is_holiday(day):
        return "bank_holiday"
    return "weekend" if day.weekday() >= SATURDAY else "weekday"


def _share(
    config: ServiceConfig, person: str, standby: list[Span], spells: list[Span], called: list[Span]
) -> Share:
    zone = config.zone
    nights = sorted({day for span in standby for day in _nights(span, zone)})
    days = {day for span in standby for day in _days(span, zone)}
    rests = [after[0] - before[1] for before, after in pairwise(merged(spells))]
    return Share(
        person=person,
        standby=_total(standby),
        nights=len(nights),
        weekend_days=sum(day.weekday() >= SATURDAY for day in days),
        bank_holidays=sum(config.hours.is_holiday(day) for day in days),
        most_nights_running=_running(nights),
        rest=min(rests, default=None),
        disturbances=len(called),
        disturbed=_total(merged(called)),
    )


def _spans(found: Iterable[Duty]) -> dict[str, list[Span]]:
    """Everybody's times, on whatever tier, in order and apart."""
    by_person: defaultdict[str, list[Span]] = defaultdict(list)
    for duty in found:
        by_person[duty.person].append((duty.start, duty.end))
    return {person: merged(spans) for person, spans in by_person.items()}


def _by_person(disturbed: Iterable[tuple[str, datetime, datetime]]) -> Mapping[str, list[Span]]:
    by_person: defaultdict[str, list[Span]] = defaultdict(list)
    for person, start, end in disturbed:
        by_person[person].append((start, end))
    return by_person


def _nights(span: Span, zone: ZoneInfo) -> Iterator[date]:
    """The evenings of the nights that a span touches."""
    for day in _days((span[0] - DAY, span[1]), zone):
        begins = instant(datetime.combine(day, NIGHT_FROM), zone)
        ends = instant(datetime.combine(day + DAY, NIGHT_UNTIL), zone)
        if span[0] < ends and begins < span[1]:
            yield day


def _days(span: Span, zone: ZoneInfo) -> Iterator[date]:
    """The days that a span touches."""
    day, last = (at.astimezone(zone).date() for at in (span[0], span[1] - timedelta.resolution))
    while day <= last:
        yield day
        day += DAY


def _running(nights: Sequence[date]) -> int:
    """The most nights one after another."""
    most = now = 0
    before: date | None = None
    for night in nights:
        now = now + 1 if before is not None and night - before == DAY else 1
        most, before = max(most, now), night
    return most


def _total(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), NO_TIME)
