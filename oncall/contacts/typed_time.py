"""A time as somebody types it at three in the morning: `22:30`, or `Mon 9:00` when it is not within a day."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rota.wallclock import instant, reading

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TYPED = re.compile(r"\s*(?:([a-z]{3})[a-z]*\.?,?\s+)?([01]?[0-9]|2[0-3])\s*[:.]\s*([0-5][0-9])\s*", re.I)
BEFORE = timedelta(hours=1)
"""What is written of a call may have happened a little before it."""


def past_time(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The latest instant (UTC), not after `now`, that `text` may mean; None if it means none."""
    minute = now.replace(second=0, microsecond=0)
    for days in (1, 2, 7):  # two where the clocks have made a day longer, seven for a weekday by its name
        meant = typed_time(text, minute - timedelta(days=days) + timedelta(minutes=1) + BEFORE, zone)
        if meant is None or meant <= now:
            return meant
    return None


def typed_time(text: str, began: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) that `text` means in the record of a contact that `began` then; None if none.

    It is the first such time from an hour before the contact on, by the clock in `zone`: "09:30" is tonight's
    or tomorrow's, "Mon 09:30" that of the next Monday. A time the clocks show twice is the first of the two.
    """
    match = TYPED.fullmatch(text)
    if match is None or (match[1] and match[1].lower() not in DAYS):
        return None
    from_ = reading(began - BEFORE, zone).replace(fold=0)
    meant = datetime.combine(from_.date(), time(int(match[2]), int(match[3])))
    if match[1]:
        meant += timedelta(days=(DAYS.index(match[1].lower()) - from_.weekday()) % 7)
    if meant < from_:
        meant += timedelta(days=7 if match[1] else 1)
    return instant(meant, zone)
