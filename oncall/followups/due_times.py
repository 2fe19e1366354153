"""A follow-up's rule, anchor and calendar → the instant by which it is due; what people write for times."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.rotas.calendars import STATUTORY, bank_holidays
from oncall.service.config import ServiceConfig
from rota.errors import NeverOpenError, RotaError
from rota.hours import OfficeHours, statutory_hours
from rota.written import clock as read_clock
from rota.written import when
from triage.due import due, read_rule

OFFICE = "office"


def calendar_of(*, statutory: bool, holidays: str | None) -> str:
    """The calendar a follow-up is reckoned by: the law's working days, or the service's own hours."""
    return (holidays or STATUTORY) if statutory else OFFICE


def due_at(rule: str, anchor_at: datetime, calendar: str, config: ServiceConfig) -> datetime:
    """When a follow-up is due, in UTC. Raises UnknownRuleError for a rule that says nothing we know.

    An office that never opens leaves the law's working days to reckon by.
    """
    try:
        return due(read_rule(rule), anchor_at, _days(calendar, config))
    except NeverOpenError:
        return due(read_rule(rule), anchor_at, _days(STATUTORY, config))


def latest_at(latest: str, started_at: datetime, calendar: str, config: ServiceConfig) -> datetime | None:
    """Until when an agreed time may be, from the start of the contact; None if nothing limits it."""
    return due_at(latest, started_at, calendar, config) if latest else None


def read_time(day: str, clock: str, zone: ZoneInfo) -> datetime | None:
    """The instant that a form's date (2026-11-06) and time of day (04:10) say; None if they say none.

    Of a time that the clocks show twice it is the first.
    """
    try:
        written, local = date.fromisoformat(day.strip()), read_clock(clock)
        moment = when(f"{written.isoformat()}T{local:%H:%M}", zone).instant
    except (ValueError, RotaError):
        return None
    return moment.astimezone(UTC)


def day_and_clock(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """An instant as a form's date and time of day."""
    local = at.astimezone(zone)
    return local.date().isoformat(), f"{local:%H:%M}"


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of tomorrow in `zone`."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return when(tomorrow, zone).instant


def _days(calendar: str, config: ServiceConfig) -> OfficeHours:
    if calendar == OFFICE:
        return config.hours
    return statutory_hours(config.zone, bank_holidays(calendar, config.proclaimed))
