"""“earlier_of(PT24H, 1 working_day)”, a moment and a calendar → the instant by which something is due.

A rule is read once and applied as often as wanted. The calendar that reckons working days is handed in: the
law's own, which no office closure shortens, or a service's office hours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from triage.errors import TriageError

MOST_DAYS = 10_000
"""Working days, some forty years, beyond which a rule is taken for a slip."""
DEEPEST = 50
"""How many `earlier_of` may stand one within another."""


class UnknownRuleError(TriageError):
    """A due rule that says nothing we know."""


class Roll(StrEnum):
    """What day 1 is for something known on a working day before its opening."""

    STRICT = "strict"  # that same day
    PERMISSIVE = "permissive"  # the next working day, always


class WorkingDays(Protocol):
    """A calendar of working days. Days and clock times are of its own wall clock; instants are in UTC."""

    def day_of(self, at: datetime) -> date:
        """The day on which an instant falls."""

    def is_working_day(self, day: date) -> bool:
        """Whether a day is a working day."""

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""

    def opening(self, day: date) -> datetime:
        """When a working day begins."""

    def closing(self, day: date) -> datetime:
        """When a working day ends."""

    def moment(self, day: date, clock: time) -> datetime:
        """When a clock time comes on a day."""


@dataclass(frozen=True, slots=True)
class Immediate:
    """Due at once."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Due when so much time has passed, on any day and through clock changes."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class EndOfWorkingDay:
    """Due at closing time of the nth working day, day 1 being the first."""

    number: int


@dataclass(frozen=True, slots=True)
class NextWorkingDay:
    """Due at a clock time on day 1; if that is not after the moment, on the next working day."""

    at: time


@dataclass(frozen=True, slots=True)
class EarlierOf:
    """Due when the first of several rules is."""

    rules: tuple["Rule", ...]


Rule = Immediate | Elapsed | EndOfWorkingDay | NextWorkingDay | EarlierOf


def due(rule: Rule, at: datetime, calendar: WorkingDays, roll: Roll = Roll.STRICT) -> datetime:
    """When something known at `at` (aware) is due by a rule: an instant in UTC.

    Raises UnknownRuleError if that is further away than can be reckoned, and what the calendar raises if it
    has no working day.
    """
    match rule:
        case Immediate():
            return at.astimezone(UTC)
        case Elapsed(after):
            return _later(at, after)
        case EndOfWorkingDay(number):
            day = _day_one(at, calendar, roll)
            for _ in range(number - 1):
                day = calendar.next_working_day(day)
            return calendar.closing(day)
        case NextWorkingDay(clock):
            day = _day_one(at, calendar, roll)
            moment = calendar.moment(day, clock)
            return moment if moment > at else calendar.moment(calendar.next_working_day(day), clock)
    return min(due(each, at, calendar, roll) for each in rule.rules)


def read_rule(text: str) -> Rule:
    """Understand a rule as it is written. Raises UnknownRuleError if it says nothing we know.

    Such as `immediate`, `PT90M`, `PT1H30M`, `5 working_days`, `next_working_day 09:00` and
    `earlier_of(PT24H, 1 working_day)`.
    """
    return _read(text.strip(), depth=0)


def _read(text: str, depth: int) -> Rule:
    within = EARLIER_OF.fullmatch(text)
    if within is not None:
        if depth >= DEEPEST:
            raise UnknownRuleError("The rule is nested too deeply.")
        return EarlierOf(tuple(_read(part.strip(), depth + 1) for part in _parts(within[1])))
    for pattern, make in FORMS:
        if (found := pattern.fullmatch(text)) and (rule := make(found)):
            return rule
    raise UnknownRuleError(f"There is no due rule {text[:60]!r}.")


def _parts(text: str) -> list[str]:
    """The text between commas that stand within no brackets of their own."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _elapsed(found: re.Match[str]) -> Rule | None:
    if found[1] is None and found[2] is None:
        return None
    try:
        return Elapsed(timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)))
    except (OverflowError, ValueError):
        return None


def _end_of_working_day(found: re.Match[str]) -> Rule | None:
    number = int(found[1]) if len(found[1]) <= len(str(MOST_DAYS)) else MOST_DAYS + 1
    return EndOfWorkingDay(number) if 1 <= number <= MOST_DAYS else None


def _next_working_day(found: re.Match[str]) -> Rule | None:
    hour, minute = int(found[1]), int(found[2])
    return NextWorkingDay(time(hour, minute)) if hour < 24 and minute < 60 else None


EARLIER_OF = re.compile(r"earlier_of\s*\((.*)\)", re.ASCII | re.DOTALL)
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Rule | None]], ...] = (
    (re.compile(r"immediate"), lambda _: Immediate()),
    (re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?", re.ASCII), _elapsed),
    (re.compile(r"(\d+)\s+working_days?", re.ASCII), _end_of_working_day),
    (re.compile(r"next_working_day\s+(\d{1,2}):(\d{2})", re.ASCII), _next_working_day),
)


def _day_one(at: datetime, calendar: WorkingDays, roll: Roll) -> date:
    """The first working day that counts: the day itself if it has yet to open, else the next."""
    today = calendar.day_of(at)
    if roll is Roll.STRICT and calendar.is_working_day(today) and at < calendar.opening(today):
        return today
    return calendar.next_working_day(today)


def _later(at: datetime, after: timedelta) -> datetime:
    try:
        return at.astimezone(UTC) + after
    except OverflowError:
        raise UnknownRuleError("The rule leads further away than can be reckoned.") from None
