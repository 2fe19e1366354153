"""Who is on a tier now, until when, and who is on next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rota.cover import cover
from rota.model import PersonId, Rota

LOOK_AHEAD = (timedelta(days=2), timedelta(days=9), timedelta(days=70))
"""Most turns end soon; only when this one does not is more of the rota resolved."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The people on a tier (several if they are on together, none in a gap) until others are.

    `until` is None, and `then` empty, when nothing changes as far as we look: ten weeks.
    """

    tier: str
    people: tuple[PersonId, ...]
    until: datetime | None
    then: tuple[PersonId, ...]


def turn_at(rota: Rota, tier: str, now: datetime) -> Turn:
    """Who is on a tier at `now`, and the next instant at which anybody else is."""
    for ahead in LOOK_AHEAD:
        found = _turn_within(rota, tier, now, ahead)
        if found.until is not None:
            break
    return found


def _turn_within(rota: Rota, tier: str, now: datetime, ahead: timedelta) -> Turn:
    shifts = cover(rota, tier, now, now + ahead).shifts

    def on_at(at: datetime) -> tuple[PersonId, ...]:
        return tuple(sorted({shift.person for shift in shifts if shift.start <= at < shift.end}))

    on_now = on_at(now)
    for edge in sorted({edge for shift in shifts for edge in (shift.start, shift.end)}):
        if now < edge < now + ahead and on_at(edge) != on_now:
            return Turn(tier, on_now, edge, on_at(edge))
    return Turn(tier, on_now, None, ())
