"""Overrides and absences → what they say at an instant, found by one search however many there are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rota.model import Absence, Change, Override, PersonId


class Said(NamedTuple):
    """What the overrides of one tier, and the absences, say for as long as nothing in them changes.

    `alone` has the last in the file first; `replace` (whom, by whom) and `add` are in file order.
    """

    away: frozenset[PersonId] = frozenset()
    alone: tuple[PersonId, ...] = ()
    replace: tuple[tuple[PersonId, PersonId], ...] = ()
    add: tuple[PersonId, ...] = ()


NOTHING = Said()


class Timeline:
    """What is said from one change to the next, for one tier."""

    def __init__(self, overrides: Sequence[Override], absences: Sequence[Absence]) -> None:
        written: list[Override | Absence] = [*overrides, *absences]
        edges = [(item.start, number) for number, item in enumerate(written)]
        edges += [(item.end, number) for number, item in enumerate(written)]
        self._changes: list[datetime] = []
        self._said = [NOTHING]
        in_force: set[int] = set()
        for at, changing in groupby(sorted(edges), key=itemgetter(0)):
            in_force.symmetric_difference_update(number for _, number in changing)
            self._changes.append(at)
            self._said.append(_said([written[number] for number in sorted(in_force)]))

    def at(self, at: datetime) -> Said:
        """What is said at an instant."""
        return self._said[bisect_right(self._changes, at)]

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, Said]]:
        """What is said at `start`, and then every change before `end`, in order."""
        first, last = bisect_right(self._changes, start), bisect_left(self._changes, end)
        yield start, self._said[first]
        yield from zip(self._changes[first:last], self._said[first + 1 : last + 1], strict=True)


def _said(in_force: Sequence[Override | Absence]) -> Said:
    """Sort what is in force, in file order, by what it does."""
    if not in_force:
        return NOTHING
    away: set[PersonId] = set()
    alone, replace, add = list[PersonId](), list[tuple[PersonId, PersonId]](), list[PersonId]()
    for item in in_force:
        if isinstance(item, Absence) or item.change is Change.REMOVE:
            away.add(item.person)
        elif item.replaced is not None:
            replace.append((item.replaced, item.person))
        else:
            (add if item.change is Change.ADD else alone).append(item.person)
    return Said(frozenset(away), tuple(reversed(alone)), tuple(replace), tuple(add))
