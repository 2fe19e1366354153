"""The head of a handover: who was on, how long nobody was, and whether the line worked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import watch_store
from oncall.handover.tables import HandoverRow
from oncall.recovery.store import periods
from oncall.rotas.known import Known, known
from oncall.rotas.stretches import Duty, Stretch, duties, merged
from oncall.service.config import ServiceConfig
from oncall.shifts.ask_store import confirmed

MOMENT = timedelta.resolution


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody's time on a tier within the closed period: as recorded, and from now on by the rota."""

    tier: str
    person: str
    name: str
    start: datetime
    end: datetime
    confirmed: bool


@dataclass(frozen=True, slots=True)
class OnLifeline:
    """A time in which calls were answered without the database; some requests may wait for a person."""

    began_at: datetime
    ended_at: datetime
    put_aside: int

    @property
    def minutes(self) -> int:
        """Its length, at least one."""
        return minutes(self.ended_at - self.began_at)


@dataclass(frozen=True, slots=True)
class Down:
    """A time in which the service, or a part of it, was down."""

    began_at: datetime
    ended_at: datetime

    @property
    def minutes(self) -> int:
        """Its length, at least one."""
        return minutes(self.ended_at - self.began_at)


@dataclass(frozen=True, slots=True)
class Health:
    """When the line did not work, oldest first; `explained`: somebody has since written why."""

    down: tuple[Down, ...]
    lifeline: tuple[OnLifeline, ...]
    explained: bool

    @property
    def good(self) -> bool:
        """Whether it worked all the time, as far as is known."""
        return not self.down and not self.lifeline


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands at the top. `gap_minutes` are those in which the first tier had nobody, `covered_minutes`
    the others; in `confirmed_minutes` of these somebody was on who had confirmed it. None of them counts
    what was before `known_from`, when the service had its first rota inside the period.
    """

    on_duty: tuple[OnDuty, ...]
    covered_minutes: int
    confirmed_minutes: int
    gap_minutes: int
    known_from: datetime | None
    health: Health


def banner(work: UnitOfWork, row: HandoverRow, config: ServiceConfig) -> Banner:
    """The head of a handover as it is now."""
    on_duty, first = _cover(work, row, config)
    begins = first[0].start if first else row.closed_from
    tier = config.rota.tiers[0].name
    said = merged((one.start, one.end) for one in on_duty if one.tier == tier and one.confirmed)
    return Banner(
        on_duty,
        covered_minutes=_minutes(one.length for one in first if one.people),
        confirmed_minutes=_minutes(end - start for start, end in said),
        gap_minutes=_minutes(one.length for one in first if not one.people),
        known_from=begins if begins > row.closed_from else None,
        health=health(work, row),
    )


def health(work: UnitOfWork, row: HandoverRow) -> Health:
    """When the line did not work from the handover before up to this one."""
    down = tuple(
        Down(one.began_at, one.ended_at) for one in watch_store.down(work.session, row.starts_at, row.until)
    )
    lifeline = _lifeline(work, row)
    ends = [one.ended_at for one in down] + [one.ended_at for one in lifeline]
    last = max(ends, default=None)
    explained = watch_store.explained_until(work.session, row)
    return Health(down, lifeline, last is None or (explained is not None and explained >= last))


def minutes(length: timedelta) -> int:
    """A length in whole minutes, at least one."""
    return max(1, round(length.total_seconds() / 60))


def _lifeline(work: UnitOfWork, row: HandoverRow) -> tuple[OnLifeline, ...]:
    found = [one for one in periods(work.session, row.starts_at) if one.began_at < row.until]
    return tuple(OnLifeline(one.began_at, one.ended_at, one.put_aside) for one in reversed(found))


def _minutes(lengths: Iterable[timedelta]) -> int:
    return int(sum(lengths, timedelta()).total_seconds() // 60)


def _cover(
    work: UnitOfWork, row: HandoverRow, config: ServiceConfig
) -> tuple[tuple[OnDuty, ...], list[Stretch]]:
    """Who was or will be on each tier in the closed period, and the stretches of the first, with its gaps."""
    if row.closed_from >= row.until:
        return (), []
    found = known(work.session, config.id, config.rota, row.closed_from, row.until)
    every = [duty for tier in config.rota.tiers for duty in duties(tier.name, found.stretches(tier.name))]
    said = {
        person: confirmed(work.session, config.id, person, row.closed_from - MOMENT)
        for person in {duty.person for duty in every}
    }
    on_duty = tuple(
        OnDuty(
            duty.tier,
            duty.person,
            config.staff[duty.person].name if duty.person in config.staff else duty.person,
            duty.start,
            duty.end,
            (duty.tier, duty.start) in said[duty.person] or _was_confirmed(found, duty),
        )
        for duty in every
    )
    return on_duty, found.stretches(config.rota.tiers[0].name)


def _was_confirmed(found: Known, duty: Duty) -> bool:
    """Whether somebody had confirmed the time that they really were on."""
    return any(
        start < duty.end and duty.start < end for start, end in found.confirmed(duty.tier, duty.person)
    )
