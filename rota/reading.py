"""A parsed document → a Rota. It is a service file, a short one, or what the database keeps of either.

`timezone`, `holidays`, `closures` may stand at the top or under `service`; `tiers`, `overrides`, `absences`
at the top or under `rota`. What else a document holds is nobody's business here.
"""

from collections.abc import Callable, Container, Iterable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from rota import written
from rota.errors import UnclearError
from rota.model import (
    Absence,
    Change,
    Layer,
    Moment,
    Override,
    PersonId,
    Rota,
    Rotation,
    Tier,
    Unit,
    Window,
    never,
)
from rota.place import Place

T = TypeVar("T")

Holidays = Callable[[str], Callable[[date], bool]]
"""The bank holidays of a calendar by its code. Raises UnclearError for a code it does not know."""

RING_SECONDS = written.whole(least=1, most=600)
EVERY_DAY = (frozenset(range(7)), False)
UTC_ZONE = ZoneInfo("UTC")
CHANGES = (Change.ALONE, Change.ADD, Change.REMOVE)


def rota_from(document: object, holidays: Holidays, staff: Container[str] | None = None) -> Rota:
    """Make the rota that a parsed document describes.

    Raises MistakesError with every mistake. With `staff`, naming a person who is not among them is one.
    """
    top = Place(document)
    rota = _Reader(top, holidays, staff).rota() if top.is_mapping() else None
    top.refuse_mistakes()
    assert rota is not None
    return rota


def section(top: Place, key: str, under: str) -> Place:
    """What is written at the top, or under `service` or `rota`, which means the same."""
    outer, inner = top.at(key), top.at(under).at(key)
    if inner.value is None:
        return outer
    if outer.value is not None and outer.value != inner.value:
        inner.wrong(f"`{key}` is written both at the top and under `{under}`, and differently")
    return inner


def zone_of(top: Place) -> ZoneInfo:
    """The timezone of a document. UTC, with a mistake noted, if it has none that is known."""
    there = section(top, "timezone", "service")
    if there.value is None:
        top.wrong("`timezone` is missing")
    elif zone := there.read(written.zone_called):
        return zone
    return UTC_ZONE


def bank_holidays(top: Place, holidays: Holidays) -> Callable[[date], bool]:
    """The bank holidays of a document; none if it names no calendar."""
    there = section(top, "holidays", "service")
    found = None if there.value is None else there.read(lambda code: holidays(written.name(code)))
    return found or never


def closed_days(top: Place) -> frozenset[date]:
    """The closures of a document."""
    days = [item.read(written.day) for item in section(top, "closures", "service").items()]
    return frozenset(day for day in days if day is not None)


class _Reader:
    """Reads one document, noting mistakes as it goes. Each method gives None for what cannot be made."""

    def __init__(self, top: Place, holidays: Holidays, staff: Container[str] | None) -> None:
        self._top = top
        self._holidays = holidays
        self._staff = staff
        self._zone = zone_of(top)

    def rota(self) -> Rota:
        """The rota as far as it can be made: whoever asks looks at the mistakes first."""
        written_tiers = section(self._top, "tiers", "rota")
        if written_tiers.value is None:
            self._top.wrong("`tiers` is missing")
        places = written_tiers.items()
        tiers, names = [self._tier(place) for place in places], self._names(places)
        changes, leave = (section(self._top, key, "rota").items() for key in ("overrides", "absences"))
        overrides = [self._override(place, names) for place in changes]
        absences = [self._absence(place, names) for place in leave]
        holidays, closures = bank_holidays(self._top, self._holidays), closed_days(self._top)
        return Rota(
            self._zone,
            _made(tiers),
            _made(overrides),
            _made(absences),
            lambda day: day in closures or holidays(day),
        )

    def _when(self, value: object) -> Moment:
        return written.when(value, self._zone)

    def _instant(self, value: object) -> datetime:
        return self._when(value).instant

    def _names(self, tiers: list[Place]) -> set[str] | None:
        """The names of all tiers; None if not all can be told. Two of one name are a mistake."""
        names: set[str] = set()
        for place in tiers:
            there = place.at("name")
            if there.value is None:
                return None
            name = str(there.value).strip()
            if name in names:
                there.wrong(f"There are two tiers called {name}")
            names.add(name)
        return names or None

    def _tier(self, place: Place) -> Tier | None:
        if not place.is_mapping():
            return None
        name = place.need("name", written.name)
        seconds = place.may("ring_seconds", RING_SECONDS, 20)
        layers = [self._layer(layer) for layer in place.at("layers").items()]
        return None if name is None else Tier(name, _made(layers), seconds)

    def _layer(self, place: Place) -> Layer | None:
        if not place.is_mapping():
            return None
        name = place.need("name", written.name)
        windows = _made([self._window(window) for window in place.at("windows").items()])
        rotation = self._rotation(place)
        start, end = place.may("from", self._instant, None), place.may("until", self._instant, None)
        if name is None or rotation is None:
            return None
        return Layer(name, rotation, windows, start, end)

    def _rotation(self, layer: Place) -> Rotation | None:
        place = layer.at("rotation")
        if not place.is_mapping():
            return None
        unit = place.need("unit", written.unit)
        every = place.may("every", written.whole(least=1), 1)
        start = place.need("from", self._when)
        if not place.has("people"):
            place.wrong("`people` is missing")
        people = [entry.read(self._people) for entry in place.at("people").items()]
        if unit is Unit.WINDOW and not layer.at("windows").value:
            place.at("unit").wrong("`unit: window` needs a layer with windows")
        return None if unit is None or start is None else Rotation(unit, every, start, _made(people))

    def _window(self, place: Place) -> Window | None:
        if not place.is_mapping():
            return None
        start, until = place.need("from", written.clock), place.need("until", written.window_end)
        days, holidays = self._days(place.at("days")) if place.at("days").value is not None else EVERY_DAY
        if start is None or until is None:
            return None
        return Window(days, holidays, start, until[1], until[0])

    def _days(self, place: Place) -> tuple[frozenset[int], bool]:
        days = _made([day.read(written.window_day) for day in place.items()])
        return frozenset(day for day in days if day != written.HOLIDAY), written.HOLIDAY in days

    def _override(self, place: Place, tiers: set[str] | None) -> Override | None:
        if not place.is_mapping():
            return None
        tier, span = self._tier_named(place, tiers), self._span(place)
        change = self._change(place)
        person = None if change is None else place.need(change, self._person)
        replaced = place.may("replace", self._person, None)
        if tier is None or span is None or change is None or person is None:
            return None
        return Override(tier, *span, Change.REPLACE if replaced else change, person, replaced)

    def _change(self, place: Place) -> Change | None:
        """Which key says what the override does: exactly one must, and `replace` goes with `person` only."""
        given = [change for change in CHANGES if place.at(change).value is not None]
        if len(given) != 1:
            place.wrong("An override needs exactly one of `person`, `add` and `remove`")
            return None
        if given[0] is not Change.ALONE and place.at("replace").value is not None:
            place.wrong("`replace` needs the `person` who takes over")
        return given[0]

    def _absence(self, place: Place, tiers: set[str] | None) -> Absence | None:
        if not place.is_mapping():
            return None
        if place.at("tier").value is not None:
            self._tier_named(place, tiers)
        person, span = place.need("person", self._person), self._span(place)
        return None if person is None or span is None else Absence(person, *span)

    def _tier_named(self, place: Place, tiers: set[str] | None) -> str | None:
        tier = place.need("tier", written.name)
        if tier is not None and tiers is not None and tier not in tiers:
            place.at("tier").wrong(f"There is no tier called {tier}")
        return tier

    def _span(self, place: Place) -> tuple[datetime, datetime] | None:
        """From when until when. One that does not end after it begins is a mistake."""
        start, end = place.need("from", self._instant), place.need("until", self._instant)
        if start is None or end is None:
            return None
        if end <= start:
            place.at("until").wrong("`until` must be after `from`")
        return start, end

    def _person(self, value: object) -> PersonId:
        person = written.person(value)
        if self._staff is not None and person not in self._staff:
            raise UnclearError(f"must be one of the staff, not {person}")
        return person

    def _people(self, value: object) -> tuple[PersonId, ...]:
        entry = value if isinstance(value, list | tuple) else [value]
        return tuple(dict.fromkeys(self._person(person) for person in entry))


def _made(things: Iterable[T | None]) -> tuple[T, ...]:
    """Those that could be made."""
    return tuple(thing for thing in things if thing is not None)
