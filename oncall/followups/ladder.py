"""When somebody is reminded of a follow-up, and who: pure, from its window and its due time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rota.wallclock import instant

SHARE_LEFT = 4
"""A quarter of the window is left when the owner is first reminded."""
LONG_BEFORE = timedelta(hours=24)
AT_ONCE = timedelta(minutes=15)
"""What is due at once is not asked about before so long: whoever has it is on the telephone."""
MORNING, EVENING = time(9), time(22)


class Standing(StrEnum):
    """How a follow-up stands against its clock; nothing runs before its anchor is known."""

    AWAITING_ANCHOR = "awaiting_anchor"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


class Rung(StrEnum):
    """A step of reminding; a later one is louder."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"
    LATEST = "latest"


class Told(StrEnum):
    """Who is reminded at a step, besides or instead of one another."""

    OWNER = "owner"
    LEADS = "leads"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step, and when."""

    rung: Rung
    at: datetime


def overdue_from(due_at: datetime, *, in_call: bool) -> datetime:
    """From when on something is too late; what is to be done in the call has a quarter of an hour."""
    return due_at + AT_ONCE if in_call else due_at


def standing(
    anchor_at: datetime | None, due_at: datetime | None, now: datetime, *, in_call: bool = False
) -> Standing:
    """How a follow-up stands: soon is the last quarter of its window, but 24 hours at most.

    `in_call`: it is due as soon as somebody is in touch, so in the call itself.
    """
    if due_at is None:
        return Standing.AWAITING_ANCHOR
    if now > overdue_from(due_at, in_call=in_call):
        return Standing.OVERDUE
    return Standing.DUE_SOON if now >= _soon(anchor_at or due_at, due_at) else Standing.ON_TRACK


def told_at(rung: Rung, *, statutory: bool) -> tuple[Told, ...]:
    """Who is told at a step.

    A statutory one climbs: the owner, then the lead too, after an hour the managers, at last everybody who
    leads. Any other is its owner's alone.
    """
    if not statutory or rung is Rung.SOON:
        return (Told.OWNER,)
    if rung is Rung.DUE:
        return Told.OWNER, Told.LEADS
    return (Told.LEADS, Told.MANAGERS) if rung is Rung.LATE else tuple(Told)


def reminders(
    anchor_at: datetime, due_at: datetime, now: datetime, zone: ZoneInfo, *, statutory: bool
) -> tuple[Reminder, ...]:
    """The steps still to come at `now`, in order; of those that are past only the loudest, at once.

    The last one comes after four hours, at night at nine.
    """
    soon = _soon(anchor_at, due_at)
    due = due_at if soon < due_at else max(due_at, now + AT_ONCE)
    steps = [Reminder(Rung.DUE, due)]
    if soon < due_at:
        steps.insert(0, Reminder(Rung.SOON, soon))
    if statutory:
        steps.append(Reminder(Rung.LATE, due + timedelta(hours=1)))
        steps.append(Reminder(Rung.LATEST, by_day(due + timedelta(hours=4), zone)))
    past = [step for step in steps if step.at <= now]
    return (*past[-1:], *(step for step in steps if step.at > now))


def by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by day; between 22:00 and 09:00 on the wall clock in `zone` the next 09:00."""
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return instant(datetime.combine(day, MORNING), zone)


def _soon(anchor_at: datetime, due_at: datetime) -> datetime:
    """When the last quarter of the window begins, or the last 24 hours if that is later."""
    quarter = max(due_at - anchor_at, timedelta()) / SHARE_LEFT
    return due_at - min(quarter, LONG_BEFORE)
