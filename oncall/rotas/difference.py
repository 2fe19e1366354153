"""What another rota changes, and for whom: who is on when they were not, and the other way round. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from oncall.rotas.stretches import Span, duties, stretches
from rota.model import PersonId, Rota


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody is on a tier from `start` up to `end` (UTC) when they were not (`on`), or no longer is."""

    person: PersonId
    tier: str
    start: datetime
    end: datetime
    on: bool


def difference(before: Rota, after: Rota, start: datetime, end: datetime) -> list[Changed]:
    """Everything that changes from `start` up to `end`, by person, then time."""
    was, will_be = _times(before, start, end), _times(after, start, end)
    found = [
        Changed(person, tier, *span, on)
        for person, tier in was.keys() | will_be.keys()
        for on, some, others in ((True, will_be, was), (False, was, will_be))
        for span in without(some[person, tier], others[person, tier])
    ]
    return sorted(found, key=lambda each: (each.person, each.start, each.tier, each.on))


def without(some: list[Span], others: list[Span]) -> Iterator[Span]:
    """What of some spans is in none of the others. Both are in order and apart."""
    for start, end in some:
        at = start
        for other_start, other_end in others:
            if other_end <= at or other_start >= end:
                continue
            if at < other_start:
                yield at, other_start
            at = other_end
        if at < end:
            yield at, end


def _times(rota: Rota, start: datetime, end: datetime) -> defaultdict[tuple[PersonId, str], list[Span]]:
    times: defaultdict[tuple[PersonId, str], list[Span]] = defaultdict(list)
    for tier in rota.tiers:
        for duty in duties(tier.name, stretches(rota, tier.name, start, end)):
            times[duty.person, tier.name].append((duty.start, duty.end))
    return times
