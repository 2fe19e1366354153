"""Layers, overrides, absences → who is on at an instant, and the shifts and gaps of a span.

One function, `TierPlan.on_at`, holds the precedence; a span is that same function asked once between each
moment at which anything changes and the next. So an instant and a span can never disagree, and nothing
looks ahead further than it is asked to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from rota.errors import EmptySpanError, UnknownTierError
from rota.layer import LayerPlan
from rota.model import Gap, PersonId, Rota, Shift, Tier
from rota.timeline import NOTHING, Said, Timeline

OVERRIDE = "override"
PLANS_KEPT = 128

NOBODY_ON = (PersonId(""), "")

On = dict[PersonId, str]
"""Who is on, and what put each of them there: a layer's name, or `override`."""


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
    return plan_of(rota, tier).on_at(at.astimezone(UTC))


def cover(rota: Rota, tier: str, start: datetime, end: datetime) -> Cover:
    """The shifts and gaps of a tier from `start` up to `end` (aware, any zone), cut to that span.

    People on together have shifts that overlap; shifts of one person and source that touch are one.
    Raises UnknownTierError, and EmptySpanError if `end` is not after `start`.
    """
    if end <= start:
        raise EmptySpanError("The time to look at must end after it begins.")
    return plan_of(rota, tier).cover(start.astimezone(UTC), end.astimezone(UTC))


def shifts(rota: Rota, tier: str, start: datetime, end: datetime) -> tuple[Shift, ...]:
    """The shifts of a tier, as `cover` has them."""
    return cover(rota, tier, start, end).shifts


def gaps(rota: Rota, tier: str, start: datetime, end: datetime) -> tuple[Gap, ...]:
    """The gaps of a tier, as `cover` has them."""
    return cover(rota, tier, start, end).gaps


def plan_of(rota: Rota, tier: str) -> "TierPlan":
    """A tier made ready for questions: once for each rota, then kept. Raises UnknownTierError."""
    plan = _plans(rota).get(tier)
    if plan is None:
        raise UnknownTierError(f"The rota has no tier called {tier!r}.")
    return plan


@lru_cache(maxsize=PLANS_KEPT)
def _plans(rota: Rota) -> dict[str, "TierPlan"]:
    return {tier.name: TierPlan(tier, rota) for tier in rota.tiers}


class TierPlan:
    """One tier of one rota, with everything in it prepared. All instants are in UTC."""

    def __init__(self, tier: Tier, rota: Rota) -> None:
        self._layers = [LayerPlan(layer, rota.zone, rota.is_holiday) for layer in reversed(tier.layers)]
        overrides = [override for override in rota.overrides if override.tier == tier.name]
        self._timeline = Timeline(overrides, rota.absences)

    def on_at(self, at: datetime) -> On:
        """Who is on: the first offer that, after replacements, leaves somebody not away; then those added.

        An absence is so filled by the next lower layer and not by the next turn.
        """
        said = self._timeline.at(at)
        on: On = {}
        for offer in self._offers(said, at):
            if on := _left(said, offer):
                break
        for person in said.add:
            if person not in said.away:
                on.setdefault(person, OVERRIDE)
        return on

    def cover(self, start: datetime, end: datetime) -> Cover:
        """The shifts and gaps from `start` up to `end`."""
        shifts, gaps = list[Shift](), list[Gap]()
        for began, ended, (person, source) in self._runs(start, end):
            if person:
                shifts.append(Shift(began, ended, person, source))
            else:
                gaps.append(Gap(began, ended))
        return Cover(tuple(sorted(shifts, key=_start_and_person)), tuple(gaps))

    def _runs(
        self, start: datetime, end: datetime
    ) -> Iterator[tuple[datetime, datetime, tuple[PersonId, str]]]:
        """How long each person is on without a break, by what put them there; and nobody, without an id."""
        since: dict[tuple[PersonId, str], datetime] = {}
        for at in self._edges(start, end):
            on = self.on_at(at).items() or {NOBODY_ON} if at < end else set()
            for ending in since.keys() - on:
                yield since.pop(ending), at, ending
            for going_on in on:
                since.setdefault(going_on, at)

    def _offers(self, said: Said, at: datetime) -> Iterator[On]:
        """What is asked, in this order: whoever an override puts there alone, then the layers, last first."""
        for person in said.alone:
            yield {person: OVERRIDE}
        for layer in self._layers:
            yield dict.fromkeys(layer.people_at(at), layer.name)

    def _edges(self, start: datetime, end: datetime) -> list[datetime]:
        """`start`, every instant before `end` at which anything may change, and `end`."""
        edges = {start, end, *self._timeline.edges(start, end)}
        for layer in self._layers:
            edges.update(layer.edges(start, end))
        return sorted(edges)


def _start_and_person(shift: Shift) -> tuple[datetime, PersonId]:
    return shift.start, shift.person


def _left(said: Said, offer: On) -> On:
    """An offer after replacements, in file order, and without those who are away.

    Somebody put in place of another who is on anyway stays there as they were.
    """
    if said is NOTHING:
        return offer
    for replaced, person in said.replace:
        if replaced in offer and person not in said.away:
            offer = _in_place(offer, replaced, person)
    return {person: source for person, source in offer.items() if person not in said.away}


def _in_place(offer: On, replaced: PersonId, person: PersonId) -> On:
    """The offer with `person` where `replaced` stood."""
    if person in offer:
        return {each: source for each, source in offer.items() if each == person or each != replaced}
    return dict((person, OVERRIDE) if each[0] == replaced else each for each in offer.items())
