"""Reading a mapping field by field, keeping every fault instead of stopping at the first."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from triage.errors import Fault

Where = tuple[str | int, ...]
E = TypeVar("E", bound=StrEnum)


class Fields:
    """One mapping of a file. A missing or senseless field is a fault, and reads as its empty value."""

    def __init__(self, value: object, where: Where, faults: list[Fault]) -> None:
        self.where, self.faults = where, faults
        self._values: Mapping[object, object] = {}
        if isinstance(value, Mapping):
            self._values = value
        else:
            self.fault("here should be fields with values")

    def fault(self, says: str, *steps: str | int) -> None:
        """Note that something is wrong here, or at `steps` further in."""
        self.faults.append(Fault((*self.where, *steps), says))

    def only(self, *known: str) -> None:
        """Any other field is a fault: a slip of the pen must not be passed over."""
        for key in self._values:
            if key not in known:
                self.fault(f"there is no field of this name; there are {', '.join(known)}", str(key))

    def has(self, key: str) -> bool:
        """Whether the field is there and not empty."""
        return self._values.get(key) not in (None, "", [], {})

    def text(self, key: str, pattern: str = ".+", wanted: str = "words") -> str:
        """A text that fits `pattern` as a whole."""
        value = self._values.get(key)
        if isinstance(value, str) and re.fullmatch(pattern, value.strip(), re.DOTALL):
            return " ".join(value.split())
        self.fault(f"needs {wanted}", key)
        return ""

    def one_of(self, key: str, kind: type[E]) -> E | None:
        """One of the values of `kind`."""
        return self.as_one_of(self._values.get(key), kind, key)

    def as_one_of(self, value: object, kind: type[E], *steps: str | int) -> E | None:
        """`value`, found at `steps`, as one of the values of `kind`."""
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        self.fault(f"should be one of {', '.join(kind)}", *steps)
        return None

    def day(self, key: str) -> date:
        """A date, as such or written 2027-05-31."""
        value = self._values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault("needs a date such as 2027-05-31", key)
            return date.min

    def minutes(self, key: str) -> int | None:
        """A whole number of minutes, at least 1; None if the field is empty."""
        value = self._values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.fault("needs a whole number of minutes", key)
        return None

    def items(self, key: str) -> Iterator[tuple[int, object]]:
        """What a list holds, numbered from 0. An empty list is a fault."""
        value = self._values.get(key)
        if isinstance(value, list) and value:
            return iter(list(enumerate(value)))
        self.fault("needs a list with something in it", key)
        return iter(())

    def pairs(self, key: str) -> list[tuple[object, object]]:
        """The names and values that a field holds; none if it is empty."""
        if not self.has(key):
            return []
        value = self._values[key]
        if isinstance(value, Mapping):
            return list(value.items())
        self.fault("here should be fields with values", key)
        return []

    def raw(self, key: str) -> object:
        """Whatever is there."""
        return self._values.get(key)

    def at(self, key: str) -> "Fields":
        """The mapping that a field holds."""
        return Fields(self._values.get(key), (*self.where, key), self.faults)
