"""The rota beside the same definition as an iCalendar, resolved by `icalendar` + `recurring-ical-events`.

That is the method of Grafana OnCall. Both must give the same answer, and what is wanted is measured as a
running process does it: what was written has been parsed, each question is resolved from it, and whatever a
library keeps by itself from one question to the next it may keep. Beside it stand, with nothing wanted of
them: the calendar's query made once and kept as well; a question about a rota that was never asked before;
and everything read anew for one question. Time is the processor's, so a busy machine measures the same.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from icalendar import Calendar, Event
from recurring_ical_events import of

from oncall.rotas.rota_file import rota_from_mapping
from rota.cover import gaps, shifts, who_is_on
from rota.model import Rota

PEOPLE = [f"p{number}" for number in range(8)]
BEGINS = datetime(2026, 1, 5, 9, tzinfo=UTC)
YEAR, MONTH, WEEK, HOUR = timedelta(days=364), timedelta(days=30), timedelta(days=7), timedelta(hours=1)
NIGHT = timedelta(hours=15)
TIER = "practitioner"
WANTED = {"who is on at an instant": 1000, "the shifts of 30 days": 50, "the gaps of a year": 20}
TEN_YEARS_AT_MOST = 1.5
LAYERS = (  # priority, first day of the week (from Monday), how many days a week, from that hour, how long
    ("nights", 1, range(5), 17, timedelta(hours=16)),
    ("saturdays", 2, range(5, 6), 9, timedelta(hours=24)),
    ("sundays", 3, range(6, 7), 9, timedelta(hours=24)),
)


def definition(years: int = 1) -> dict[str, Any]:
    """Three layers of weekly turns of eight people, and an override every week; gaps by day."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    layers = [
        {
            "name": name,
            "rotation": {"unit": "week", "from": "2026-01-05T09:00", "people": _turned(priority)},
            "windows": [
                {
                    "days": [days[day] for day in on],
                    "from": f"{hour:02}:00",
                    "until": f"{(hour + length // HOUR) % 24:02}:00",
                }
            ],
        }
        for name, priority, on, hour, length in LAYERS
    ]
    overrides = [
        {
            "tier": TIER,
            "from": f"{start:%Y-%m-%dT%H:%MZ}",
            "until": f"{end:%Y-%m-%dT%H:%MZ}",
            "person": person,
        }
        for start, end, person in _overrides(years)
    ]
    return {"timezone": "UTC", "tiers": [{"name": TIER, "layers": layers}], "overrides": overrides}


def as_calendar() -> Calendar:
    """The same for a year: an event for every person's turn, repeated, and one for each override."""
    made = Calendar()
    for name, priority, on, hour, length in LAYERS:
        for place, person in enumerate(_turned(priority)):
            for day in on:
                start = BEGINS.replace(hour=hour) + place * WEEK + timedelta(days=day)
                rule = {"freq": "weekly", "interval": len(PEOPLE)}
                made.add_component(
                    _event(f"{name}-{place}-{day}", start, start + length, person, priority, rule)
                )
    for number, (start, end, person) in enumerate(_overrides(1)):
        made.add_component(_event(f"override-{number}", start, end, person, 9))
    return Calendar.from_ical(made.to_ical())


def main() -> int:
    """Measure and print; 1 if anything that is kept is slower than is wanted."""
    written, text = definition(), as_calendar().to_ical()
    rota, calendar = rota_from_mapping(written), Calendar.from_ical(text)
    at = random.Random(5)
    moments = [BEGINS + at.random() * (YEAR - WEEK) for _ in range(2000)]
    few = moments[:10]
    assert _asked(rota, few) == _asked_calendar(of(calendar), few)
    assert _shifts(rota) == _calendar_shifts(of(calendar))
    assert _gaps(rota) == _calendar_gaps(of(calendar))
    good = True
    for name, count, ours, theirs in (
        ("who is on at an instant", len(moments), partial(_asked, moments=moments), _first_of(few)),
        ("the shifts of 30 days", 1, _shifts, _calendar_shifts),
        ("the gaps of a year", 1, _gaps, _calendar_gaps),
    ):
        fast = _seconds(partial(ours, rota), 7) / count
        good &= _report(name, fast, _seconds(lambda theirs=theirs: theirs(of(calendar)), 3))
        prepared = of(calendar)
        _beside("the calendar prepared once too", fast, _seconds(partial(theirs, prepared), 5))
        once = _first_of_rota(few) if count > 1 else ours
        _beside(
            "never asked before",
            _seconds(lambda once=once: once(replace(rota)), 7),
            _seconds(lambda theirs=theirs: theirs(of(calendar)), 3),
        )
        _beside(
            "both read anew",
            _seconds(lambda once=once: once(rota_from_mapping(written)), 5),
            _seconds(lambda theirs=theirs: theirs(of(Calendar.from_ical(text))), 3),
        )
    return 0 if good & _ten_years(rota, moments) else 1


def _first_of(moments: list[datetime]) -> Callable[[Any], Any]:
    return lambda query: _asked_calendar(query, moments[:1])


def _first_of_rota(moments: list[datetime]) -> Callable[[Rota], Any]:
    return lambda rota: _asked(rota, moments[:1])


def _beside(name: str, fast: float, slow: float) -> None:
    _say(f"  {name}: {fast * 1e6:.0f} µs and {slow * 1e6:.0f} µs, {slow / fast:.1f} times")


def _report(name: str, fast: float, slow: float) -> bool:
    _say(
        f"{name}: {fast * 1e6:.1f} µs, as a calendar {slow * 1e6:.0f} µs: "
        f"{slow / fast:.0f} times ({WANTED[name]} wanted)"
    )
    return slow / fast >= WANTED[name]


def _ten_years(one: Rota, moments: list[datetime]) -> bool:
    """What ten years of overrides cost, beside one."""
    ten = rota_from_mapping(definition(10))
    _asked(ten, moments)
    ratio = _seconds(lambda: _asked(ten, moments), 7) / _seconds(lambda: _asked(one, moments), 7)
    _say(f"ten years of overrides beside one: {ratio:.2f} times (at most {TEN_YEARS_AT_MOST} wanted)")
    return ratio <= TEN_YEARS_AT_MOST


def _asked(rota: Rota, moments: list[datetime]) -> list[Any]:
    return [who_is_on(rota, TIER, at) for at in moments]


def _shifts(rota: Rota) -> list[Any]:
    return _joined(
        (each.start, each.end, (each.person,)) for each in shifts(rota, TIER, BEGINS, BEGINS + MONTH)
    )


def _gaps(rota: Rota) -> list[Any]:
    return [(gap.start, gap.end) for gap in gaps(rota, TIER, BEGINS, BEGINS + YEAR)]


def _asked_calendar(query: Any, moments: list[datetime]) -> list[Any]:
    return [_winner(query.between(at, at + timedelta(seconds=1)), at) for at in moments]


def _calendar_shifts(query: Any) -> list[Any]:
    return _stretches(query, BEGINS, MONTH)


def _stretches(query: Any, start: datetime, length: timedelta) -> list[Any]:
    """Who is on from when to when, by the highest priority."""
    end = start + length
    events = query.between(start, end)
    edges = sorted({start, end, *(at for one in events for at in (one.start, one.end) if start < at < end)})
    ordered, going, place = sorted(events, key=lambda one: one.start), [], 0
    found = []
    for since, until in pairwise(edges):
        while place < len(ordered) and ordered[place].start <= since:
            going.append(ordered[place])
            place += 1
        going = [one for one in going if one.end > since]
        found.append((since, until, _winner(going, since)))
    return _joined(one for one in found if one[2])


def _calendar_gaps(query: Any) -> list[Any]:
    found, at, end = [], BEGINS, BEGINS + YEAR
    for one in sorted(query.between(BEGINS, end), key=lambda one: one.start):
        if one.start > at:
            found.append((at, min(one.start, end)))
        at = max(at, one.end)
    return [*found, (at, end)] if at < end else found


def _winner(events: list[Any], at: datetime) -> tuple[str, ...]:
    on = [one for one in events if one.start <= at < one.end]
    return (str(max(on, key=lambda one: int(one["PRIORITY"]))["SUMMARY"]),) if on else ()


def _joined(found: Any) -> list[Any]:
    """Touching times of one person made one."""
    joined: list[Any] = []
    for start, end, who in found:
        if joined and joined[-1][1] == start and joined[-1][2] == who:
            joined[-1] = (joined[-1][0], end, who)
        else:
            joined.append((start, end, who))
    return joined


def _overrides(years: int) -> Iterator[tuple[datetime, datetime, str]]:
    for week in range(52 * years):
        start = BEGINS + week * WEEK + timedelta(days=week % 7, hours=8)
        yield start, start + NIGHT, PEOPLE[(week * 3) % 8]


def _turned(by: int) -> list[str]:
    return PEOPLE[by:] + PEOPLE[:by]


def _event(
    uid: str, start: datetime, end: datetime, person: str, priority: int, rule: dict[str, Any] | None = None
) -> Event:
    made = Event()
    for name, value in (("uid", uid), ("dtstart", start), ("dtend", end), ("summary", person)):
        made.add(name, value)
    made.add("priority", priority)
    if rule is not None:
        made.add("rrule", rule)
    return made


def _seconds(work: Callable[[], Any], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
