"""Rotas for tests, written the way people write them, and answers in words that a test can show."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rota.cover import cover, who_is_on
from rota.errors import UnclearError
from rota.model import Rota
from rota.reading import rota_from
from rota.written import when

BANK_HOLIDAYS = {"GB-ENG": frozenset(date(2026, 12, day) for day in (25, 26, 28))}


def holidays(code: str):
    """A small calendar: Christmas 2026 in England."""
    if code not in BANK_HOLIDAYS:
        raise UnclearError(f"must be GB-ENG, not {code}")
    return BANK_HOLIDAYS[code].__contains__


def turns(unit: str, start: str, *people: Any, every: int = 1) -> dict[str, Any]:
    """A rotation."""
    return {"unit": unit, "every": every, "from": start, "people": list(people)}


def layer(rotation: dict[str, Any], name: str = "turns", **more: Any) -> dict[str, Any]:
    """A layer of a rotation; `since` and `until` cut it."""
    if "since" in more:
        more["from"] = more.pop("since")
    return {"name": name, "rotation": rotation, **more}


def window(start: str, until: str, *days: str) -> dict[str, Any]:
    """A window; every day unless days are named."""
    return {"from": start, "until": until} | ({"days": list(days)} if days else {})


def always(*people: str, name: str = "always") -> dict[str, Any]:
    """A layer that has had the same people on together for ever."""
    return layer(turns("week", "2000-01-01", list(people)), name)


def override(start: str, until: str, tier: str = "first", **change: str) -> dict[str, str]:
    """An override of the only tier."""
    return {"tier": tier, "from": start, "until": until, **change}


def away(person: str, start: str, until: str) -> dict[str, str]:
    """An absence."""
    return {"person": person, "from": start, "until": until}


def rota(*layers: dict[str, Any], zone: str = "Europe/London", **more: Any) -> Rota:
    """A rota of one tier, called `first`."""
    tiers = [{"name": "first", "layers": list(layers)}]
    return rota_from({"timezone": zone, "tiers": tiers} | more, holidays)


def instant(text: str, zone: ZoneInfo) -> datetime:
    """The instant that somebody means who writes a time."""
    return when(text, zone).instant


def on(plan: Rota, *at: str, tier: str = "first") -> list[str]:
    """Who is on at each of these times: `asha`, `asha+ben`, or `-` for nobody."""
    people = (who_is_on(plan, tier, instant(each, plan.zone)) for each in at)
    return ["+".join(sorted(each)) or "-" for each in people]


def shown(plan: Rota, start: str, end: str, tier: str = "first") -> list[str]:
    """The shifts and gaps of a span in order, such as `11-02 09:00 to 11-09 09:00 asha (weeks)`."""
    found = cover(plan, tier, instant(start, plan.zone), instant(end, plan.zone))
    lines = [(shift.start, shift.end, f"{shift.person} ({shift.source})") for shift in found.shifts]
    lines += [(gap.start, gap.end, "-") for gap in found.gaps]
    return [f"{read(start, plan)} to {read(end, plan)} {who}" for start, end, who in sorted(lines)]


def read(at: datetime, plan: Rota) -> str:
    """What the wall clock says, with the offset where it is not that of the zone in winter."""
    local = at.astimezone(plan.zone)
    winter = datetime(2026, 1, 1, tzinfo=plan.zone).utcoffset()
    return local.strftime("%m-%d %H:%M") + ("" if local.utcoffset() == winter else local.strftime("%z"))
