"""What each urgency means, in words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from triage.model import Urgency


@dataclass(frozen=True, slots=True)
class Meaning:
    """An urgency in words: its label, the clock we set ourselves, what it is for."""

    label: str
    clock: str
    means: str


@cache
def meanings() -> dict[Urgency, Meaning]:
    """The scale, the most urgent first."""
    content = tomllib.loads((files("triage") / "scale.toml").read_text(encoding="utf-8"))
    return {urgency: Meaning(**content[urgency]) for urgency in Urgency}


def named(urgency: Urgency) -> str:
    """The urgency with its label, as a person reads it: never a bare code."""
    return f"{urgency} {meanings()[urgency].label}"
