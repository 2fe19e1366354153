"""What a request is about, told from its address: one of the lifeline's own, or one of the ordinary ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from oncall.lifeline.trail import Trail, part_of, read

ROOT = "/twilio/"
FALLBACKS = "/twilio/fallback/"
HEARD = frozenset({"ring", "next", "whisper", "key", "message", "silence", "page", "other"})
"""What somebody on a telephone waits for; everything else is only told."""
OF_AN_ATTEMPT = frozenset({"next", "whisper", "key", "leg"})
VOICE = frozenset({"next", "whisper", "key", "message", "silence", "leg", "recording"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `what` it asks, the path and query that asked it, its trail, and the turn of a key.

    `attempt` is the database's id of the attempt it is about, where that is known; `part` counts from 0.
    """

    what: str
    path: str
    query: str
    trail: Trail | None
    turn: int = 0
    attempt: int | None = None
    part: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether it was asked at one of the lifeline's own addresses."""
        return self.path.startswith(f"{ROOT}lifeline/")

    @property
    def is_heard(self) -> bool:
        """Whether somebody on a telephone waits for the answer."""
        return self.what in HEARD


def asked(path: str, query: str, form: Mapping[str, str]) -> Asked:
    """What a request asks. At the fallback address that is what the failed address was asked."""
    path, query = failed_address(path, form) or (path, query)
    parts = path.removeprefix(ROOT).split("/")
    if parts[0] == "fallback":
        parts = parts[1:]
    what, turn = _what(parts)
    trail = read(query)
    attempt = None if trail is None else trail.attempt
    if parts[0] == "voice" and what in OF_AN_ATTEMPT and parts[2].isdecimal():
        attempt = int(parts[2])
    return Asked(what, path, query, trail, turn, attempt, part_of(query))


def failed_address(path: str, form: Mapping[str, str]) -> tuple[str, str] | None:
    """At a fallback address: path and query of the address of ours that failed; None elsewhere."""
    if not path.startswith(FALLBACKS):
        return None
    failed = urlsplit(form.get("ErrorUrl", ""))
    if ROOT not in failed.path or FALLBACKS in failed.path:
        return None
    return failed.path[failed.path.index(ROOT) :], failed.query


def _what(parts: list[str]) -> tuple[str, int]:
    match parts:
        case ["voice"]:
            return "ring", 0
        case ["voice", "key", _, turn] | ["lifeline", "key", turn] if turn.isdecimal():
            return "key", int(turn)
        case ["voice", what, _] | ["lifeline", what] if what in VOICE:
            return what, 0
        case ["voice", "ended"]:
            return "ended", 0
        case ["voice", *_, "leg" | "status"]:
            return "told", 0
        case ["voice", "page", *_]:
            return "page", 0
        case ["voice", *_]:
            return "other", 0
        case _:
            return "told", 0
