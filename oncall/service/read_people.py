"""Staff, people, children and the directory of a service file → values; mistakes are noted on the way."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from oncall.access.roles import Role
from oncall.people.kinds import PersonKind, ServiceLevel
from oncall.people.model import Child, DirectoryEntry, Person, Placement, Staff
from oncall.service import written
from rota.errors import UnclearError
from rota.place import Place

T = TypeVar("T")

NAME = written.text(200)
WORD = written.text(100)
ROLE = written.one_of(Role)
KIND = written.one_of(PersonKind)
LEVEL = written.one_of(ServiceLevel)


@dataclass(frozen=True)
class PeopleReader:
    """Reads one file's people. `number` reads a number that must not be one of the service's own."""

    top: Place
    number: Callable[[object], str]

    @cached_property
    def _known_person(self) -> Callable[[object], str]:
        return _one_of(ids_in(self.top.at("people"), "id"), "people")

    @cached_property
    def _known_staff(self) -> Callable[[object], str]:
        return _one_of(ids_in(self.top.at("staff"), "id"), "staff")

    def staff(self) -> tuple[Staff, ...]:
        """Everybody who works for the service."""
        refuse_twice(self.top.at("staff"), "id")
        return listed(self.top.at("staff"), self._staff)

    def people(self) -> tuple[Person, ...]:
        """Everybody who rings us. An id that is on the staff too would leave it open who is meant."""
        staff = ids_in(self.top.at("staff"), "id")
        refuse_twice(self.top.at("people"), "id")
        for place in self.top.at("people").items():
            if (there := place.at("id")).value is not None and _id(there) in staff:
                there.wrong(f"`id` {_id(there)} is on the staff already")
        return listed(self.top.at("people"), self._person)

    def children(self) -> tuple[Child, ...]:
        """Every child, with a placement among people of the file."""
        refuse_twice(self.top.at("children"), "ref")
        return listed(self.top.at("children"), self._child)

    def directory(self) -> tuple[DirectoryEntry, ...]:
        """Everybody else we may need."""
        there = self.top.at("directory")
        seen = set()
        for place in there.items():
            key = tuple(_id(place.at(name)) for name in ("name", "kind", "authority"))
            if key in seen:
                place.wrong("There is such an entry already: its name, kind and authority are the same")
            seen.add(key)
        return listed(there, self._entry)

    def _staff(self, place: Place) -> Staff | None:
        staff_id, name = place.need("id", written.identifier), place.need("name", NAME)
        phone, email = place.may("phone", self.number, None), place.may("email", written.email, None)
        roles = frozenset(_read_each(place.at("roles"), ROLE))
        return None if staff_id is None or name is None else Staff(staff_id, name, phone, email, roles)

    def _person(self, place: Place) -> Person | None:
        person_id, name = place.need("id", written.identifier), place.need("name", NAME)
        kind = place.need("kind", KIND)
        phones = _read_each(place.at("phones"), self.number)
        if len(set(phones)) < len(phones):
            place.at("phones").wrong("`phones` has one number twice")
        organisation = place.may("organisation", NAME, None)
        sms_ok = place.may("sms_ok", written.switch, False)  # noqa: FBT003  (the value of a key)
        if person_id is None or name is None or kind is None:
            return None
        return Person(person_id, name, kind, phones, organisation, sms_ok)

    def _child(self, place: Place) -> Child | None:
        person, member = self._known_person, self._known_staff
        ref, name = place.need("ref", written.child_ref), place.need("preferred_name", NAME)
        details = Child(
            ref=ref or "",
            preferred_name=name or "",
            born=place.may("born", written.day, None),
            service_level=place.may("service_level", LEVEL, None),
            legal_status=place.may("legal_status", WORD, None),
            placement=self._placement(place.at("placement"), person),
            social_worker=place.may("social_worker", person, None),
            supervising_social_worker=place.may("supervising_social_worker", person, None),
            risks=tuple(dict.fromkeys(_read_each(place.at("risks"), WORD))),
            restricted=place.may("restricted", written.switch, False),  # noqa: FBT003  (the value of a key)
            visible_to=tuple(dict.fromkeys(_read_each(place.at("visible_to"), member))),
        )
        return None if ref is None or name is None else details

    def _placement(self, place: Place, person: Callable[[object], str]) -> Placement | None:
        if place.value is None or not place.is_mapping():
            return None
        kind, since = place.need("type", WORD), place.may("since", written.day, None)
        carers = tuple(sorted(set(_read_each(place.at("carers"), person))))
        return None if kind is None else Placement(kind, carers, since)

    def _entry(self, place: Place) -> DirectoryEntry | None:
        name, kind = place.need("name", NAME), place.need("kind", WORD)
        phone = place.need("phone", self.number)
        authority, hours = place.may("authority", NAME, None), place.may("hours", WORD, None)
        verified_on = place.may("verified_on", written.day, None)
        if name is None or kind is None or phone is None:
            return None
        return DirectoryEntry(name, kind, phone, authority, hours, verified_on)


def listed(place: Place, read: Callable[[Place], T | None]) -> tuple[T, ...]:
    """What `read` makes of each mapping of a list, as far as it can."""
    made = [read(item) for item in place.items() if item.is_mapping()]
    return tuple(one for one in made if one is not None)


def ids_in(place: Place, key: str) -> set[str]:
    """The ids in a list of mappings, also of those that have mistakes in them."""
    items = place.value if isinstance(place.value, list) else []
    return {
        _id(Place(item).at(key)) for item in items if isinstance(item, dict) and item.get(key) is not None
    }


def refuse_twice(place: Place, key: str) -> None:
    """Note every id that stands there for the second time."""
    seen: set[str] = set()
    for item in place.items():
        there = item.at(key)
        if there.value is not None and _id(there) in seen:
            there.wrong(f"`{key}` {_id(there)} is taken already")
        seen.add(_id(there))


def _read_each(place: Place, convert: Callable[[object], T]) -> tuple[T, ...]:
    values = [item.read(convert) for item in place.items()]
    return tuple(value for value in values if value is not None)


def _one_of(ids: Collection[str], where: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        name = written.identifier(value)
        if name not in ids:
            raise UnclearError(f"must be one of the {where}, not {name}")
        return name

    return read


def _id(place: Place) -> str:
    """What stands there, shortened to what may be repeated."""
    return str(place.value).strip()[:64]
