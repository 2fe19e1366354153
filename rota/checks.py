"""What is wrong with a rota's cover in a span: findings, never exceptions.

`gap`           nobody is on a tier.
`double_duty`   somebody is on a tier while they are on an earlier one.
`short_rest`    somebody has under 11 hours between two spells of duty, on whatever tiers.
`no_phone`      somebody is on who cannot be rung.
`not_alone`     somebody is on alone, or among others like them, who is not yet to be.
`unfair_share`  somebody has over a quarter more of a layer's hours than an equal share among its people, and
                over a whole turn more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from rota.cover import Cover, cover
from rota.model import PersonId, Rota, Shift, Tier
from rota.rotation import longest_turn

REST = timedelta(hours=11)
MUCH_MORE = 1.25


class Kind(StrEnum):
    """What a finding is about."""

    GAP = "gap"
    DOUBLE_DUTY = "double_duty"
    SHORT_REST = "short_rest"
    NO_PHONE = "no_phone"
    UNFAIR_SHARE = "unfair_share"
    NOT_ALONE = "not_alone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, from `start` up to `end` in UTC. `person` is None for a gap."""

    kind: Kind
    tier: str
    start: datetime
    end: datetime
    person: PersonId | None
    says: str


def check(
    rota: Rota,
    start: datetime,
    end: datetime,
    can_be_rung: Callable[[PersonId], bool] | None = None,
    learning: Collection[tuple[str, str]] = (),
    past: Mapping[str, Sequence[Shift]] = MappingProxyType({}),
) -> list[Finding]:
    """Everything there is to look at from `start` up to `end` (aware), by start, then tier.

    Without `can_be_rung` nobody's phone is looked at. `learning` are people, each with a tier on which they
    are not to be on alone. `past` has, by tier and in order, who really was on before `start`: rest goes
    by that. Raises EmptySpanError if `end` is not after `start`.
    """
    covers = {tier.name: cover(rota, tier.name, start, end) for tier in rota.tiers}
    spells = [
        spell
        for tier, found in covers.items()
        for spell in _spells(tier, [*past.get(tier, ()), *found.shifts])
    ]
    found = [*_gaps(covers), *_double_duty(spells), *_short_rest(spells)]
    if can_be_rung is not None:
        found += _no_phone(spells, can_be_rung)
    found += _not_alone(covers, learning)
    for tier in rota.tiers:
        found += _unfair_shares(tier, covers[tier.name].shifts, start.astimezone(UTC), end.astimezone(UTC))
    order = {tier.name: number for number, tier in enumerate(rota.tiers)}
    return sorted(found, key=lambda each: (each.start, order[each.tier], each.kind, each.person or ""))


@dataclass(frozen=True, slots=True)
class _Spell:
    """Somebody on one tier without a break, whatever put them there."""

    tier: str
    person: PersonId
    start: datetime
    end: datetime


def _spells(tier: str, shifts: Iterable[Shift]) -> Iterator[_Spell]:
    spells: dict[PersonId, _Spell] = {}
    for shift in shifts:
        last = spells.get(shift.person)
        if last is not None and last.end == shift.start:
            spells[shift.person] = replace(last, end=shift.end)
            continue
        if last is not None:
            yield last
        spells[shift.person] = _Spell(tier, shift.person, shift.start, shift.end)
    yield from spells.values()


def _gaps(covers: Mapping[str, Cover]) -> Iterator[Finding]:
    for tier, found in covers.items():
        for gap in found.gaps:
            yield Finding(Kind.GAP, tier, gap.start, gap.end, None, f"Nobody is on {tier}.")


def _double_duty(spells: Sequence[_Spell]) -> Iterator[Finding]:
    """Each spell against those of the same person on the tiers before it."""
    for person, theirs in _by_person(spells):
        for number, spell in enumerate(theirs):
            for other in theirs[:number]:
                start, end = max(spell.start, other.start), min(spell.end, other.end)
                if start < end:
                    says = f"{person} is on {other.tier} and {spell.tier} at once."
                    yield Finding(Kind.DOUBLE_DUTY, spell.tier, start, end, person, says)


def _short_rest(spells: Sequence[_Spell]) -> Iterator[Finding]:
    for person, theirs in _by_person(spells):
        rest_from: datetime | None = None
        for spell in sorted(theirs, key=attrgetter("start")):
            if rest_from is not None and timedelta(0) < (rest := spell.start - rest_from) < REST:
                says = f"{person} has {_length(rest)} of rest, under {_length(REST)}."
                yield Finding(Kind.SHORT_REST, spell.tier, rest_from, spell.start, person, says)
            rest_from = spell.end if rest_from is None else max(rest_from, spell.end)


def _no_phone(spells: Iterable[_Spell], can_be_rung: Callable[[PersonId], bool]) -> Iterator[Finding]:
    for spell in spells:
        if not can_be_rung(spell.person):
            says = f"{spell.person} is on {spell.tier} and has no phone that can be rung."
            yield Finding(Kind.NO_PHONE, spell.tier, spell.start, spell.end, spell.person, says)


def _not_alone(covers: Mapping[str, Cover], learning: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Each spell of somebody who is learning, without the times of whoever is not on the same tier."""
    for tier, found in covers.items():
        theirs = {person for person, where in learning if where == tier}
        spells = list(_spells(tier, found.shifts)) if theirs else []
        others = sorted((one for one in spells if one.person not in theirs), key=attrgetter("start"))
        for spell in (one for one in spells if one.person in theirs):
            for start, end in _without(spell, others):
                says = f"{spell.person} is on {tier} alone, and not yet to be."
                yield Finding(Kind.NOT_ALONE, tier, start, end, spell.person, says)


def _without(spell: _Spell, others: Iterable[_Spell]) -> Iterator[tuple[datetime, datetime]]:
    """What of a spell none of the others, by start, has any time in."""
    at = spell.start
    for other in others:
        if at < min(other.start, spell.end):
            yield at, min(other.start, spell.end)
        at = max(at, other.end)
    if at < spell.end:
        yield at, spell.end


def _unfair_shares(tier: Tier, shifts: Sequence[Shift], start: datetime, end: datetime) -> Iterator[Finding]:
    """Layer by layer, since nobody expects the same of those who only ever do the Saturdays."""
    for layer in tier.layers:
        on = dict.fromkeys((person for entry in layer.rotation.people for person in entry), timedelta(0))
        for shift in shifts:
            if shift.source == layer.name and shift.person in on:
                on[shift.person] += shift.end - shift.start
        share = sum(on.values(), timedelta(0)) / max(len(on), 1)
        most = max(share * MUCH_MORE, share + longest_turn(layer.rotation, layer.windows))
        for person, length in on.items():
            if length > most:
                says = f"{person} has {_length(length)} of {layer.name}; an equal share is {_length(share)}."
                yield Finding(Kind.UNFAIR_SHARE, tier.name, start, end, person, says)


def _by_person(spells: Iterable[_Spell]) -> Iterable[tuple[PersonId, list[_Spell]]]:
    by_person: defaultdict[PersonId, list[_Spell]] = defaultdict(list)
    for spell in spells:
        by_person[spell.person].append(spell)
    return by_person.items()


def _length(length: timedelta) -> str:
    """A length of time in words: `9 hours 30 minutes`."""
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    words = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((hours, "hour"), (minutes, "minute"))
        if number
    ]
    return " ".join(words) or "no time"
