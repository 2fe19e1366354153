"""What can be wrong with triage content, in words for whoever writes it."""

from collections.abc import Sequence
from dataclasses import dataclass


class TriageError(Exception):
    """A protocol, an answer or a due rule cannot mean what was written. Its text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: the keys and list positions that lead to it, and what is wrong there."""

    where: tuple[str | int, ...]
    says: str

    def __str__(self) -> str:
        place = ", ".join(f"number {step + 1}" if isinstance(step, int) else step for step in self.where)
        return f"{place}: {self.says}" if place else self.says


class ContentError(TriageError):
    """A file of triage content is not complete. `faults` has everything that is wrong with it."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(f"{name} cannot be used: {'; '.join(str(fault) for fault in faults)}.")
        self.name = name
        self.faults = tuple(faults)
