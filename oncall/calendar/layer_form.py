"""One layer of a rota as a form has it: its turns, and its windows row by row; and as it is written. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rota.errors import Mistake, UnclearError
from rota.written import DAYS, HOLIDAY, WEEKDAYS, clock, when, window_day, window_end

SHORT = (*(name[:3] for name in WEEKDAYS), "holiday")
FIELDS = ("name", "unit", "every", "start", "from", "until")
CALLED = {
    "name": "The name",
    "unit": "The unit of a turn",
    "every": "The length of a turn",
    "start": "The beginning of the first turn",
    "from": "The beginning",
    "until": "The end",
}
WINDOW_CALLED = {"days": "A day", "start": "The beginning of a window", "until": "The end of a window"}
WRITTEN_NAME = re.compile(r"^(An entry of )?`\w+`")
BLANK_ROWS = 1
MOST_ROWS = 50

Layer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A window: on which days, from when until when; an empty `until_day` is the next such time."""

    days: tuple[str, ...] = ()
    start: str = ""
    until: str = ""
    until_day: str = ""
    out: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in, or it is to be taken out."""
        return self.out or not (self.days or self.start or self.until)


@dataclass(frozen=True, slots=True)
class LayerForm:
    """What stands in the fields. `start` is when the first turn begins, `from` and `until` cut the layer."""

    values: Mapping[str, str]
    rows: tuple[Row, ...]
    people: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def kept(self) -> list[int]:
        """The places of the rows that are windows."""
        return [place for place, row in enumerate(self.rows) if not row.blank]


def as_form(layer: Layer, zone: ZoneInfo) -> LayerForm:
    """A layer as it is written, in fields, with a blank row for another window."""
    rotation = layer.get("rotation") or {}
    values = {
        "name": str(layer.get("name", "")),
        "unit": str(rotation.get("unit", "week")),
        "every": str(rotation.get("every") or 1),
        "start": _local(rotation.get("from"), zone),
        "from": _local(layer.get("from"), zone),
        "until": _local(layer.get("until"), zone),
    }
    rows = [_row(window) for window in layer.get("windows") or []]
    return LayerForm(values, (*rows, *[Row()] * BLANK_ROWS), tuple(rotation.get("people") or ()))


def sent_form(sent: Mapping[str, Sequence[str]]) -> LayerForm:
    """What a browser sent."""

    def one(name: str) -> str:
        return next(iter(sent.get(name, ())), "").strip()

    count = int(one("rows")) if one("rows").isdecimal() and len(one("rows")) < 4 else 0
    rows = [
        Row(
            tuple(day for day in SHORT if day in sent.get(f"days-{place}", ())),
            one(f"start-{place}"),
            one(f"until-{place}"),
            one(f"until_day-{place}") if one(f"until_day-{place}") in SHORT[:7] else "",
            out=bool(one(f"out-{place}")),
        )
        for place in range(min(count, MOST_ROWS))
    ]
    return LayerForm({name: " ".join(one(name).split()) for name in FIELDS}, tuple(rows))


def lacking(form: LayerForm) -> dict[str, str]:
    """The words for what is missing, by field."""
    found = {name: f"layer_needs_{name}" for name in ("name", "start") if not form.values[name]}
    for place in form.kept:
        row = form.rows[place]
        if not row.days:
            found[f"days-{place}"] = "window_needs_days"
        found |= {
            f"{name}-{place}": "window_needs_times" for name in ("start", "until") if not getattr(row, name)
        }
    return found


def as_written(form: LayerForm, layer: Layer, zone: ZoneInfo) -> Layer:
    """The layer with what the form says. A field that says what it said is left as it was written."""
    before, made = as_form(layer, zone), deepcopy(layer)
    rotation = made.setdefault("rotation", {"people": []})
    for name, under, key in (
        ("name", made, "name"),
        ("unit", rotation, "unit"),
        ("every", rotation, "every"),
        ("start", rotation, "from"),
        ("from", made, "from"),
        ("until", made, "until"),
    ):
        value = form.values[name]
        if value != before.values[name] or not layer:
            under[key] = int(value) if key == "every" and value.isdecimal() else value
        if name != "every" and not value:
            under.pop(key, None)
    windows = list(_windows(form, before, layer.get("windows") or []))
    made.pop("windows", None)
    return made | ({"windows": windows} if windows else {})


def beside(mistakes: Sequence[Mistake], tier: int, layer: int, form: LayerForm) -> dict[str, str]:
    """What is wrong, by the field that it is about; what is about none is under another key."""
    found: dict[str, str] = {}
    for mistake in mistakes:
        place = mistake.path[4:] if mistake.path[:4] == ("tiers", tier, "layers", layer) else ()
        name = _field(place, form) or f"other-{len(found)}"
        found.setdefault(name, WRITTEN_NAME.sub(_called(name), mistake.says))
    return found


def _called(name: str) -> str:
    """A field in words, at the beginning of a sentence."""
    part, _, window = name.partition("-")
    return WINDOW_CALLED[part] if window and part in WINDOW_CALLED else CALLED.get(part, r"\g<0>")


def _field(path: Sequence[str | int], form: LayerForm) -> str | None:
    match list(path):
        case ["rotation", "from"]:
            return "start"
        case ["rotation", ("unit" | "every") as name]:
            return str(name)
        case [("name" | "from" | "until") as name]:
            return str(name)
        case ["windows", int(window), *rest] if window < len(form.kept):
            part = {"from": "start", "until": "until"}.get(str(rest[0]) if rest else "", "days")
            return f"{part}-{form.kept[window]}"
        case _:
            return None


def _windows(form: LayerForm, before: LayerForm, written: Sequence[Any]) -> Iterator[Any]:
    for place in form.kept:
        row = form.rows[place]
        if place < len(written) and row == before.rows[place]:
            yield written[place]
        else:
            until = f"{row.until_day} {row.until}".strip()
            yield {"days": list(row.days), "from": row.start, "until": until}


def _row(window: Any) -> Row:
    """A window in fields; one that cannot be read is a blank row, which takes it out."""
    try:
        days = {window_day(day) for day in window.get("days") or DAYS}
        day, until = window_end(window.get("until"))
        start = clock(window.get("from"))
    except (UnclearError, AttributeError):
        return Row()
    return Row(
        tuple(SHORT[number] for number in sorted(days) if number <= HOLIDAY),
        f"{start:%H:%M}",
        f"{until:%H:%M}",
        "" if day is None else SHORT[day],
    )


def _local(written: object, zone: ZoneInfo) -> str:
    """A time as a field for local times has it; empty if there is none."""
    if written is None:
        return ""
    try:
        local: datetime = when(written, zone).local
    except UnclearError:
        return str(written)
    return f"{local:%Y-%m-%dT%H:%M}"
