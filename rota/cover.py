"""Layers, overrides, absences → who is on at an instant, and the shifts and gaps of a span.

There is no horizon: an instant is resolved from what is written, wherever in time it lies. A stretch of
four weeks that is asked about again and again, or as part of a span, is worked out once and kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter

from rota.errors import EmptySpanError, UnknownTierError
from rota.layer import LayerPlan, People
from rota.model import Gap, PersonId, Rota, Shift, Tier
from rota.precedence import On, who
from rota.rotation import NOBODY
from rota.stretches import Stretches
from rota.timeline import NOTHING, Said, Timeline

PLANS_KEPT = 128
SAID = -1


@dataclass(frozen=True, slots=True)
class Cover:
    """A tier in a span: shifts by start, then person; gaps by start. All of it within the span, in UTC."""

    shifts: tuple[Shift, ...]
    gaps: tuple[Gap, ...]


def who_is_on(rota: Rota, tier: str, at: datetime) -> tuple[PersonId, ...]:
    """The people on a tier at an instant (aware, any zone): several if they are on together, none in a gap.

    Costs a search in what is written down, wherever in time the instant lies. Raises UnknownTierError.
    """
    return tuple(plan_of(rota, tier).on_at(at.astimezone(UTC)))


def sources(rota: Rota, tier: str, at: datetime) -> On:
    """As `who_is_on`, and what put each of them there: a layer's name, or `override`."""
    return dict(plan_of(rota, tier).on_at(at.astimezone(UTC)))


def cover(rota: Rota, tier: str, start: datetime, end: datetime) -> Cover:
    """The shifts and gaps of a tier from `start` up to `end` (aware, any zone), cut to that span.

    People on together have shifts that overlap; shifts of one person and source that touch are one.
    Raises UnknownTierError, and EmptySpanError if `end` is not after `start`.
    """
    return Cover(shifts(rota, tier, start, end), gaps(rota, tier, start, end))


def shifts(rota: Rota, tier: str, start: datetime, end: datetime) -> tuple[Shift, ...]:
    """The shifts of a tier, as `cover` has them."""
    return plan_of(rota, tier).shifts(*_span(start, end))


def gaps(rota: Rota, tier: str, start: datetime, end: datetime) -> tuple[Gap, ...]:
    """The gaps of a tier, as `cover` has them."""
    return plan_of(rota, tier).gaps(*_span(start, end))


def _span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        raise EmptySpanError("The time to look at must end after it begins.")
    return start, end


def plan_of(rota: Rota, tier: str) -> "TierPlan":
    """A tier made ready for questions: once for each rota, then kept. Raises UnknownTierError."""
    plan = _plans(rota).get(tier)
    if plan is None:
        raise UnknownTierError(f"The rota has no tier called {tier}.")
    return plan


@lru_cache(maxsize=PLANS_KEPT)
def _plans(rota: Rota) -> dict[str, "TierPlan"]:
    return {tier.name: TierPlan(tier, rota) for tier in rota.tiers}


class TierPlan:
    """One tier of one rota, with everything in it prepared. All instants are in UTC.

    It may be asked from several threads at once: they may work out the same, never something else.
    """

    def __init__(self, tier: Tier, rota: Rota) -> None:
        self._layers = [LayerPlan(layer, rota.zone, rota.is_holiday) for layer in reversed(tier.layers)]
        overrides = [override for override in rota.overrides if override.tier == tier.name]
        self._timeline = Timeline(overrides, rota.absences)
        self._stretches = Stretches(self._resolve)

    def on_at(self, at: datetime) -> On:
        """Who is on at an instant. What comes back may be kept here, and must not be changed."""
        on = self._stretches.on_at(at)
        return self.afresh(at) if on is None else on

    def afresh(self, at: datetime) -> On:
        """Who is on at an instant, worked out for it alone."""
        return who(self._timeline.at(at), ((layer.name, layer.people_at(at)) for layer in self._layers))

    def shifts(self, start: datetime, end: datetime) -> tuple[Shift, ...]:
        """How long each person is on without a break, by what put them there, from `start` up to `end`."""
        shifts: list[Shift] = []
        since: dict[PersonId, datetime] = {}
        before: On = {}
        for at, on in self._stretches.between(start, end):
            for person, source in before.items():
                if on.get(person) != source:
                    shifts.append(Shift(since.pop(person), at, person, source))
            for person, source in on.items():
                if before.get(person) != source:
                    since[person] = at
            before = on
        shifts += [Shift(since[person], end, person, source) for person, source in before.items()]
        return tuple(sorted(shifts, key=attrgetter("start", "person")))

    def gaps(self, start: datetime, end: datetime) -> tuple[Gap, ...]:
        """How long nobody is on without a break, from `start` up to `end`."""
        gaps: list[Gap] = []
        since: datetime | None = None
        for at, on in self._stretches.between(start, end):
            if not on:
                since = since or at
            elif since is not None:
                gaps.append(Gap(since, at))
                since = None
        if since is not None:
            gaps.append(Gap(since, end))
        return tuple(gaps)

    def _resolve(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, On]]:
        """Who is on at `start`, and who at every instant before `end` at which anything changes, in order."""
        changes: list[tuple[datetime, int, Said | People]] = [
            (at, SAID, said) for at, said in self._timeline.changes(start, end)
        ]
        for place, layer in enumerate(self._layers):
            changes += [(at, place, people) for at, people in layer.changes(start, end) if at < end]
        said, offers = NOTHING, [(layer.name, NOBODY) for layer in self._layers]
        for at, together in groupby(sorted(changes, key=itemgetter(0)), key=itemgetter(0)):
            for _, place, change in together:
                if isinstance(change, Said):
                    said = change
                else:
                    offers[place] = (offers[place][0], change)
            yield at, who(said, offers)
