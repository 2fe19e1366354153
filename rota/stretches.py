"""Answers kept: who is on through a stretch of four weeks, worked out once it is worth it.

A single question is cheaper to answer by itself, and so is a span that nobody has asked about. A stretch that
is asked about often, or as part of a second span, is worked out whole; from then on a question is one search
in it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from rota.precedence import On

DAYS = 28
KEPT = 512
ASKED_OFTEN = 16
"""Questions about single instants after which the whole stretch costs no more than they did."""
LONGEST_SPAN = 4096
"""Changes in a span that is still kept until another is asked about."""


class Stretch(NamedTuple):
    """Who is on from each of `starts` up to the next."""

    starts: list[datetime]
    ons: list[On]


class Stretches:
    """The stretches of one tier, of which `resolve` works out any: who is on from when to when."""

    def __init__(self, resolve: Callable[[datetime, datetime], Iterator[tuple[datetime, On]]]) -> None:
        self._resolve = resolve
        self._kept: dict[int, Stretch] = {}
        self._asked: Counter[int] = Counter()
        self._spanned: set[int] = set()
        self._last: tuple[datetime, datetime, Stretch] | None = None

    def on_at(self, at: datetime) -> On | None:
        """Who is on at an instant in UTC; None if that is not known and not worth knowing yet."""
        number = at.toordinal() // DAYS
        stretch = self._kept.get(number)
        if stretch is None:
            self._asked[number] += 1
            if self._asked[number] < ASKED_OFTEN:
                return None
            stretch = self._work_out(number)
        return stretch.ons[bisect_right(stretch.starts, at) - 1]

    def between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, On]]:
        """Who is on at `start`, and from when on who else is up to `end`, in order."""
        numbers = range(start.toordinal() // DAYS, (end - timedelta.resolution).toordinal() // DAYS + 1)
        missing = [number for number in numbers if number not in self._kept]
        if missing and (span := self._span(start, end, missing)) is not None:
            yield from _part(span, start, end)
            return
        for number in numbers:
            yield from _part(self._kept.get(number) or self._work_out(number), start, end)

    def _span(self, start: datetime, end: datetime, missing: list[int]) -> Stretch | None:
        """A span worked out by itself, or the last one again; None if all of it was asked about before."""
        last = self._last
        if last is not None and last[0] <= start and end <= last[1]:
            return last[2]
        if self._spanned.issuperset(missing):
            return None
        self._spanned.update(missing)
        span = self._resolved(start, end)
        if len(span.starts) <= LONGEST_SPAN:
            self._last = start, end, span
        return span

    def _work_out(self, number: int) -> Stretch:
        if len(self._kept) >= KEPT:
            self._kept.clear()
            self._asked.clear()
            self._spanned.clear()
        start = datetime.fromordinal(max(number * DAYS, 1)).replace(tzinfo=UTC)
        stretch = self._kept[number] = self._resolved(start, start + timedelta(days=DAYS))
        return stretch

    def _resolved(self, start: datetime, end: datetime) -> Stretch:
        starts, ons = list[datetime](), list[On]()
        for at, on in self._resolve(start, end):
            if not ons or on != ons[-1] or list(on) != list(ons[-1]):
                starts.append(at)
                ons.append(on)
        return Stretch(starts, ons)


def _part(stretch: Stretch, start: datetime, end: datetime) -> Iterator[tuple[datetime, On]]:
    """What of a stretch lies between two instants; what is on at `start` begins then."""
    first = max(bisect_right(stretch.starts, start) - 1, 0)
    for at, on in zip(stretch.starts[first:], stretch.ons[first:], strict=True):
        if at >= end:
            return
        yield max(at, start), on
