"""Overrides and absences → what they say at an instant, found by one search however many there are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from rota.model import Absence, Change, Override, PersonId


@dataclass(frozen=True, slots=True)
class Said:
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
    by_change: dict[Change, list[Override]] = {change: [] for change in Change}
    away = set()
    for item in in_force:
        if isinstance(item, Absence):
            away.add(item.person)
        else:
            by_change[item.change].append(item)
    away.update(item.person for item in by_change[Change.REMOVE])
    return Said(
        away=frozenset(away),
        alone=tuple(item.person for item in reversed(by_change[Change.ALONE])),
        replace=tuple(
            (item.replaced, item.person) for item in by_change[Change.REPLACE] if item.replaced is not None
        ),
        add=tuple(item.person for item in by_change[Change.ADD]),
    )
