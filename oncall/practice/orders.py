"""Where a call goes next: the steps of a call, and what can interrupt one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Step:
    """The next document of a call: an address to ask with `extra` parameters, or the document itself."""

    url: str = ""
    method: str = "POST"
    extra: dict[str, str] = field(default_factory=dict)
    twiml: str = ""


class Ending(Enum):
    """How a call's documents came to an end."""

    RAN_OUT = auto()
    HUNG_UP = auto()
    LEFT = auto()


class LegOver(Exception):  # noqa: N818  (named for the fact)
    """The call ended while something was going on in it."""


class Ordered(Exception):  # noqa: N818  (named for the fact)
    """The service has ordered the call elsewhere by REST; `step` says where."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.url)
        self.step = step


class Broken(Exception):  # noqa: N818  (named for the fact)
    """Neither the document nor its fallback could be had; the caller hears an apology and is cut off."""
