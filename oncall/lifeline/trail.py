"""What a call carries with it in its addresses, so that whoever is asked next knows where it stands.

Ids alone: the service's code, the provider's id of the call, when it began, and the ids of the staff who have
been rung. The telephone company signs the address, so nobody else can make one up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self
from urllib.parse import parse_qsl, urlencode

EARLIER_CALL = "earlier call"
"""In place of a tier: somebody is rung because they had this caller's last call."""
EARLIER_CALL_SECONDS = 20
Kind = Literal["office_line", "tier", "last_resort"]
Tried = tuple[str, str | None]
"""What was rung: the kind, and the person if it was one."""

NOT_SAID, UNKNOWN, WITHHELD, SEVERAL = "", "unknown", "withheld", "several"


@dataclass(frozen=True, slots=True)
class Trail:
    """How far one call has come. `began` is in seconds since 1970; `caller` a kind of caller."""

    service: str
    call: str
    began: int
    in_office_hours: bool = False
    caller: str = NOT_SAID
    tried: tuple[Tried, ...] = ()
    attempt: int | None = None
    """The attempt that is going on, where the database knows of it."""
    passed: tuple[str, ...] = ()
    """Who has passed the call on: they are not rung again."""
    no_contact: bool = False
    """Whether the number is on a no-contact list."""
    again: bool = False
    """Whether the caller has rung just before, and somebody had that call."""
    rang: int | None = None
    """When the telephone that was rung last began to ring, where the lifeline rang it."""

    @property
    def last(self) -> Tried | None:
        """What was rung last."""
        return self.tried[-1] if self.tried else None

    @property
    def nth(self) -> int:
        """Which ringing of the same telephone the last one is, from 1."""
        return self.tried.count(self.tried[-1]) if self.tried else 1

    def after(self, tried: Iterable[Tried], passed: Iterable[str] = ()) -> Self:
        """The trail after these ringings and no other."""
        return replace(self, tried=tuple(tried), passed=tuple(passed))

    def then(self, kind: str, person: str | None, at: int | None = None) -> Self:
        """The trail after another ringing, which began `at`."""
        return replace(self, tried=(*self.tried, (kind, person)), attempt=None, rang=at)

    def query(self) -> str:
        """The trail as the query of an address."""
        rung = [("t", person) if person is not None else ("l", kind) for kind, person in self.tried]
        office, caller = "1" if self.in_office_hours else "", self.caller
        head = [("s", self.service), ("c", self.call), ("b", self.began), ("o", office), ("k", caller)]
        passed = [("d", person) for person in self.passed]
        flags = [("n", "1" if self.no_contact else ""), ("g", "1" if self.again else "")]
        numbers = [(name, at) for name, at in (("a", self.attempt), ("r", self.rang)) if at is not None]
        pairs = (*head, *rung, *passed, *flags, *numbers)
        return urlencode([pair for pair in pairs if pair[1] != ""])


def read(query: str) -> Trail | None:
    """The trail of an address's query; None if it carries none."""
    pairs = parse_qsl(query, keep_blank_values=True)
    given: Mapping[str, str] = dict(pairs)
    if not given.get("s") or not given.get("b", "").isdecimal():
        return None
    return Trail(
        service=given["s"],
        call=given.get("c", ""),
        began=int(given["b"]),
        in_office_hours=given.get("o") == "1",
        caller=given.get("k", NOT_SAID),
        tried=tuple(
            ("tier", value) if name == "t" else (value, None) for name, value in pairs if name in ("t", "l")
        ),
        attempt=_number(given, "a"),
        passed=tuple(value for name, value in pairs if name == "d"),
        no_contact=given.get("n") == "1",
        again=given.get("g") == "1",
        rang=_number(given, "r"),
    )


def part_of(query: str) -> int:
    """Which part of a ring an address is about, the first being 0."""
    return _number(dict(parse_qsl(query)), "part") or 0


def _number(given: Mapping[str, str], name: str) -> int | None:
    return int(given[name]) if given.get(name, "").isdecimal() else None
