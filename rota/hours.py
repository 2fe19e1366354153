"""Office hours, closures, holidays: in hours? next opening? the nth working day? which handover?

A working day is a day for which there are hours, that is no bank holiday and no closure. Everything else is
out of hours. Instants are aware and in UTC; days and clock times are those of the wall clock in `zone`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rota.errors import NeverOpenError
from rota.model import never
from rota.wallclock import EARLIEST, LATEST, instant, reading

DAY = timedelta(days=1)
LOOK_DAYS = 3660
"""How many days are searched for a working day before there is taken to be none: ten years."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From opening up to closing on one day. Closing at midnight (00:00) is the end of that day."""

    opens: time
    closes: time


NINE_TO_FIVE = Hours(time(9), time(17))


@dataclass(frozen=True, slots=True)
class HandoverPeriod:
    """From one handover to the next: every instant belongs to exactly one, and they join without a gap.

    It starts at the handover time of one working day and ends at that of the next. `closed_from` is when
    the office closes on the first of them: from then up to `end`, which a weekend or a bank holiday makes
    long, the line is out of hours. A contact within office hours belongs to the handover of the next
    working day.
    """

    start: datetime
    end: datetime
    closed_from: datetime


@dataclass(frozen=True)
class OfficeHours:
    """When a service's office is open.

    `weekly` has hours by weekday (Monday is 0); `dated` has those of certain dates, None for none. Without
    `is_holiday` there are no bank holidays.
    """

    zone: ZoneInfo
    weekly: Mapping[int, Hours]
    dated: Mapping[date, Hours | None] = field(default_factory=dict)
    is_holiday: Callable[[date], bool] = never
    closures: frozenset[date] = frozenset()

    def hours_on(self, day: date) -> Hours | None:
        """The hours of a working day; None on any other day."""
        hours = self.dated[day] if day in self.dated else self.weekly.get(day.weekday())
        if hours is None or day in self.closures or self.is_holiday(day):
            return None
        return hours

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all on a day."""
        return self.hours_on(day) is not None

    def is_open(self, at: datetime) -> bool:
        """Whether an instant is in office hours."""
        day = self.day_of(at)
        return self.is_working_day(day) and self.opening(day) <= at < self.closing(day)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant after `at` at which the office opens; None if it never does within ten years."""
        day = self.day_of(at)
        if self.is_working_day(day) and at < self.opening(day):
            return self.opening(day)
        try:
            return self.opening(self.next_working_day(day))
        except NeverOpenError:
            return None

    def next_working_day(self, day: date) -> date:
        """The first working day after a day. Raises NeverOpenError if there is none within ten years."""
        return self._working_day(day, DAY)

    def last_working_day(self, day: date) -> date:
        """The last working day before a day. Raises NeverOpenError if there is none within ten years."""
        return self._working_day(day, -DAY)

    def day_of(self, at: datetime) -> date:
        """The day on which an instant falls."""
        return reading(at, self.zone).date()

    def opening(self, day: date) -> datetime:
        """When the office opens on a working day."""
        return self.moment(day, self._hours(day).opens)

    def closing(self, day: date) -> datetime:
        """When the office closes on a working day."""
        closes = self._hours(day).closes
        return self.moment(day if closes > time.min else day + DAY, closes)

    def moment(self, day: date, clock: time) -> datetime:
        """The instant at which a clock time comes on a day."""
        return instant(datetime.combine(day, clock), self.zone)

    def handover_period(self, at: datetime, handover_at: time) -> HandoverPeriod:
        """The period between handovers that an instant lies in, each at `handover_at` on a working day.

        Where there is no working day within ten years, before or after, somebody still has to read of the
        night: there is a handover every day.
        """
        today = self.day_of(at)
        handed_over = self.is_working_day(today) and self.moment(today, handover_at) <= at
        try:
            first = today if handed_over else self.last_working_day(today)
            after = self.next_working_day(first)
        except NeverOpenError:
            return self._from_day_to_day(at, handover_at)
        start, end = self.moment(first, handover_at), self.moment(after, handover_at)
        return HandoverPeriod(start, end, closed_from=min(max(start, self.closing(first)), end))

    def _from_day_to_day(self, at: datetime, handover_at: time) -> HandoverPeriod:
        today = self.day_of(at)
        first = today if self.moment(today, handover_at) <= at else today - DAY
        start, end = self.moment(first, handover_at), self.moment(first + DAY, handover_at)
        return HandoverPeriod(start, end, closed_from=start)

    def _hours(self, day: date) -> Hours:
        hours = self.hours_on(day)
        if hours is None:
            raise NeverOpenError(f"The office is closed on {day}.")
        return hours

    def _working_day(self, day: date, step: timedelta) -> date:
        for _ in range(LOOK_DAYS):
            if not EARLIEST.date() < day < LATEST.date():
                break
            day += step
            if self.is_working_day(day):
                return day
        raise NeverOpenError("The office hours leave no working day within ten years.")


def statutory_hours(zone: ZoneInfo, is_holiday: Callable[[date], bool]) -> OfficeHours:
    """Monday to Friday, 09:00 to 17:00, no bank holiday: the law's reckoning, which no closure shortens."""
    return OfficeHours(zone, dict.fromkeys(range(5), NINE_TO_FIVE), is_holiday=is_holiday)
