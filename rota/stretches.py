"""Answers kept: who is on through a stretch of four weeks, worked out once it is worth it.

A single question is cheaper to answer by itself. A stretch that is asked about often, or as part of a span,
is worked out whole; from then on a question is one search in it.
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
        for number in range(start.toordinal() // DAYS, (end - timedelta.resolution).toordinal() // DAYS + 1):
            starts, ons = self._kept.get(number) or self._work_out(number)
            first = max(bisect_right(starts, start) - 1, 0)
            for at, on in zip(starts[first:], ons[first:], strict=True):
                if at >= end:
                    return
                yield max(at, start), on

    def _work_out(self, number: int) -> Stretch:
        if len(self._kept) >= KEPT:
            self._kept.clear()
            self._asked.clear()
        start = datetime.fromordinal(max(number * DAYS, 1)).replace(tzinfo=UTC)
        stretch = Stretch([], [])
        for at, on in self._resolve(start, start + timedelta(days=DAYS)):
            if not stretch.ons or list(on.items()) != list(stretch.ons[-1].items()):
                stretch.starts.append(at)
                stretch.ons.append(on)
        self._kept[number] = stretch
        return stretch
