"""Instants as the clock on the wall shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")


def wall_clock(at: datetime | None, zone: ZoneInfo = HOME) -> str:
    """An aware instant as the wall clock in `zone` shows it: "Tue 24 Nov 02:10"; nothing for None.

    In the hour that comes twice in autumn the zone's name is added: "Sun 25 Oct 01:30 BST".
    Raises ValueError for a naive datetime.
    """
    if at is None:
        return ""
    if at.utcoffset() is None:
        raise ValueError("a naive datetime has no place on the wall")
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    shown = f"{local:%a} {local.day} {local:%b %H:%M}"
    return f"{shown} {local:%Z}" if twice else shown
