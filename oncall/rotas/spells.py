"""Who is on by a rota and why, made ready to be kept as records: a spell for each person. Pure; in UTC."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from oncall.rotas.duty_store import InForce
from oncall.rotas.stretches import duties, stretches
from rota.cover import shifts, sources
from rota.model import Change, PersonId, Rota
from rota.precedence import OVERRIDE

LOOK_BACK = timedelta(days=31)
"""How far back the beginning of a shift is looked for; as `shifts/coming.py` does."""
MOMENT = timedelta.resolution

Reasons = Mapping[int, Sequence[str]]
"""By version of a rota, the reason that is written with each of its overrides."""


class CameBy(StrEnum):
    """What put somebody on a tier: a turn of theirs, or a change of hands."""

    TURN = "turn"
    SWAP = "swap"
    TAKEN_OVER = "taken_over"
    COVER = "cover"
    OVERRIDE = "override"


REASONS = {"swap": CameBy.SWAP, "taken over": CameBy.TAKEN_OVER, "gap": CameBy.COVER}


@dataclass(frozen=True, slots=True)
class Spell:
    """One person on one tier from `start`, by one rota, for one reason; no `end`: they are on still."""

    tier: str
    person: PersonId
    start: datetime
    end: datetime | None
    shift_start: datetime
    version: int
    came_by: CameBy

    def of_shift(self, shift_start: datetime) -> "Spell":
        """The same in a shift that had begun before, for another reason."""
        return replace(self, shift_start=shift_start)


def spells(pieces: Sequence[InForce], newest: InForce, reasons: Reasons) -> list[Spell]:
    """Who was on by `pieces`, one after another, up to now, and who is on from now by `newest`; by start.

    Now is when `newest` begins. Who stays on for the same reason when another rota comes has one spell.
    """
    done: list[Spell] = []
    going: dict[tuple[str, PersonId], Spell] = {}
    for one in [*(each for piece in pieces for each in _within(piece, reasons)), *_from(newest, reasons)]:
        before = going.get((one.tier, one.person))
        if before is not None and before.end == one.start:
            if before.came_by is one.came_by:
                going[one.tier, one.person] = replace(before, end=one.end)
                continue
            going[one.tier, one.person] = one.of_shift(before.shift_start)
        else:
            going[one.tier, one.person] = one
        if before is not None:
            done.append(before)
    return sorted([*done, *going.values()], key=lambda one: (one.start, one.tier, one.person))


def _within(piece: InForce, reasons: Reasons) -> Iterable[Spell]:
    found = [
        (tier.name, shift)
        for tier in piece.rota.tiers
        for shift in shifts(piece.rota, tier.name, piece.start, piece.end)
    ]
    for tier, shift in sorted(found, key=lambda one: one[1].start):
        yield _spell(piece, tier, shift.person, shift.source, (shift.start, shift.end), reasons)


def _from(newest: InForce, reasons: Reasons) -> Iterable[Spell]:
    for tier in newest.rota.tiers:
        for person, source in sources(newest.rota, tier.name, newest.start).items():
            yield _spell(newest, tier.name, person, source, (newest.start, None), reasons)


def _spell(
    piece: InForce,
    tier: str,
    person: PersonId,
    source: str,
    span: tuple[datetime, datetime | None],
    reasons: Reasons,
) -> Spell:
    start, end = span
    came_by = CameBy.TURN
    if source == OVERRIDE:
        came_by = _by_override(piece.rota, tier, person, start, reasons.get(piece.number, ()))
    return Spell(tier, person, start, end, _began(piece.rota, tier, person, start), piece.number, came_by)


def _by_override(rota: Rota, tier: str, person: PersonId, at: datetime, reasons: Sequence[str]) -> CameBy:
    """Why somebody is on by an override; of several that put them there, the last in the file."""
    for place in range(len(rota.overrides) - 1, -1, -1):
        one = rota.overrides[place]
        theirs = (one.tier, one.person) == (tier, person) and one.change is not Change.REMOVE
        if theirs and one.start <= at < one.end:
            return REASONS.get(reasons[place] if place < len(reasons) else "", CameBy.OVERRIDE)
    return CameBy.OVERRIDE


def _began(rota: Rota, tier: str, person: PersonId, at: datetime) -> datetime:
    """When, by this rota, the shift began that somebody has at an instant."""
    found = duties(tier, stretches(rota, tier, at - LOOK_BACK, at + MOMENT))
    return next((one.start for one in reversed(found) if one.person == person and one.end > at), at)
