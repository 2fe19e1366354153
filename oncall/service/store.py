"""Finding a service, everything a call needs of it, and what a load asks and changes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, text, union, update
from sqlalchemy.orm import Session

from oncall.errors import Problem
from oncall.people.store import phones_of_staff_elsewhere, staff_of
from oncall.rotas import rules_store
from oncall.rotas.calendars import bank_holidays
from oncall.rotas.published import published_rota
from oncall.service import extra_store
from oncall.service.config import Announce, ServiceConfig, Speech
from oncall.service.tables import Channel, ClosureRow, DayKind, OfficeHoursRow, ServiceNumberRow, ServiceRow
from rota.hours import Hours, OfficeHours
from rota.model import never
from rota.written import WEEKDAYS

LOADING = 0x0CA12
"""One load at a time: the key of the lock."""


@dataclass(frozen=True, slots=True)
class ServiceVersion:
    """Which service, and which version of it is in force."""

    id: int
    code: str
    version: int


def service_of_number(session: Session, number: str, channel: Channel) -> ServiceVersion | None:
    """Whose number (E.164) was rung or texted; None if it is nobody's."""
    found = (
        _versions()
        .join(ServiceNumberRow, ServiceNumberRow.service_id == ServiceRow.id)
        .where(
            ServiceNumberRow.number == number,
            ServiceNumberRow.channel == channel,
            ServiceNumberRow.ended_at.is_(None),
        )
    )
    row = session.execute(found).one_or_none()
    return None if row is None else ServiceVersion(row.id, row.code, row.version)


def services(session: Session) -> list[ServiceVersion]:
    """Every service of the installation, in order of code."""
    rows = session.execute(_versions().order_by(ServiceRow.code))
    return [ServiceVersion(row.id, row.code, row.version) for row in rows]


def active_numbers(session: Session) -> list[tuple[str, Channel]]:
    """Every number (E.164) that a service has now and what it is for, in order."""
    rows = session.execute(
        select(ServiceNumberRow.number, ServiceNumberRow.channel)
        .join(ServiceRow, ServiceRow.id == ServiceNumberRow.service_id)
        .where(ServiceNumberRow.ended_at.is_(None), ServiceRow.ended_at.is_(None))
        .order_by(ServiceNumberRow.number, ServiceNumberRow.channel)
    )
    return [(row.number, Channel(row.channel)) for row in rows]


def is_ours(session: Session, number: str) -> bool:
    """Whether a number (E.164) is one of our own: what is sent there comes back to us."""
    return number in {ours for ours, _ in active_numbers(session)}


def service_with_code(session: Session, code: str) -> ServiceVersion:
    """The service called `code`. Raises Problem if there is none."""
    row = session.execute(_versions().where(ServiceRow.code == code)).one_or_none()
    if row is None:
        raise Problem(f"there is no service called {code}; see oncall load")
    return ServiceVersion(row.id, row.code, row.version)


def cached_config(cache: dict[int, object], session: Session, service_id: int, version: int) -> ServiceConfig:
    """The service's `version`, from `cache` (a process's own, by service id) or else from the database."""
    known = cache.get(service_id)
    if isinstance(known, ServiceConfig) and known.version == version:
        return known
    config = read_config(session, service_id)
    cache[service_id] = config
    return config


def config_of(cache: dict[int, object], session: Session, service_id: int) -> ServiceConfig:
    """The newest configuration of a service, as `cached_config` has it."""
    version = select(ServiceRow.version).where(ServiceRow.id == service_id)
    return cached_config(cache, session, service_id, session.scalars(version).one())


def read_config(session: Session, service_id: int) -> ServiceConfig:
    """Everything a call needs of a service, as it is now."""
    # The version is read first: if a load comes in between, what follows is newer than it says,
    # and the next call reads again; the other way round an old rota would pass for the new one.
    row = session.scalars(
        select(ServiceRow).where(ServiceRow.id == service_id).execution_options(populate_existing=True)
    ).one()
    zone = ZoneInfo(row.timezone)
    numbers, rules = _numbers(session, service_id), rules_store.read(session, service_id)
    return ServiceConfig(
        id=row.id,
        code=row.code,
        name=row.name,
        version=row.version,
        zone=zone,
        voice_number=numbers[Channel.VOICE],
        sms_number=numbers.get(Channel.SMS),
        office_line=row.office_line,
        last_resort=row.last_resort,
        handover_at=row.handover_at,
        hunt_again=row.hunt_again,
        speech=Speech(**{**row.speech, "announce": Announce(row.speech["announce"])}),
        hours=_hours(session, row, zone),
        proclaimed=extra_store.days_of(session, row.id, DayKind.BANK_HOLIDAY),
        rota=published_rota(session, service_id),
        staff={one.id: one for one in staff_of(session, service_id)},
        learning=rules.learning,
        approve_swaps=rules.approve_swaps,
    )


def lock_loading(session: Session) -> None:
    """Wait until nobody else is loading, up to a minute; the lock goes with the transaction."""
    session.execute(text("SET LOCAL lock_timeout = '60s'"))
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOADING})


def numbers_elsewhere(session: Session, code: str) -> tuple[set[str], set[str]]:
    """The numbers that other services have for themselves, and those that they dial by themselves."""
    others = select(ServiceRow).where(ServiceRow.code != code, ServiceRow.ended_at.is_(None)).subquery()
    own = select(ServiceNumberRow.number).where(
        ServiceNumberRow.service_id.in_(select(others.c.id)), ServiceNumberRow.ended_at.is_(None)
    )
    lines = union(select(others.c.office_line), select(others.c.last_resort))
    phones = phones_of_staff_elsewhere(session, session.scalar(_id_of(code)))
    return set(session.scalars(own)), {line for line in session.scalars(lines) if line} | phones


def count_up(session: Session, service_ids: Collection[int]) -> None:
    """These services are in another version from now on."""
    session.execute(
        update(ServiceRow).where(ServiceRow.id.in_(service_ids)).values(version=ServiceRow.version + 1)
    )


def version_of(session: Session, service_id: int) -> int:
    """Which version of a service is in force."""
    return session.scalars(select(ServiceRow.version).where(ServiceRow.id == service_id)).one()


def _id_of(code: str) -> Select[int]:
    return select(ServiceRow.id).where(ServiceRow.code == code)


def _versions() -> Select[int, str, int]:
    return select(ServiceRow.id, ServiceRow.code, ServiceRow.version).where(ServiceRow.ended_at.is_(None))


def _numbers(session: Session, service_id: int) -> dict[str, str]:
    rows = session.scalars(
        select(ServiceNumberRow).where(
            ServiceNumberRow.service_id == service_id, ServiceNumberRow.ended_at.is_(None)
        )
    )
    return {row.channel: row.number for row in rows}


def _hours(session: Session, service: ServiceRow, zone: ZoneInfo) -> OfficeHours:
    rows = session.scalars(
        select(OfficeHoursRow).where(
            OfficeHoursRow.service_id == service.id, OfficeHoursRow.ended_at.is_(None)
        )
    )
    closures = select(ClosureRow.day).where(
        ClosureRow.service_id == service.id, ClosureRow.ended_at.is_(None)
    )
    days = {row.day: _hours_of(row) for row in rows}
    return OfficeHours(
        zone=zone,
        weekly={WEEKDAYS.index(day): hours for day, hours in days.items() if day in WEEKDAYS and hours},
        dated={date.fromisoformat(day): hours for day, hours in days.items() if day not in WEEKDAYS},
        is_holiday=_is_holiday(service, extra_store.days_of(session, service.id, DayKind.BANK_HOLIDAY)),
        closures=frozenset(session.scalars(closures))
        | extra_store.days_of(session, service.id, DayKind.CLOSURE),
    )


def _is_holiday(service: ServiceRow, proclaimed: frozenset[date]) -> Callable[[date], bool]:
    """A service without bank holidays keeps none that is proclaimed either."""
    return bank_holidays(service.holidays, proclaimed) if service.holidays else never


def _hours_of(row: OfficeHoursRow) -> Hours | None:
    return None if row.opens is None or row.closes is None else Hours(row.opens, row.closes)
