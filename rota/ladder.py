"""Who is to be rung next, given who is on, who is busy and what has been tried.

The ladder is built once for a call and asked after every attempt. Its rungs are, in order: the office line
(in office hours), everybody on each tier, the last resort, and voicemail, which is always there and always
last.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rota.cover import who_is_on
from rota.model import PersonId, Rota

Kind = Literal["office_line", "tier", "last_resort", "voicemail"]

Tried = tuple[str, PersonId | None]
"""What an attempt was: its rung's tier, and the person if it rang one."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: what to ring and for how long. `tier` is the tier's name, else the same as `kind`."""

    kind: Kind
    tier: str
    person: PersonId | None
    seconds: int

    @property
    def tried(self) -> Tried:
        """How an attempt at this rung is remembered."""
        return self.tier, self.person


VOICEMAIL = Rung("voicemail", "voicemail", None, 0)


@dataclass(frozen=True, slots=True)
class OnTier:
    """The people on one tier at one instant, and how long each is rung."""

    tier: str
    ring_seconds: int
    people: Sequence[PersonId]


def ladder_at(
    rota: Rota,
    at: datetime,
    *,
    can_be_rung: Callable[[PersonId], bool],
    office_line_seconds: int | None = None,
    last_resort_seconds: int | None = None,
) -> tuple[Rung, ...]:
    """The ladder for a call that comes at an instant.

    Give `office_line_seconds` in office hours if there is an office line, `last_resort_seconds` if there is
    a last resort. A person on several tiers is rung on the first of them only; whoever cannot be rung is
    left out.
    """
    return ladder_of(
        [OnTier(tier.name, tier.ring_seconds, who_is_on(rota, tier.name, at)) for tier in rota.tiers],
        can_be_rung=can_be_rung,
        office_line_seconds=office_line_seconds,
        last_resort_seconds=last_resort_seconds,
    )


def ladder_of(
    tiers: Iterable[OnTier],
    *,
    can_be_rung: Callable[[PersonId], bool],
    office_line_seconds: int | None = None,
    last_resort_seconds: int | None = None,
) -> tuple[Rung, ...]:
    """The ladder of those who are on; otherwise as `ladder_at`."""
    rungs = [] if office_line_seconds is None else [_line("office_line", office_line_seconds)]
    seen: set[PersonId] = set()
    for on in tiers:
        for person in on.people:
            if person not in seen and can_be_rung(person):
                rungs.append(Rung("tier", on.tier, person, on.ring_seconds))
            seen.add(person)
    if last_resort_seconds is not None:
        rungs.append(_line("last_resort", last_resort_seconds))
    return (*rungs, VOICEMAIL)


def around(
    ladder: Sequence[Rung], *, never: Collection[PersonId], at_last: Collection[PersonId]
) -> tuple[Rung, ...]:
    """The ladder without those who must not be rung; `at_last` are rung when everything else has been.

    Voicemail stays where it is, so that nobody is led to a dead end.
    """
    first = [rung for rung in ladder if rung.person is None or rung.person not in {*never, *at_last}]
    last = [rung for rung in ladder if rung.person in at_last and rung.person not in never]
    return (*(rung for rung in first if rung.kind != "voicemail"), *last, VOICEMAIL)


def next_rung(ladder: Sequence[Rung], *, tried: Collection[Tried], busy: Collection[PersonId] = ()) -> Rung:
    """The first rung that was not tried and whose person is not busy; at the end voicemail, however often.

    A person who was tried on any tier is not rung again, even if the rota has moved them since.
    """
    people = {person for _, person in tried if person is not None}.union(busy)
    for rung in ladder:
        if rung.person not in people and rung.tried not in tried:
            return rung
    return VOICEMAIL


def _line(kind: Literal["office_line", "last_resort"], seconds: int) -> Rung:
    return Rung(kind, kind, None, seconds)
