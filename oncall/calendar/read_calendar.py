"""The rota page of a reader: for each of their services who is on, the calendar, what to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.calendar.days import DAY, Day, days, midnight, week_of, weeks_of_month
from oncall.calendar.findings import Concern, concerns
from oncall.calendar.on_now import OnTier, on_now
from oncall.calendar.shown import shown
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas.stretches import duties, stretches
from oncall.service.config import ServiceConfig
from oncall.service.reader_store import services_of
from oncall.service.store import cached_config
from oncall.shifts.read_phones import Phone, PhoneState, phones
from oncall.wiring import Wiring
from rota.model import PersonId

KEEPS_THE_ROTA = frozenset({Role.MANAGER, Role.TEAM_LEAD, Role.ROTA})
OWN_AHEAD = timedelta(days=62)
OWN_ENDS_WITHIN = timedelta(days=186)
OWN_SHOWN = 8
REACH = timedelta(days=3660)


class View(StrEnum):
    """How much of the calendar is shown at once."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class OwnShift:
    """The reader's time on a tier. No `start`: it has begun. No `end`: it goes on for months."""

    tier: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One service of the reader's. `concerns` is None for a reader whose work they are not.

    `phones` are, for those whose work it is, the telephones that did not answer their test call.
    """

    code: str
    name: str
    zone: ZoneInfo
    now: tuple[OnTier, ...]
    days: tuple[Day, ...]
    own: tuple[OwnShift, ...]
    concerns: tuple[Concern, ...] | None
    phones: tuple[Phone, ...]

    @property
    def weeks(self) -> list[tuple[Day, ...]]:
        """The days, seven by seven."""
        return [self.days[place : place + 7] for place in range(0, len(self.days), 7)]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The page. `on` is a day of what is shown; `before` and `after` are days of its neighbours."""

    view: View
    on: date
    before: date
    after: date
    today: date
    services: tuple[ServicePage, ...]


def read_calendar(reader: Person, view: str, on: str, w: Wiring) -> CalendarPage:
    """The calendar of the week or month that the day `on` (empty: today) lies in.

    Raises Problem for a view or a day that there is none, and for a day over ten years away.
    """
    now = w.now()
    with w.unit_of_work() as work:
        configs = configs_of(work, reader, w)
        today = now.astimezone(configs[0].zone).date() if configs else now.date()
        wanted, day = _view(view), _day(on, today)
        span = week_of(day) if wanted is View.WEEK else weeks_of_month(day)
        pages = tuple(_service_page(work, config, reader, span, now) for config in configs)
    before, after = _neighbours(wanted, day)
    return CalendarPage(wanted, day, before, after, today, pages)


def configs_of(work: UnitOfWork, reader: Person, w: Wiring) -> list[ServiceConfig]:
    """The reader's services as they are now."""
    return [
        cached_config(w.config_cache, work.session, service.id, service.version)
        for service in services_of(work.session, reader.staff_id)
    ]


def own_shifts(config: ServiceConfig, person: str, now: datetime) -> list[OwnShift]:
    """Somebody's times on any tier that begin in the next two months, in order, as the rota now says."""
    end = now + OWN_ENDS_WITHIN
    every = (
        duty
        for tier in config.rota.tiers
        for duty in duties(tier.name, stretches(config.rota, tier.name, now, end))
    )
    theirs = [duty for duty in every if duty.person == person and duty.start < now + OWN_AHEAD]
    return [
        OwnShift(
            duty.tier,
            None if duty.start == now else duty.start,
            None if duty.end == end else duty.end,
        )
        for duty in sorted(theirs, key=lambda duty: duty.start)
    ]


def _service_page(
    work: UnitOfWork, config: ServiceConfig, reader: Person, span: tuple[date, date], now: datetime
) -> ServicePage:
    own = own_shifts(config, reader.staff_id, now) if reader.staff_id else []
    keeps = bool(reader.roles & KEEPS_THE_ROTA)
    return ServicePage(
        code=config.code,
        name=config.name,
        zone=config.zone,
        now=tuple(on_now(config, now)),
        days=tuple(
            days(
                config,
                shown(work, config, *(midnight(day, config.zone) for day in span)),
                span,
                now=now,
                reader=PersonId(reader.staff_id) if reader.staff_id else None,
            )
        ),
        own=tuple(own[:OWN_SHOWN]),
        concerns=tuple(concerns(config, now)) if keeps else None,
        phones=tuple(_silent(work, config)) if keeps else (),
    )


def _silent(work: UnitOfWork, config: ServiceConfig) -> Iterator[Phone]:
    """The telephones that did not answer, each under the name of whose it is."""
    for one in phones(work.session, config):
        if one.state is PhoneState.UNANSWERED:
            yield replace(one, staff_id=config.staff[one.staff_id].name)


def _view(text: str) -> View:
    if text not in set(View):
        raise Problem("The calendar shows a week or a month.")
    return View(text)


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem("The day to show must be a date like 2026-11-02.") from None
    if abs(day - today) > REACH:
        raise Problem("The calendar shows ten years either way, and no further.")
    return day


def _neighbours(view: View, day: date) -> tuple[date, date]:
    if view is View.WEEK:
        monday, after = week_of(day)
        return monday - 7 * DAY, after
    first = day.replace(day=1)
    return (first - DAY).replace(day=1), (first + 31 * DAY).replace(day=1)
