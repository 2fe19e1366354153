"""A wall-clock time in a zone → an instant: the two nights on which clocks change are decided here, once.

The one rule: a time that the clocks skip is the first instant after the gap; a time that they show twice is
the first of the two. So later on the wall clock is never earlier in time.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rota.model import Moment

EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)
"""Instants beyond these are taken for them: far enough that nobody is on call, near enough to reckon with."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (what a wall clock reads has no zone)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which clocks in `zone` first read `local` or, if they skip it, first read more.

    `local` is naive and not marked as read a second time (`fold` is 0). This is asked for every turn of a
    year, so the usual case is decided by the quickest sign there is: the offset a day later is the same. No
    zone has ever changed its offset twice within two days.
    """
    if local.year >= LATEST.year:
        return LATEST
    if local.year <= EARLIEST.year:
        return EARLIEST
    before = _offset(local, zone)
    if _offset(local + DAY, zone) != before:
        after = _offset(local.replace(fold=1), zone)
        if before < after:
            return _end_of_gap(local, before, after, zone)
    return EPOCH + (local - LOCAL_EPOCH - before)


def _offset(local: datetime, zone: ZoneInfo) -> timedelta:
    offset = zone.utcoffset(local)
    assert offset is not None
    return offset


def _end_of_gap(local: datetime, before: timedelta, after: timedelta, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks skip `local`, their offset going from `before` to `after`."""
    early, late = EPOCH + (local - LOCAL_EPOCH - after), EPOCH + (local - LOCAL_EPOCH - before)
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def reading(at: datetime, zone: ZoneInfo) -> datetime:
    """What the wall clock reads at an instant: naive, with `fold` set when it reads so a second time."""
    local = at.astimezone(zone)
    return datetime.combine(local.date(), local.time())  # as replace(tzinfo=None), at a fifth of its time


def written(local: datetime, zone: ZoneInfo) -> Moment:
    """The moment that somebody means who writes a wall-clock time."""
    return Moment(local, instant(local, zone))


def moment(at: datetime, zone: ZoneInfo) -> Moment:
    """The moment of an instant that was written with its offset."""
    return Moment(reading(at, zone).replace(fold=0), at.astimezone(UTC))
