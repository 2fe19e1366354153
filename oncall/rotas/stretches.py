"""Who is on a tier, stretch by stretch: a span cut wherever anybody comes or goes. Pure; instants in UTC.

A shift ends where another layer puts the same person on; people do not notice, so neither does a stretch.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from oncall.rotas.duty_store import InForce
from rota.cover import shifts
from rota.model import PersonId, Rota

Span = tuple[datetime, datetime]
NOBODY: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The same people, in order of id, on a tier from `start` up to `end`; none of them in a gap."""

    start: datetime
    end: datetime
    people: tuple[PersonId, ...]

    @property
    def length(self) -> timedelta:
        """How long it is, through clock changes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's time on one tier without a break, whatever put them there."""

    tier: str
    person: PersonId
    start: datetime
    end: datetime


def stretches(rota: Rota, tier: str, start: datetime, end: datetime) -> list[Stretch]:
    """The span from `start` up to `end` in stretches that touch, gaps among them.

    A tier that the rota does not have is a gap. Raises EmptySpanError if `end` is not after `start`.
    """
    if tier not in {each.name for each in rota.tiers}:
        return [Stretch(start, end, NOBODY)]
    changes: defaultdict[datetime, Counter[PersonId]] = defaultdict(Counter)
    for shift in shifts(rota, tier, start, end):
        changes[shift.start][shift.person] += 1
        changes[shift.end][shift.person] -= 1
    return list(joined(between(changes, start, end)))


def over_versions(pieces: Sequence[InForce], tier: str) -> list[Stretch]:
    """The stretches of a tier by each rota in turn, joined where nobody comes or goes."""
    parts = (each for piece in pieces for each in stretches(piece.rota, tier, piece.start, piece.end))
    return list(joined(parts))


def duties(tier: str, found: Iterable[Stretch]) -> list[Duty]:
    """Each person's time on a tier without a break, by when it begins, from stretches that touch."""
    done: list[Duty] = []
    going: dict[PersonId, Duty] = {}
    for stretch in found:
        done.extend(going.pop(person) for person in going.keys() - set(stretch.people))
        for person in stretch.people:
            began = going.get(person) or Duty(tier, person, stretch.start, stretch.end)
            going[person] = replace(began, end=stretch.end)
    return sorted([*done, *going.values()], key=lambda duty: (duty.start, duty.person))


def cut(found: Iterable[Stretch], spans: Sequence[Span]) -> list[Stretch]:
    """What of these stretches lies in the spans, which are in order and apart, as these are."""
    parts: list[Stretch] = []
    first = 0
    for stretch in found:
        while first < len(spans) and spans[first][1] <= stretch.start:
            first += 1
        for start, end in _while(spans, first, stretch.end):
            parts.append(replace(stretch, start=max(start, stretch.start), end=min(end, stretch.end)))
    return parts


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _while(spans: Sequence[Span], first: int, before: datetime) -> Iterator[Span]:
    for place in range(first, len(spans)):
        if spans[place][0] >= before:
            return
        yield spans[place]


def between(
    changes: Mapping[datetime, Counter[PersonId]], start: datetime, end: datetime
) -> Iterator[Stretch]:
    """A span cut wherever somebody comes (1) or goes (-1)."""
    on: Counter[PersonId] = Counter()
    edges = sorted({start, end, *changes})
    for at, until in pairwise(edges):
        on.update(changes.get(at, Counter()))
        yield Stretch(at, until, tuple(sorted(person for person in on if on[person] > 0)))


def joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches that touch, those with the same people made one."""
    last: Stretch | None = None
    for stretch in found:
        if last is not None and last.people == stretch.people and last.end == stretch.start:
            last = replace(last, end=stretch.end)
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last
