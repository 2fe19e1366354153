"""“Fridays 20:00 to mondays 08:00” → spans, found by instant without walking there.

Windows of one layer that overlap are parted here: the one that began first (of two that begin together, the
longer) stays whole, and the other begins when it ends. Days are worked out in blocks of four weeks, when
first asked for.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rota.model import Window
from rota.wallclock import EARLIEST, LATEST, instant, reading

BLOCK = 28
LONG, SHORT = 9, 3
"""Days before a block in which a window may begin that reaches into it, and what clocks may add: seven if one
names the day on which it ends, else one.
"""
LOOK_AHEAD = 2
"""Days after a block whose windows may begin together with its last: where clocks skip a midnight."""
BLOCKS_KEPT = 1024

DAY = timedelta(days=1)


class Span(NamedTuple):
    """One window on one day: its instants in UTC, its block of days and its place there."""

    start: datetime
    end: datetime
    block: int
    place: int


class Windows:
    """The windows of one layer, ready to be asked."""

    def __init__(self, windows: Sequence[Window], zone: ZoneInfo, is_holiday: Callable[[date], bool]) -> None:
        self._zone = zone
        self._is_holiday = is_holiday
        self._by_weekday = [[window for window in windows if day in window.days] for day in range(7)]
        self._by_holiday = [
            [window for window in windows if day in window.days or window.on_holidays] for day in range(7)
        ]
        self._look_back = LONG if any(window.until_day is not None for window in windows) else SHORT
        self._has_holidays = any(window.on_holidays for window in windows)
        self._blocks: dict[int, tuple[list[datetime], list[Span]]] = {}

    def at(self, at: datetime) -> Span | None:
        """The window that an instant in UTC lies in."""
        day = at.astimezone(self._zone).toordinal()
        for block in range(block_of(day + 1), block_of(day) - 2, -1):
            starts, spans = self._block(block)
            place = bisect_right(starts, at) - 1
            if place >= 0:
                return spans[place] if at < spans[place].end else None
        return None

    def between(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Every window with any time between two instants, whole, in order."""
        first = block_of(reading(start, self._zone).toordinal() - self._look_back)
        last = block_of(reading(end, self._zone).toordinal() + 1)
        for block in range(first, last + 1):
            yield from (span for span in self.of_block(block) if span.start < end and start < span.end)

    def of_block(self, block: int) -> list[Span]:
        """The windows that belong to the days of a block, in order."""
        return self._block(block)[1]

    def _block(self, block: int) -> tuple[list[datetime], list[Span]]:
        known = self._blocks.get(block)
        if known is None:
            if len(self._blocks) >= BLOCKS_KEPT:
                self._blocks.clear()
            spans = self._parted(block)
            known = self._blocks[block] = ([span.start for span in spans], spans)
        return known

    def _parted(self, block: int) -> list[Span]:
        """The windows of a block after overlaps are settled and those without time have gone."""
        first = block * BLOCK
        days = range(first - self._look_back, first + BLOCK + LOOK_AHEAD)
        written = [each for day in days for each in self._on(day)]
        written.sort(key=lambda each: (each[0], LATEST - each[1]))
        taken, spans = EARLIEST, list[Span]()
        for start, end, day in written:
            start = max(start, taken)
            taken = max(end, taken)
            if start < end and first <= day < first + BLOCK:
                spans.append(Span(start, end, block, len(spans)))
        return spans

    def _on(self, ordinal: int) -> Iterator[tuple[datetime, datetime, int]]:
        """Start, end and day of every window that begins on a day, as written."""
        day = date.fromordinal(ordinal)
        special = self._has_holidays and self._is_holiday(day)
        for window in (self._by_holiday if special else self._by_weekday)[day.weekday()]:
            start = datetime.combine(day, window.start)
            yield instant(start, self._zone), instant(window_end(window, start), self._zone), ordinal


def block_of(day: int) -> int:
    """The block that a day, by its ordinal, belongs to."""
    return day // BLOCK


def window_end(window: Window, start: datetime) -> datetime:
    """The wall-clock time at which a window ends that began at `start`, both naive."""
    end = datetime.combine(start, window.until)
    if window.until_day is None:
        return end if end > start else end + DAY
    end += (window.until_day - start.weekday()) % 7 * DAY
    return end if end > start else end + 7 * DAY


class WindowTurns:
    """Turns that count windows: `every` of them to a turn, from the first that begins at or after `start`."""

    def __init__(self, windows: Windows, every: int, start: datetime, zone: ZoneInfo) -> None:
        self._windows = windows
        self._every = every
        self._base = block_of(reading(start, zone).toordinal()) - 1
        nearby = (span for block in range(self._base, self._base + 3) for span in windows.of_block(block))
        self._before = sum(span.start < start for span in nearby)
        self._counts = {self._base: 0}
        self._counted = self._base

    def number_of(self, span: Span) -> int | None:
        """The number of the turn that a window is part of; None if it began before `start`."""
        if span.block < self._base:
            return None
        number = self._windows_before(span.block) + span.place - self._before
        return number // self._every if number >= 0 else None

    def _windows_before(self, block: int) -> int:
        """How many windows the blocks hold from the first up to this one. Counted once, then known.

        Two threads may count the same blocks, and come to the same numbers.
        """
        counted = self._counted
        while counted < block:
            self._counts[counted + 1] = self._counts[counted] + len(self._windows.of_block(counted))
            counted += 1
        self._counted = counted
        return self._counts[block]
