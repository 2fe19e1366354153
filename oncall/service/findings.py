"""What `oncall doctor` finds: how bad it is, what it is about, and one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A problem would stop a call or text from reaching a person, or what is signed from being relied on; a
    warning is worth looking at.
    """

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. It names ids and the service's own numbers, never a person or anybody else's number."""

    level: Level
    about: str
    says: str


def ok(about: str, says: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Level.OK, about, says)


def warning(about: str, says: str) -> Finding:
    """Something to look at that stops nobody."""
    return Finding(Level.WARNING, about, says)


def problem(about: str, says: str) -> Finding:
    """Something that must be mended: it would stop a call or a text, or what was signed does not hold."""
    return Finding(Level.PROBLEM, about, says)
