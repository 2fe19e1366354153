"""The forms of the rota's editor → changes to a rota as written. What is missing is said by its word."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from oncall.rotas.edit import Edit, joined, left, moved, taken_out
from oncall.rotas.store import Definition
from rota.errors import UnclearError
from rota.written import when

Form = Mapping[str, str]
UP, DOWN = -1, 1
LONGEST_REASON = 200


def edit_of(do: str, form: Form) -> Edit:
    """What a button says: `up:0:1:2` (tier, layer, turn), `down:…`, `out:…`, `add:0:1`, `overrides:3`.

    A button that our page does not have changes nothing.
    """
    word, *places = do.split(":")
    if not all(place.isascii() and place.isdigit() and len(place) < 6 for place in places):
        return _nothing
    numbers = [int(place) for place in places]
    match word, numbers:
        case "up", [tier, layer, turn]:
            return moved(tier, layer, turn, UP)
        case "down", [tier, layer, turn]:
            return moved(tier, layer, turn, DOWN)
        case "out", [tier, layer, turn]:
            return left(tier, layer, turn)
        case "add", [tier, layer] if form.get("person"):
            return joined(tier, layer, form["person"])
        case (("overrides" | "absences"), [place]):
            return taken_out(word, place)
        case _:
            return _nothing


def override_of(form: Form) -> dict[str, str]:
    """An override as it is written in a file."""
    what = form.get("what", "person")
    entry = {"tier": form.get("tier", ""), **_span(form)}
    person = form.get("person", "")
    if what == "replace":
        entry |= {"person": person, "replace": form.get("replaced", "")}
    elif what in ("person", "add", "remove"):
        entry[what] = person
    return {key: value for key, value in (entry | _reason(form)).items() if value}


def absence_of(form: Form) -> dict[str, str]:
    """An absence as it is written in a file."""
    entry = {"person": form.get("person", ""), **_span(form), **_reason(form)}
    return {key: value for key, value in entry.items() if value}


def unfit(form: Form, kind: str) -> str | None:
    """The word for what a form lacks; None if it has all it needs."""
    if not form.get("person"):
        return f"{kind}_needs_person"
    if not form.get("from") or not form.get("until"):
        return f"{kind}_needs_times"
    if form.get("what") == "replace" and not form.get("replaced"):
        return "override_needs_replaced"
    return None


def told(zone: ZoneInfo, written: object) -> str:
    """A time of a rota as people read it: "Fri 6 Nov 2026 17:00"; as it is written, if it is none."""
    try:
        local = when(written, zone).local
    except UnclearError:
        return str(written)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def whole(text: str | None) -> int:
    """A number that our own page put into a form; 0 if somebody has changed it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _span(form: Form) -> dict[str, str]:
    return {name: form.get(name, "").strip() for name in ("from", "until")}


def _reason(form: Form) -> dict[str, str]:
    return {"reason": " ".join(form.get("reason", "").split())[:LONGEST_REASON]}


def _nothing(definition: Definition) -> Definition:
    return definition
