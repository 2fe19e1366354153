"""Where a time of somebody's has gone when the rota is another: the shift it is part of, moved. Pure; UTC.

A shift that still covers the time is the same one, longer or shorter. Otherwise it is the person's nearest
new shift on the tier: one at the same hour of the same weekday before any other. Whoever has a whole shift
has the whole of it wherever it goes; a part of one stays as long as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.rotas.stretches import Span, duties, stretches
from rota.model import Override, PersonId, Rota
from rota.wallclock import instant, reading

REACH = timedelta(days=28)
"""A shift further away than this is another shift."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A part of a shift, where it is now (None: nowhere), and whether it is where it was."""

    before: Span
    now: Span | None

    @property
    def stays(self) -> bool:
        """Whether nothing has become of it."""
        return self.now == self.before


def without(rota: Rota, override: Override) -> Rota:
    """The rota as it would be without one of its overrides."""
    number = rota.overrides.index(override)
    return replace(rota, overrides=rota.overrides[:number] + rota.overrides[number + 1 :])


def times_of(rota: Rota, tier: str, person: PersonId, span: Span) -> list[Span]:
    """When somebody is on a tier in a span, in order."""
    if tier not in {each.name for each in rota.tiers}:
        return []
    found = duties(tier, stretches(rota, tier, *span))
    return [(duty.start, duty.end) for duty in found if duty.person == person]


def where_to(before: Rota, after: Rota, override: Override, now: datetime) -> list[Moved]:
    """What has become of every time at which somebody stands in for another by an override.

    `before` and `after` are two rotas without the override. Nothing goes to a time that is over at `now`.
    """
    assert override.replaced is not None
    around = override.start - REACH, override.end + REACH
    was = times_of(before, override.tier, override.replaced, around)
    is_now = times_of(after, override.tier, override.replaced, around)
    whole, found, used = (override.start, override.end), list[Moved](), set[Span]()
    for duty in was:
        piece = _cut(duty, whole)
        if piece is not None and piece[1] > now:
            to = _where(piece, duty, was, [one for one in is_now if one not in used], before.zone)
            to = to if to is not None and to[1] > now else None
            used.update(one for one in is_now if to is not None and one[0] <= to[0] < one[1])
            found.append(Moved(piece, to))
    return found


def until_relieved(before: Rota, after: Rota, override: Override, now: datetime) -> datetime | None:
    """When whoever was taken over from is relieved by the second rota; None if they are no longer on.

    `before` and `after` are two rotas without the override, which goes on at `now`.
    """
    start = max(override.start, now)
    span = start, override.end + REACH
    was, is_now = stretches(before, override.tier, *span)[0], stretches(after, override.tier, *span)[0]
    if was.people != is_now.people:
        return None
    return is_now.end if was.end == override.end else override.end


def _where(piece: Span, duty: Span, was: Collection[Span], is_now: list[Span], zone: ZoneInfo) -> Span | None:
    same = max(is_now, key=lambda one: _common(one, piece), default=None)
    if same is not None and _common(same, piece) > timedelta(0):
        return same if piece == duty else _cut(piece, same)
    moved = [one for one in is_now if one not in was and abs(one[0] - duty[0]) <= REACH]
    nearest = min(moved, key=lambda one: _unlike(one, duty, zone), default=None)
    if nearest is None or piece == duty:
        return nearest
    return _as_far(piece, duty, nearest, zone)


def _unlike(one: Span, other: Span, zone: ZoneInfo) -> tuple[bool, timedelta]:
    mine, theirs = reading(one[0], zone), reading(other[0], zone)
    same = (mine.weekday(), mine.time()) == (theirs.weekday(), theirs.time())
    return not same, abs(one[0] - other[0])


def _as_far(piece: Span, duty: Span, to: Span, zone: ZoneInfo) -> Span | None:
    """The part of a shift that lies in it as another lay in its own, by the wall clock."""
    by = reading(to[0], zone) - reading(duty[0], zone)
    start, end = (instant(reading(edge, zone).replace(fold=0) + by, zone) for edge in piece)
    return _cut((start, end), to)


def _cut(span: Span, to: Span) -> Span | None:
    start, end = max(span[0], to[0]), min(span[1], to[1])
    return (start, end) if start < end else None


def _common(one: Span, other: Span) -> timedelta:
    return min(one[1], other[1]) - max(one[0], other[0])
