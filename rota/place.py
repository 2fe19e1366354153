"""A place in what was written: its value, the way to it, and where mistakes are noted.

Reading goes on after a mistake, so that whoever wrote it hears of all of them at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from rota.errors import Mistake, MistakesError, Path, UnclearError

T = TypeVar("T")


@dataclass(slots=True)  # not frozen: a rota of many overrides makes thousands
class Place:
    """Somewhere in a document of mappings, lists and plain values. An empty value counts as not written."""

    value: object
    path: Path = ()
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, says: str) -> None:
        """Note a mistake here: one sentence without its full stop."""
        self.mistakes.append(Mistake(self.path, f"{says}."))

    def at(self, key: str) -> "Place":
        """What stands under a key; an empty place if nothing does."""
        there = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(there, (*self.path, key), self.mistakes)

    def entries(self) -> Iterator[tuple[object, "Place"]]:
        """The keys of a mapping, as they were parsed, and what stands under each."""
        for key, value in self._mapping().items():
            yield key, Place(value, (*self.path, str(key)), self.mistakes)

    def items(self) -> list["Place"]:
        """The items of a list; none if nothing is written. Anything else is noted as a mistake."""
        if self.value is None:
            return []
        if not isinstance(self.value, list | tuple):
            self.wrong(f"{self._name()} must be a list")
            return []
        return [Place(value, (*self.path, number), self.mistakes) for number, value in enumerate(self.value)]

    def has(self, key: str) -> bool:
        """Whether a key is written, even with nothing under it."""
        return key in self._mapping()

    def is_mapping(self) -> bool:
        """Whether a mapping stands here. If not, that is noted as a mistake."""
        if isinstance(self.value, dict):
            return True
        self.wrong(f"{self._name()} must be a mapping")
        return False

    def read(self, convert: Callable[[object], T]) -> T | None:
        """The value that `convert` makes of what stands here; None, and a mistake, if it cannot."""
        try:
            return convert(self.value)
        except UnclearError as unclear:
            self.wrong(f"{self._name()} {unclear}")
            return None

    def need(self, key: str, convert: Callable[[object], T]) -> T | None:
        """What stands under a key, converted; None, and a mistake here, if nothing does."""
        there = self.at(key)
        if there.value is None:
            self.wrong(f"`{key}` is missing")
            return None
        return there.read(convert)

    def may(self, key: str, convert: Callable[[object], T], default: T) -> T:
        """What stands under a key, converted, or the default; that also, and a mistake, if it cannot be."""
        there = self.at(key)
        if there.value is None:
            return default
        value = there.read(convert)
        return default if value is None else value

    def refuse_mistakes(self) -> None:
        """Raise MistakesError if anything was noted, in the order of the document as far as it was read."""
        if self.mistakes:
            raise MistakesError(self.mistakes)

    def _mapping(self) -> dict[object, object]:
        return self.value if isinstance(self.value, dict) else {}

    def _name(self) -> str:
        named = [step for step in self.path if isinstance(step, str)]
        if not named:
            return "The file"
        return f"`{named[-1]}`" if self.path[-1] == named[-1] else f"An entry of `{named[-1]}`"
