"""What a request is about, told from its address: one of the lifeline's own, or one of the ordinary ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from oncall.lifeline.trail import Trail, read

ROOT = "/twilio/"
HEARD = frozenset({"ring", "next", "whisper", "key", "message", "silence", "page", "other"})
"""What somebody on a telephone waits for; everything else is only told."""
VOICE = frozenset({"next", "whisper", "key", "message", "silence", "leg", "ended", "recording"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `what` it asks, the path and query that asked it, its trail, and the turn of a key."""

    what: str
    path: str
    query: str
    trail: Trail | None
    turn: int = 0

    @property
    def is_heard(self) -> bool:
        """Whether somebody on a telephone waits for the answer."""
        return self.what in HEARD


def asked(path: str, query: str, form: Mapping[str, str]) -> Asked:
    """What a request asks. At the fallback address that is what the failed address was asked."""
    failed = urlsplit(form.get("ErrorUrl", ""))
    if path.startswith(f"{ROOT}fallback/") and ROOT in failed.path:
        path, query = failed.path[failed.path.index(ROOT) :], failed.query
    parts = path.removeprefix(ROOT).split("/")
    if parts[0] == "fallback":
        parts = parts[1:]
    what, turn = _what(parts)
    return Asked(what, path, query, read(query), turn)


def _what(parts: list[str]) -> tuple[str, int]:
    match parts:
        case ["voice"]:
            return "ring", 0
        case ["voice", "key", _, turn] | ["lifeline", "key", turn] if turn.isdecimal():
            return "key", int(turn)
        case ["voice" | "lifeline", what, *_] if what in VOICE:
            return what, 0
        case ["voice", *_, "leg" | "status"]:
            return "told", 0
        case ["voice", "page", *_]:
            return "page", 0
        case ["voice", *_]:
            return "other", 0
        case _:
            return "told", 0
