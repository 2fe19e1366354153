"""What can be wrong with a rota, in words for whoever keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where in what was written: keys and places in lists, from the top; `("tiers", 0, "name")`."""


class RotaError(Exception):
    """The rota cannot mean what was written. Its text is one plain sentence."""


class UnknownTierError(RotaError):
    """Somebody asked about a tier that this rota does not have."""


class EmptySpanError(RotaError):
    """A span of time was asked about that does not end after it begins."""


class NeverOpenError(RotaError):
    """The office hours leave no working day within the ten years that were looked at."""


class UnclearError(RotaError):
    """One written value cannot be understood. Its text completes a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in what was written: where, and one plain sentence."""

    path: Path
    says: str


class MistakesError(RotaError):
    """What was written holds at least one mistake; `mistakes` has all of them, in the order of the document.

    Its text is the first of them and how many more there are.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(first_of([f"{place(each.path)}: {each.says}" for each in self.mistakes]))


def place(path: Path) -> str:
    """Write a path the way people point at a place: `tiers 1, layers 2, rotation`."""
    words = ""
    for step in path:
        words += f" {step + 1}" if isinstance(step, int) else f", {step}"
    return words.removeprefix(", ") or "the file"


def first_of(sentences: Sequence[str]) -> str:
    """Make one sentence of several: the first, and how many more there are."""
    more = len(sentences) - 1
    return sentences[0] + (f" (and {more} more)" if more else "")
