"""A parsed service file → a ServiceFile, and everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar

from oncall.rotas.document import Document
from oncall.rotas.rota_file import as_written, hours_from_mapping, refuse_unusable, rota_from_mapping
from oncall.service import written
from oncall.service.config import Announce, Speech
from oncall.service.known_keys import refuse_unknown_keys
from oncall.service.read_people import PeopleReader, ids_in
from oncall.service.service_file import ServiceFile
from rota.errors import Mistake, MistakesError, UnclearError
from rota.hours import OfficeHours
from rota.place import Place
from rota.reading import section
from rota.written import WEEKDAYS, clock

T = TypeVar("T")

SPOKEN = written.text(400)
"""Half a minute: nobody in need listens longer before they are put through."""


@dataclass(frozen=True)
class Reading:
    """What could be made of a file (None if it has no service) and every mistake in it."""

    document: Document
    file: ServiceFile | None
    mistakes: tuple[Mistake, ...]


def read_service(document: Document) -> Reading:
    """Read all of a service file, and go on after mistakes. With any of them, `file` must not be applied."""
    top = Place(document.data)
    if not top.is_mapping():
        return Reading(document, None, tuple(top.mistakes))
    _refuse_unwritable(top)
    refuse_unknown_keys(top)
    hours = _with_mistakes(top, lambda: hours_from_mapping(document.data))
    staff = ids_in(top.at("staff"), "id")
    rota = _with_mistakes(top, lambda: rota_from_mapping(document.data, staff))
    if rota is not None:
        refuse_unusable(rota, section(top, "tiers", "rota"))
    file = _service(top, hours)
    return Reading(document, file, tuple(dict.fromkeys(top.mistakes)))


def own_numbers(top: Place) -> list[Place]:
    """Where the service's own numbers stand."""
    there = top.at("service").at("numbers")
    return [there.at(channel) for channel in ("voice", "sms") if there.at(channel).value is not None]


def _service(top: Place, hours: OfficeHours | None) -> ServiceFile | None:
    place = top.at("service")
    if not place.is_mapping():
        return None
    number = _other_number({str(own.value).strip() for own in own_numbers(top)})
    people = PeopleReader(top, number)
    code, name = place.need("code", written.identifier), place.need("name", written.text(200))
    numbers = place.at("numbers")
    voice = numbers.need("voice", written.number) if numbers.is_mapping() else None
    file = ServiceFile(
        code=code or "",
        name=name or "",
        timezone=hours.zone.key if hours else "",
        voice_number=voice or "",
        sms_number=numbers.may("sms", written.number, None),
        office_line=place.may("office_line", number, None),
        last_resort=place.may("last_resort", number, None),
        handover_at=place.may("handover_at", clock, time(9)),
        hunt_again=place.may("hunt_again", written.switch, False),  # noqa: FBT003  (what is usual)
        holidays=section(top, "holidays", "service").value,  # type: ignore[arg-type]  # read with the hours
        speech=_speech(place.at("speech")),
        office_hours=_days(hours) if hours else {},
        closures=hours.closures if hours else frozenset(),
        rota=as_written(top.value),
        staff=people.staff(),
        people=people.people(),
        children=people.children(),
        directory=people.directory(),
    )
    return None if code is None else file


def _speech(place: Place) -> Speech:
    usual = Speech()
    if place.value is None or not place.is_mapping():
        return usual
    return Speech(
        language=place.may("language", written.language, usual.language),
        voice=place.may("voice", written.voice, usual.voice),
        greeting=place.may("greeting", SPOKEN, usual.greeting),
        emergency=place.may("emergency", SPOKEN, usual.emergency),
        announce=place.may("announce", written.one_of(Announce), usual.announce),
        names=place.may("names", written.switch, usual.names),
    )


def _other_number(own: set[str]) -> Callable[[object], str]:
    """A reader of numbers that must not be the service's own: it would ring itself."""

    def read(value: object) -> str:
        number = written.number(value)
        if number in own:
            raise UnclearError("is one of the service's own numbers")
        return number

    return read


def _days(hours: OfficeHours) -> dict[str, Any]:
    weekly = {WEEKDAYS[day]: times for day, times in hours.weekly.items()}
    return weekly | {day.isoformat(): times for day, times in hours.dated.items()}


def _with_mistakes(top: Place, make: Callable[[], T]) -> T | None:
    """What `make` gives; None, with its mistakes noted, if there are any."""
    try:
        return make()
    except MistakesError as error:
        top.mistakes.extend(error.mistakes)
        return None


def _refuse_unwritable(top: Place) -> None:
    """Note every text and key with control characters in it, whatever it is for."""
    waiting, seen = [("", top)], set()
    while waiting:
        key, place = waiting.pop()
        words = place.value if isinstance(place.value, str) else ""
        if written.UNSPEAKABLE.search(str(key) + words):
            place.wrong("There are control characters in this text")
        if isinstance(place.value, dict | list) and id(place.value) not in seen:
            seen.add(id(place.value))
            waiting += [(str(key), there) for key, there in place.entries()]
            waiting += [("", item) for item in place.items()] if isinstance(place.value, list) else []
