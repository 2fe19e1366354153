"""Who was on and who will be: the past as it was recorded, the future as the rota says.

What the clock has not written down yet is told by the rota that was in force then, as it will be written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from oncall.rotas import record_store
from oncall.rotas.duty_store import InForce, in_force
from oncall.rotas.record_store import Record
from oncall.rotas.store import in_force_since
from oncall.rotas.stretches import Span, Stretch, between, joined, over_versions
from rota.model import PersonId, Rota


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a span from `start` up to `end` (UTC), of which nothing is known before `start`.

    Up to `recorded_until` it is what `records` say, from then on what `pieces` do.
    """

    start: datetime
    end: datetime
    recorded_until: datetime
    records: tuple[Record, ...] = field(repr=False)
    pieces: tuple[InForce, ...] = field(repr=False)

    def stretches(self, tier: str) -> list[Stretch]:
        """The stretches of a tier, which touch, gaps among them."""
        return list(joined([*self._recorded(tier), *over_versions(self.pieces, tier)]))

    def confirmed(self, tier: str, person: str | None = None) -> list[Span]:
        """The times on a tier that whoever was on (`person`, if given) had confirmed, by when they begin."""
        return [
            self._span(one)
            for one in self.records
            if one.tier == tier and person in (None, one.person) and one.confirmed_at is not None
        ]

    def _recorded(self, tier: str) -> Iterator[Stretch]:
        if self.start >= self.recorded_until:
            return iter(())
        changes: defaultdict[datetime, Counter[PersonId]] = defaultdict(Counter)
        for one in self.records:
            if one.tier == tier:
                start, end = self._span(one)
                changes[start][PersonId(one.person)] += 1
                changes[end][PersonId(one.person)] -= 1
        return between(changes, self.start, self.recorded_until)

    def _span(self, record: Record) -> Span:
        start = min(max(record.start, self.start), self.recorded_until)
        return start, min(record.end or self.recorded_until, self.recorded_until)


def known(session: Session, service_id: int, newest: Rota, start: datetime, end: datetime) -> Known:
    """What is known of a service from `start` up to `end` (aware). `newest` is the rota in force now.

    Before a service's first rota there is nothing, so what comes back may begin later than `start`.
    """
    start = max(start, in_force_since(session, service_id))
    if start >= end:
        return Known(end, end, end, (), ())
    until = min(max(record_store.recorded_until(session, service_id) or start, start), end)
    return Known(
        start,
        end,
        until,
        tuple(record_store.records(session, service_id, start, until)) if start < until else (),
        tuple(in_force(session, service_id, newest, until, end)) if until < end else (),
    )
