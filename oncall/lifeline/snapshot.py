"""What the lifeline knows: for each service all that routing needs for 14 days, and nothing personal beyond.

Of callers it holds what kind of caller a number belongs to, never who; of restricted numbers and of those on
no-contact lists neither why nor about whom; of whoever is not rung for a number not why. Instants are whole
seconds since 1970.

A snapshot says of which format it is. What an older one lacks has a value that does no harm; what a newer one
has besides is left out: two machines need not change over at once.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from oncall.lifeline.holders import SAME_CALLER

DAYS = 14
FORMAT = 4
"""1 knew neither restricted numbers, nor no-contact lists, nor of hunting again; 2 rang everybody for all;
3 did not know who had whose call just now."""


@dataclass(frozen=True, slots=True)
class Line:
    """A staffed line: its number and how long it is rung, in seconds."""

    number: str = field(repr=False)
    seconds: int


@dataclass(frozen=True, slots=True)
class Tier:
    """Who is on a tier: from each instant of `since` on, the people of the same place in `people`."""

    name: str
    seconds: int
    since: tuple[int, ...]
    people: tuple[tuple[str, ...], ...]

    def on_at(self, at: int) -> tuple[str, ...]:
        """The people on the tier at an instant, in the order in which they are rung."""
        place = bisect_right(self.since, at) - 1
        return self.people[place] if place >= 0 else ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Whom a number does not ring: nobody of `never`, and `at_last` when everything else has been rung."""

    never: tuple[str, ...] = ()
    at_last: tuple[str, ...] = ()


EVERYBODY_RINGS = Kept()


@dataclass(frozen=True, slots=True)
class Service:
    """One version of a service. Numbers are E.164; `open` are the office hours as (from, until).

    `greetings` are by kind of caller; the empty kind's is for everybody else. `restricted` says until when a
    number is not put through. `recent` is by the numbers that have rung just now: who had that call, and
    until when its caller is put first through to them; None while the call goes on.
    """

    code: str
    name: str
    version: int
    numbers: tuple[str, ...]
    language: str
    voice: str
    greetings: Mapping[str, tuple[str, ...]]
    emergency: str
    open: tuple[tuple[int, int], ...]
    office_line: Line | None
    last_resort: Line | None
    tiers: tuple[Tier, ...]
    managers: tuple[str, ...]
    phones: Mapping[str, str] = field(repr=False)
    known: Mapping[str, str] = field(repr=False)
    hunt_again: bool = False
    restricted: Mapping[str, int] = field(default_factory=dict, repr=False)
    no_contact: tuple[str, ...] = field(default=(), repr=False)
    recent: Mapping[str, tuple[str, int | None]] = field(default_factory=dict, repr=False)
    apart: Mapping[str, Kept] = field(default_factory=dict, repr=False)

    @property
    def caller_id(self) -> str:
        """Our number that everybody we ring sees."""
        return self.numbers[0]

    def greeting(self, caller: str) -> tuple[str, ...]:
        """What a kind of caller hears at once."""
        return self.greetings.get(caller, self.greetings[""])

    def is_restricted(self, number: str | None, at: int) -> bool:
        """Whether calls from a number are not put through at an instant."""
        return number is not None and at < self.restricted.get(number, 0)

    def kept_from(self, number: str | None) -> Kept:
        """Whom a number does not ring."""
        return self.apart.get(number or "", EVERYBODY_RINGS)

    def person_at(self, number: str) -> str | None:
        """Whose telephone a number is."""
        return next((person for person, phone in self.phones.items() if phone == number), None)

    def is_open(self, at: int) -> bool:
        """Whether an instant is in office hours."""
        return any(opens <= at < closes for opens, closes in self.open)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: for a key, for a message; and how often the whisper is said."""

    key: int
    message: int
    turns: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every service as it was at `made_at`; it is of use until `until`."""

    made_at: int
    until: int
    timing: Timing
    services: tuple[Service, ...]
    format: int = FORMAT

    def of_number(self, number: str) -> Service | None:
        """The service that has a number."""
        return next((service for service in self.services if number in service.numbers), None)

    def called(self, code: str) -> Service | None:
        """The service of a code."""
        return next((service for service in self.services if service.code == code), None)

    def had_by(self, service: Service, number: str, at: int) -> str | None:
        """Who had the last call from a number, if it went on when this was made or has just ended."""
        person, until = service.recent.get(number, ("", 0))
        still = self.made_at + SAME_CALLER if until is None else until
        return person if at < still else None

    def goes_on_with(self, number: str) -> str | None:
        """Who was on the line with a number when this was made."""
        found = (service.recent.get(number, ("", 0)) for service in self.services)
        return next((person for person, until in found if until is None), None)

    def versions(self) -> dict[str, int]:
        """Which version of each service it holds."""
        return {service.code: service.version for service in self.services}


def written(snapshot: Snapshot) -> bytes:
    """A snapshot as bytes."""
    return json.dumps(asdict(snapshot), separators=(",", ":")).encode()


def read(plain: bytes) -> Snapshot:
    """The snapshot that `written` made. Raises ValueError, KeyError or TypeError if it is none."""
    data = json.loads(plain)
    return Snapshot(
        made_at=int(data["made_at"]),
        until=int(data["until"]),
        timing=Timing(**_known(Timing, data["timing"])),
        services=tuple(_service(_known(Service, one)) for one in data["services"]),
        format=int(data.get("format", 1)),
    )


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """What of `data` a kind of value holds."""
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _service(data: dict[str, Any]) -> Service:
    return Service(
        **{
            **data,
            "numbers": tuple(data["numbers"]),
            "greetings": {kind: tuple(words) for kind, words in data["greetings"].items()},
            "open": tuple((opens, closes) for opens, closes in data["open"]),
            "office_line": _line(data["office_line"]),
            "last_resort": _line(data["last_resort"]),
            "tiers": tuple(_tier(tier) for tier in data["tiers"]),
            "managers": tuple(data["managers"]),
            "no_contact": tuple(data.get("no_contact", ())),
            "recent": {number: (person, until) for number, (person, until) in data.get("recent", {}).items()},
            "apart": {number: _kept(kept) for number, kept in data.get("apart", {}).items()},
        }
    )


def _line(data: dict[str, Any] | None) -> Line | None:
    return None if data is None else Line(**data)


def _kept(data: dict[str, Any]) -> Kept:
    return Kept(tuple(data["never"]), tuple(data["at_last"]))


def _tier(data: dict[str, Any]) -> Tier:
    people = tuple(tuple(on) for on in data["people"])
    return Tier(data["name"], data["seconds"], tuple(data["since"]), people)
