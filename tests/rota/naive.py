"""The rota file resolved the slow and obvious way, straight from the contract, to hold the engine against.

Time is a row of minutes, or of quarters of an hour. A zone's clock is read at each of them, every turn and
window is painted on the row in order, and precedence is asked at each place. Nothing here is shared with
the engine.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Clock:
    """What the clocks of a zone read from a UTC midnight on, for so many days, every `step` minutes."""

    def __init__(self, zone: str, first: date, days: int, step: int = 1) -> None:
        self.start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        self.step = step * MINUTE
        self.length = days * DAY // self.step
        info = ZoneInfo(zone)
        instants = (self.start + number * self.step for number in range(self.length))
        self.readings = [at.astimezone(info).replace(tzinfo=None, fold=0) for at in instants]
        self._first: dict[datetime, int] = {}
        for number, reading in enumerate(self.readings):
            self._first.setdefault(reading, number)

    def at(self, reading: datetime) -> int:
        """Where on the row the clocks first read so, or, if they never do, more; cut to the row."""
        if reading < self.readings[0]:
            return (reading - self.readings[0]) // self.step
        while reading not in self._first:
            if reading > self.readings[-1]:
                return self.length
            reading += self.step
        return self._first[reading]

    def written(self, text: str) -> int:
        """Where on the row a local time is."""
        return self.at(datetime.fromisoformat(text))


@lru_cache(maxsize=32)
def clock(zone: str, first: date, days: int, step: int) -> Clock:
    """A clock, kept: reading it takes a while."""
    return Clock(zone, first, days, step)


def resolve(
    document: dict[str, Any], read: Clock, is_holiday: Callable[[date], bool]
) -> list[tuple[tuple[str, str], ...]]:
    """Who is on the only tier, and what put them there, at every place on the row, ordered by person."""
    tier = document["tiers"][0]
    layers = [(layer["name"], _painted(layer, read, is_holiday)) for layer in tier["layers"]]
    changes = document.get("overrides", []) + document.get("absences", [])
    in_force = [0] * read.length
    for number, change in enumerate(changes):
        for minute in range(max(0, read.written(change["from"])), read.written(change["until"])):
            in_force[minute] |= 1 << number
    known: dict[Any, tuple[tuple[str, str], ...]] = {}
    answers = []
    for minute in range(read.length):
        turns = tuple((name, people[minute]) for name, people in layers)
        key = (in_force[minute], turns)
        if key not in known:
            force = [change for number, change in enumerate(changes) if in_force[minute] >> number & 1]
            known[key] = tuple(sorted(_on(turns, force).items()))
        answers.append(known[key])
    return answers


def _on(turns: tuple[tuple[str, tuple[str, ...]], ...], force: list[dict[str, str]]) -> dict[str, str]:
    """Section 5 of the contract, sentence by sentence."""
    overrides = [change for change in force if "tier" in change]
    away = {change["person"] for change in force if "tier" not in change}
    away |= {change["remove"] for change in overrides if "remove" in change}
    offers = [{o["person"]: "override"} for o in reversed(overrides) if "person" in o and "replace" not in o]
    offers += [dict.fromkeys(people, name) for name, people in reversed(turns)]
    on: dict[str, str] = {}
    for offer in offers:
        for change in overrides:
            if change.get("replace") in offer and change["person"] not in away:
                left = {person: source for person, source in offer.items() if person != change["replace"]}
                offer = left | {change["person"]: "override"}
        on = {person: source for person, source in offer.items() if person not in away}
        if on:
            break
    for change in overrides:
        if "add" in change and change["add"] not in away and change["add"] not in on:
            on[change["add"]] = "override"
    return on


def _painted(layer: dict[str, Any], read: Clock, is_holiday: Callable[[date], bool]) -> list[tuple[str, ...]]:
    """Whom a layer offers at every place on the row."""
    rotation, row = layer["rotation"], [()] * read.length
    people = [tuple(each) if isinstance(each, list) else (each,) for each in rotation["people"]]
    start = read.written(rotation["from"])
    if not people:
        return row
    windows = _windows(layer["windows"], read, is_holiday) if layer.get("windows") else None
    turns = [] if rotation["unit"] == "window" else _turns(rotation, read)
    if windows is None:
        spans = turns
    elif rotation["unit"] == "window":
        counted = [span for span in windows if span[0] >= start]
        spans = [(begin, end, number // rotation["every"]) for number, (begin, end) in enumerate(counted)]
    else:
        spans = [(b, e, number) for b, e in windows for tb, te, number in turns if tb <= b < te]
    cut_from = read.written(layer["from"]) if "from" in layer else 0
    cut_until = read.written(layer["until"]) if "until" in layer else read.length
    for begin, end, number in spans:
        for minute in range(max(begin, cut_from, 0), min(end, cut_until, read.length)):
            row[minute] = people[number % len(people)]
    return row


def _turns(rotation: dict[str, Any], read: Clock) -> list[tuple[int, int, int]]:
    """Begin, end and number of every turn that begins on the row."""
    first, spans, number = datetime.fromisoformat(rotation["from"]), [], 0
    while (begin := read.at(_later(first, rotation, number))) < read.length:
        spans.append((begin, read.at(_later(first, rotation, number + 1)), number))
        number += 1
    return spans


def _later(first: datetime, rotation: dict[str, Any], number: int) -> datetime:
    steps = number * rotation["every"]
    if rotation["unit"] == "month":
        months = first.year * 12 + first.month - 1 + steps
        year, month = months // 12, months % 12 + 1
        return first.replace(year=year, month=month, day=min(first.day, monthrange(year, month)[1]))
    return first + steps * timedelta(**{rotation["unit"] + "s": 1})


def _windows(
    windows: list[dict[str, Any]], read: Clock, is_holiday: Callable[[date], bool]
) -> list[tuple[int, int]]:
    """Begin and end of every window, overlaps settled, in order."""
    found = []
    day = read.readings[0].date() - 10 * DAY
    while day <= read.readings[-1].date():
        for window in windows:
            days = window.get("days", NAMES)
            if NAMES[day.weekday()] in days or ("holiday" in days and is_holiday(day)):
                begin = datetime.combine(day, time.fromisoformat(window["from"]))
                found.append((read.at(begin), read.at(_end(begin, window["until"]))))
        day += DAY
    settled, taken = [], -1
    for begin, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if max(begin, taken) < end:
            settled.append((max(begin, taken), end))
        taken = max(taken, end)
    return settled


def _end(begin: datetime, until: str) -> datetime:
    """The first moment after the window began that reads as `until` does."""
    *day, text = until.split()
    end = datetime.combine(begin, time.fromisoformat(text))
    while end <= begin or (day and NAMES[end.weekday()] != day[0]):
        end += DAY
    return end
