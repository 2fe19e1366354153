"""Days are added to a service's calendars; what would then be due at another time is moved only when asked.

A due time that has been given out stays: people rely on it. Those who lead move each, or all, by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from oncall.access.store import Person
from oncall.followups import list_store, store
from oncall.followups.changing import LEADS, LONGEST, Moment, Outcome, Step, change, clean
from oncall.followups.due_times import due_at
from oncall.followups.record import FollowUp
from oncall.followups.remind import schedule
from oncall.followups.tables import FollowUpRow
from oncall.pages.wall_clock import wall_clock
from oncall.service import extra_store
from oncall.service.config import ServiceConfig
from oncall.service.extra_store import ExtraDay
from oncall.service.reader_store import services_of
from oncall.service.store import config_of, count_up
from oncall.service.tables import DayKind
from oncall.wiring import Wiring


class Keeping(StrEnum):
    """What came of it; the word names the sentence that says so."""

    DAY_ADDED = "day_added"
    DAY_ENDED = "day_ended"
    NO_DAY = "day_needed"
    NO_NAME = "day_name_needed"
    KNOWN = "day_known"
    GONE = "day_gone"
    MAY_NOT = "may_not"


@dataclass(frozen=True, slots=True)
class Moving:
    """A follow-up that the calendar as it is now would make due at another time."""

    it: FollowUp
    would_be: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that are kept by hand, and what would move; services are ids and names."""

    services: tuple[tuple[int, str], ...]
    days: tuple[ExtraDay, ...]
    moving: tuple[Moving, ...] = field(repr=False)
    may_change: bool


def read_calendar(reader: Person, w: Wiring) -> Calendar:
    """The calendar of the reader's services, with what they may see of what would move."""
    with w.unit_of_work() as work:
        session = work.session
        ids = [one.id for one in services_of(session, reader.staff_id)]
        configs = {one: config_of(w.config_cache, session, one) for one in ids}
        found = [
            (one, _now_due(store.row(session, one.id), configs[one.service_id]))
            for one in list_store.all_open(session, reader, w.now())
            if one.due_at is not None and one.service_id in configs
        ]
        return Calendar(
            services=tuple((one.id, one.name) for one in configs.values()),
            days=extra_store.listed(session, ids),
            moving=tuple(Moving(one, at) for one, at in found if at is not None and at != one.due_at),
            may_change=bool(reader.roles & LEADS),
        )


def add_day(service: str, day: str, kind: str, name: str, reader: Person, w: Wiring) -> Keeping:
    """Keep a day (YYYY-MM-DD); it counts from now on for whatever is reckoned. No due time moves."""
    if not reader.roles & LEADS:
        return Keeping.MAY_NOT
    with w.unit_of_work() as work:
        ids = [one.id for one in services_of(work.session, reader.staff_id)]
        chosen = next((one for one in ids if service in (str(one), "") and (service or len(ids) == 1)), None)
        when = _day(day)
        if when is None or kind not in set(DayKind) or chosen is None:
            return Keeping.NO_DAY
        if not clean(name) or len(name) > LONGEST:
            return Keeping.NO_NAME
        new = extra_store.add(work.session, chosen, when, DayKind(kind), clean(name), reader.user_id, w.now())
        if new:
            count_up(work.session, [chosen])
        return Keeping.DAY_ADDED if new else Keeping.KNOWN


def end_day(day_id: int, reader: Person, w: Wiring) -> Keeping:
    """Take a day off the calendar. No due time moves."""
    if not reader.roles & LEADS:
        return Keeping.MAY_NOT
    with w.unit_of_work() as work:
        ids = [one.id for one in services_of(work.session, reader.staff_id)]
        service_id = extra_store.end(work.session, day_id, ids, reader.user_id, w.now())
        if service_id is None:
            return Keeping.GONE
        count_up(work.session, [service_id])
        return Keeping.DAY_ENDED


def move(step: Step, w: Wiring) -> Outcome:
    """Have a follow-up be due when the calendar says now; both times are kept, with who moved it."""

    def decide(moment: Moment) -> Outcome:
        if not moment.reader.roles & LEADS:
            return Outcome.MAY_NOT
        row, before = moment.row, moment.row.due_at
        at = _now_due(row, moment.config)
        if at is None or before is None or at == before:
            return Outcome.NOTHING_NEW
        row.due_at = at
        moment.work.session.flush()
        schedule(moment.work, row, moment.config.zone, moment.now)
        zone = moment.config.zone
        return moment.keep(Outcome.MOVED, was=wall_clock(before, zone), to=wall_clock(at, zone))

    return change(step, w, decide)


def move_all(steps: Sequence[Step], w: Wiring) -> tuple[int, int]:
    """Move each of these, as its sender saw it: how many moved, and how many did not."""
    moved = sum(move(step, w) is Outcome.MOVED for step in steps)
    return moved, len(steps) - moved


def _now_due(row: FollowUpRow, config: ServiceConfig) -> datetime | None:
    """When a follow-up would be due by the calendar as it is now; None while no clock runs."""
    return None if row.anchor_at is None else due_at(row.due_rule, row.anchor_at, row.calendar, config)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
