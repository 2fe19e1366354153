"""What people write for times, days and names → values.

Each function takes one parsed value and raises UnclearError, whose text completes a sentence beginning with
the name of what was written ("`from` … must be a clock time like 17:00, not 25:00"). Readers of YAML 1.1
make 1020 of an unquoted 17:00, and date objects of dates: both are taken for what was meant.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from rota.errors import UnclearError
from rota.hours import Hours
from rota.model import Moment, PersonId, Unit
from rota.wallclock import EARLIEST, LATEST, moment, written

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = {name[:length]: number for number, name in enumerate(WEEKDAYS) for length in (3, len(name))}

HOLIDAY = 7

CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
OFFSET = r"(Z|[+-]\d{2}(?::?\d{2})?)"
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
A_CLOCK = re.compile(CLOCK, re.ASCII)
A_TIME = re.compile(rf"({A_DAY.pattern})(?:[T ]{CLOCK}(?:\.(\d+))?\s*{OFFSET}?)?", re.ASCII | re.IGNORECASE)
A_DAY_AND_CLOCK = re.compile(rf"([a-z]+)\s+({CLOCK})", re.ASCII | re.IGNORECASE)
A_SPAN = re.compile(rf"({CLOCK})\s*[-–]\s*({CLOCK})", re.ASCII)

MINUTES_A_DAY = 24 * 60
SECONDS_A_DAY = 24 * 60 * 60
SHOWN = 40


def when(value: object, zone: ZoneInfo) -> Moment:
    """A moment: a local time, a time with an offset or `Z`, or a date for its midnight."""
    if isinstance(value, datetime):
        return _in_reach(value, zone)
    if isinstance(value, date):
        return _in_reach(datetime.combine(value, time.min), zone)
    parts = A_TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if parts is None:
        raise _unclear(value, "must be a time like 2026-11-02T09:00")
    try:
        day = date.fromisoformat(parts[1])
        hour, minute, second = (int(part or 0) for part in parts.group(2, 3, 4))
        fraction = int((parts[5] or "").ljust(6, "0")[:6])
        clock = time(hour, minute, second, fraction, _offset(parts[6]))
    except ValueError:
        raise _unclear(value, "must be a time that exists, like 2026-11-02T09:00") from None
    return _in_reach(datetime.combine(day, clock), zone)


def clock(value: object) -> time:
    """A time of day: `17:00`, or 1020 for it."""
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < SECONDS_A_DAY:
        seconds = value * 60 if value < MINUTES_A_DAY else value
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    parts = A_CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if parts is not None:
            return time(int(parts[1]), int(parts[2]), int(parts[3] or 0))
    except ValueError:
        pass
    raise _unclear(value, "must be a clock time like 17:00")


def weekday(value: object) -> int:
    """A day of the week, as `mon` or `monday`: 0 for Monday."""
    number = DAYS.get(value.strip().lower()) if isinstance(value, str) else None
    if number is None:
        raise _unclear(value, "must be a day like mon")
    return number


def window_day(value: object) -> int:
    """A day on which a window begins: a weekday, or HOLIDAY for `holiday`."""
    if isinstance(value, str) and value.strip().lower() == "holiday":
        return HOLIDAY
    try:
        return weekday(value)
    except UnclearError:
        raise _unclear(value, "must be a day like mon, or holiday") from None


def window_end(value: object) -> tuple[int | None, time]:
    """Where a window ends: a clock time, with a weekday before it or None."""
    parts = A_DAY_AND_CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if parts is not None:
        return weekday(parts[1]), clock(parts[2])
    try:
        return None, clock(value)
    except UnclearError:
        raise _unclear(value, "must be a clock time like 09:00, or a day and a time like mon 09:00") from None


def hours(value: object) -> Hours | None:
    """The office hours of a day, `09:00-17:00`; `closed` or nothing for none."""
    if value is None or (isinstance(value, str) and value.strip().lower() == "closed"):
        return None
    parts = A_SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if parts is None:
        raise _unclear(value, "must be hours like 09:00-17:00")
    opens, closes = clock(parts[1]), clock(parts[5])
    if time.min < closes <= opens:
        raise _unclear(value, "must close later than it opens")
    return Hours(opens, closes)


def day(value: object) -> date:
    """A date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and A_DAY.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass
    raise _unclear(value, "must be a date like 2026-12-29")


def zone_called(value: object) -> ZoneInfo:
    """A timezone by its name in the tz database."""
    try:
        return ZoneInfo(name(value))
    except (OSError, ValueError, LookupError):
        raise _unclear(value, "must be a timezone like Europe/London") from None


def name(value: object) -> str:
    """A name: some text, or a number that stands for itself."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _unclear(value, "must be a name")


def person(value: object) -> PersonId:
    """A person's id."""
    return PersonId(name(value))


def unit(value: object) -> Unit:
    """What a rotation counts."""
    try:
        return Unit(value)  # type: ignore[arg-type]  # anything may have been written
    except ValueError:
        raise _unclear(value, f"must be one of {', '.join(Unit)}") from None


def whole(least: int, most: int | None = None) -> Callable[[object], int]:
    """A reader of whole numbers no smaller than `least` and, if given, no greater than `most`."""
    reach = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most}"

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise _unclear(value, f"must be {reach}")
        if most is not None and value > most:
            raise _unclear(value, f"must be {reach}")
        return value

    return read


def _offset(text: str | None) -> timezone | None:
    """The offset written after a time; None if there is none. Raises ValueError beyond a day."""
    if text is None:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if text[0] == "-" else ahead)


def _in_reach(at: datetime, zone: ZoneInfo) -> Moment:
    if not EARLIEST.year < at.year < LATEST.year - 1:
        raise UnclearError("is too far away to reckon with")
    return written(at, zone) if at.tzinfo is None else moment(at, zone)


def _unclear(value: object, says: str) -> UnclearError:
    text = "" if value is None else str(value).strip()
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return UnclearError(f"{says}, not {shown}" if shown else says)
