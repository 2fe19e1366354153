"""The head of a handover: who was on, how long nobody was, and whether the line was in health."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import watch_store
from oncall.handover.tables import HandoverRow
from oncall.recovery.store import periods
from oncall.rotas.duty_store import in_force
from oncall.rotas.stretches import Duty, duties, over_versions
from oncall.service.config import ServiceConfig
from oncall.shifts.ask_store import confirmed
from oncall.shifts.coming import BEGAN_WITHIN


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody's time on a tier within the closed period, by the rota that counted at the time."""

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
    """When the line was not in health, oldest first; `explained`: somebody has since written why."""

    down: tuple[Down, ...]
    lifeline: tuple[OnLifeline, ...]
    explained: bool

    @property
    def good(self) -> bool:
        """Whether it was in health all the time, as far as is known."""
        return not self.down and not self.lifeline


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands at the top. `gap_minutes` are those in which the first tier had nobody."""

    on_duty: tuple[OnDuty, ...]
    gap_minutes: int
    health: Health


def banner(work: UnitOfWork, row: HandoverRow, config: ServiceConfig) -> Banner:
    """The head of a handover as it is now."""
    on_duty, gap_minutes = _cover(work, row, config)
    return Banner(on_duty, gap_minutes, health(work, row))


def health(work: UnitOfWork, row: HandoverRow) -> Health:
    """When the line was not in health from the handover before up to this one."""
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


def _cover(work: UnitOfWork, row: HandoverRow, config: ServiceConfig) -> tuple[tuple[OnDuty, ...], int]:
    """Who was or will be on each tier in the closed period, and for how many minutes the first has nobody."""
    if row.closed_from >= row.until:
        return (), 0
    rotas = in_force(work.session, config.id, config.rota, row.closed_from, row.until)
    shifts = _whole_shifts(work, row, config)
    on_duty: list[OnDuty] = []
    nobody = timedelta()
    for number, tier in enumerate(config.rota.tiers):
        found = over_versions(rotas, tier.name)
        for duty in duties(tier.name, found):
            member = config.staff.get(duty.person)
            name = duty.person if member is None else member.name
            sure = any(_is_of(shift, duty) for shift in shifts)
            on_duty.append(OnDuty(tier.name, duty.person, name, duty.start, duty.end, sure))
        if number == 0:
            nobody = sum((one.length for one in found if not one.people), timedelta())
    return tuple(on_duty), int(nobody.total_seconds() // 60)


def _whole_shifts(work: UnitOfWork, row: HandoverRow, config: ServiceConfig) -> list[Duty]:
    """The shifts of the period that have been confirmed, from when they began, before it or in it."""
    since = row.closed_from - BEGAN_WITHIN
    rotas = in_force(work.session, config.id, config.rota, since, row.until)
    every = [
        duty for tier in config.rota.tiers for duty in duties(tier.name, over_versions(rotas, tier.name))
    ]
    said = {
        person: confirmed(work.session, config.id, person, since)
        for person in {duty.person for duty in every}
    }
    return [duty for duty in every if (duty.tier, duty.start) in said[duty.person]]


def _is_of(shift: Duty, duty: Duty) -> bool:
    """Whether somebody's time on a tier lies in a shift."""
    return (shift.tier, shift.person) == (duty.tier, duty.person) and shift.start <= duty.start < shift.end
