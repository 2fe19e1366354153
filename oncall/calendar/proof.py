"""Proof of cover: of a period's out-of-hours time, how much had somebody on each tier. Pure; in UTC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.rotas.known import Known
from oncall.rotas.stretches import NOBODY, Span, Stretch, cut, merged
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig

NO_TIME = timedelta(0)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TierProof:
    """One tier out of hours: the stretches in which somebody is on, and the gaps.

    `confirmed_for` is how long, of the past, somebody was on who had confirmed it.
    """

    tier: str
    on: tuple[Stretch, ...]
    gaps: tuple[Stretch, ...]
    confirmed_for: timedelta = NO_TIME

    @property
    def confirmed(self) -> int:
        """Minutes of which whoever was on had confirmed that they would be."""
        return self.confirmed_for // MINUTE

    @property
    def covered(self) -> int:
        """Minutes with somebody on; a minute that has only begun does not count."""
        return _total(self.on) // MINUTE


@dataclass(frozen=True, slots=True)
class Proof:
    """A period from `start` up to `end`, tier by tier in the order in which they are rung.

    `kept_from` is when the service's first rota was published, if that was in or after this period: the time
    before counts as a gap on every tier. `backed` is the time with somebody on the first tier and somebody
    else on the second.
    """

    start: datetime
    end: datetime
    kept_from: datetime | None
    closed: tuple[Span, ...]
    tiers: tuple[TierProof, ...]
    backed: timedelta

    @property
    def out_of_hours(self) -> int:
        """Minutes out of hours."""
        return self._closed_for // MINUTE

    @property
    def backed_minutes(self) -> int:
        """Minutes with somebody on the first tier and somebody else on the second."""
        return self.backed // MINUTE

    @property
    def every_minute(self) -> bool:
        """Whether that can be said of all the time out of hours, and there is any."""
        return self._closed_for == self.backed > NO_TIME

    @property
    def all_confirmed(self) -> bool:
        """Whether, besides, everybody on the first tier had confirmed that they would be."""
        return self.every_minute and self.tiers[0].confirmed_for == self._closed_for

    @property
    def _closed_for(self) -> timedelta:
        return sum((end - start for start, end in self.closed), NO_TIME)


def prove(config: ServiceConfig, known: Known, start: datetime, end: datetime) -> Proof:
    """What is known of a period's time out of hours: as it was recorded, and from now on as the rota says."""
    kept_from = known.start
    closed = out_of_hours(config, start, end)
    tiers = []
    for tier in config.rota.tiers:
        before = [Stretch(start, kept_from, NOBODY)] if start < kept_from else []
        found = cut([*before, *known.stretches(tier.name)], closed)
        tiers.append(
            TierProof(
                tier.name,
                on=tuple(each for each in found if each.people),
                gaps=tuple(each for each in found if not each.people),
                confirmed_for=_total(cut(_confirmed(known, tier.name), closed)),
            )
        )
    return Proof(
        start,
        end,
        kept_from if start < kept_from else None,
        tuple(closed),
        tuple(tiers),
        backed=sum(_backed(tiers[0].on, tiers[1].on), NO_TIME) if len(tiers) > 1 else NO_TIME,
    )


def minutes(stretch: Stretch) -> int:
    """The minutes of a gap; one that has only begun counts."""
    return -(-stretch.length // MINUTE)


def _confirmed(known: Known, tier: str) -> list[Stretch]:
    """The times on a tier in which somebody was on who had confirmed it, in order and apart."""
    return [Stretch(start, end, NOBODY) for start, end in merged(known.confirmed(tier))]


def _backed(first: Sequence[Stretch], second: Sequence[Stretch]) -> Iterator[timedelta]:
    """The times in which these two, each in order and apart, have two different people between them."""
    one = two = 0
    while one < len(first) and two < len(second):
        a, b = first[one], second[two]
        together = min(a.end, b.end) - max(a.start, b.start)
        if together > NO_TIME and len({*a.people, *b.people}) > 1:
            yield together
        if a.end <= b.end:
            one += 1
        else:
            two += 1


def _total(found: Sequence[Stretch]) -> timedelta:
    return sum((each.length for each in found), NO_TIME)
