"""A parsed document → OfficeHours: a service file, or one with the keys of it that office hours need."""

from datetime import date

from rota import written
from rota.errors import UnclearError
from rota.hours import Hours, OfficeHours
from rota.place import Place
from rota.reading import Holidays, bank_holidays, closed_days, section, zone_of


def hours_from(document: object, holidays: Holidays, calendar: str | None = None) -> OfficeHours:
    """Make the office hours that a document describes. `calendar`, if given, stands for its `holidays`.

    A document without `office_hours` has an office that never opens. Raises MistakesError with every
    mistake, and UnclearError if `calendar` is not known.
    """
    is_holiday = None if calendar is None else holidays(calendar)
    top = Place(document)
    hours = None
    if top.is_mapping():
        weekly, dated = _days(section(top, "office_hours", "service"))
        is_holiday = is_holiday or bank_holidays(top, holidays)
        hours = OfficeHours(zone_of(top), weekly, dated, is_holiday, closed_days(top))
    top.refuse_mistakes()
    assert hours is not None
    return hours


def _days(place: Place) -> tuple[dict[int, Hours], dict[date, Hours | None]]:
    """The hours by weekday, and those of certain dates."""
    weekly: dict[int, Hours] = {}
    dated: dict[date, Hours | None] = {}
    if place.value is None or not place.is_mapping():
        return weekly, dated
    for key, there in place.entries():
        hours, day = there.read(written.hours), _day(key, there)
        if isinstance(day, date):
            dated[day] = hours
        elif day is not None and hours is not None:
            weekly[day] = hours
    return weekly, dated


def _day(key: object, there: Place) -> date | int | None:
    """The weekday or the date that a key names."""
    try:
        return written.weekday(key)
    except UnclearError:
        pass
    try:
        return written.day(key)
    except UnclearError:
        there.wrong(f"{key} must be a weekday like monday, or a date like 2026-12-24")
        return None
