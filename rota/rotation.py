"""Whose turn it is at an instant, in O(1), and when turns begin: everything but turns that count windows.

Turns are counted on the wall clock, from the time that was written, and only then turned into instants; so
a turn is as long as the clocks make it, and one that lies wholly in a missing hour has no length and never
comes.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rota.model import PersonId, Rotation, Unit, Window
from rota.wallclock import LATEST, instant, reading

STEPS = {Unit.HOUR: timedelta(hours=1), Unit.DAY: timedelta(days=1), Unit.WEEK: timedelta(weeks=1)}
LONGEST_EVERY = 100_000_000
"""More hours, days, weeks or months than the calendar has: a turn as long as that never ends."""

NOBODY: tuple[PersonId, ...] = ()


def entry(rotation: Rotation, number: int | None) -> tuple[PersonId, ...]:
    """The people whose turn has this number; nobody if there is no turn or the rotation has no people."""
    if number is None or not rotation.people:
        return NOBODY
    return rotation.people[number % len(rotation.people)]


def longest_turn(rotation: Rotation, windows: tuple[Window, ...]) -> timedelta:
    """About how long one turn can be: what a fair share may be missed by."""
    if rotation.unit is Unit.WINDOW:
        whole_days = any(window.until_day is not None for window in windows)
        return rotation.every * timedelta(days=7 if whole_days else 1)
    return rotation.every * STEPS.get(rotation.unit, timedelta(days=31))


class Turns:
    """The turns of one rotation that counts hours, days, weeks or months, ready to be asked."""

    def __init__(self, rotation: Rotation, zone: ZoneInfo) -> None:
        self._start = rotation.start
        self._zone = zone
        self._every = min(rotation.every, LONGEST_EVERY)
        self._step = self._every * STEPS[rotation.unit] if rotation.unit in STEPS else None

    def number_at(self, at: datetime) -> int | None:
        """The number of the turn at an instant in UTC, from 0; None before the first."""
        if at < self._start.instant:
            return None
        local = reading(at, self._zone)
        number = max(self._counted(local), 0)
        if local.fold:
            # The clocks show this hour again: a turn that begins later in it began the first time.
            while self.begins(number + 1) <= at:
                number += 1
        return number

    def turn_at(self, at: datetime) -> tuple[int | None, datetime]:
        """As `number_at`, and up to which instant it is so."""
        number = self.number_at(at)
        return number, self._start.instant if number is None else self.begins(number + 1)

    def begins(self, number: int) -> datetime:
        """The instant at which a turn begins: that of the next turn, if the clocks leave it no time."""
        return max(self._start.instant, instant(self._local(number), self._zone))

    def from_to(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
        """The turn at `start`, if any, and every turn that begins before `end`: since when, and which.

        Of turns that begin together, the clocks leave all but the last no time.
        """
        number = self.number_at(start)
        if number is not None:
            yield start, number
        number = -1 if number is None else number
        while (begins := self.begins(number := number + 1)) < end:
            yield begins, number

    def _counted(self, local: datetime) -> int:
        """How many turns have begun after the first when the wall clock reads `local`."""
        first = self._start.local
        if self._step is not None:
            return (local - first) // self._step
        number = ((local.year - first.year) * 12 + local.month - first.month) // self._every
        return number if self._local(number) <= local else number - 1

    def _local(self, number: int) -> datetime:
        """What the wall clock reads when a turn begins."""
        if self._step is None:
            return _months_after(self._start.local, number * self._every)
        try:
            return self._start.local + number * self._step
        except OverflowError:
            return LATEST.replace(tzinfo=None)


def _months_after(start: datetime, months: int) -> datetime:
    """The same day and time so many months on, or the last day of that month if it is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 0 < year < LATEST.year:
        return LATEST.replace(tzinfo=None)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
