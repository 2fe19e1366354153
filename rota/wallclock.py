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

SECOND = timedelta(seconds=1)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which clocks in `zone` first read `local` or, if they skip it, first read more.

    `local` is naive; what `fold` it carries does not matter.
    """
    if local.year >= LATEST.year:
        return LATEST
    if local.year <= EARLIEST.year:
        return EARLIEST
    first = local.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    assert before is not None
    assert after is not None
    if before < after:
        return _end_of_gap(local, before, after, zone)
    return (local - before).replace(tzinfo=UTC, fold=0)


def _end_of_gap(local: datetime, before: timedelta, after: timedelta, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks skip `local`, their offset going from `before` to `after`."""
    early, late = (local - after).replace(tzinfo=UTC), (local - before).replace(tzinfo=UTC)
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0, fold=0)


def reading(at: datetime, zone: ZoneInfo) -> datetime:
    """What the wall clock reads at an instant: naive, with `fold` set when it reads so a second time."""
    return at.astimezone(zone).replace(tzinfo=None)


def written(local: datetime, zone: ZoneInfo) -> Moment:
    """The moment that somebody means who writes a wall-clock time."""
    return Moment(local, instant(local, zone))


def moment(at: datetime, zone: ZoneInfo) -> Moment:
    """The moment of an instant that was written with its offset."""
    return Moment(reading(at, zone).replace(fold=0), at.astimezone(UTC))
