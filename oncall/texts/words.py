"""What a whole text may mean to a carrier or to us: pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

FORBIDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
ALLOWS = frozenset({"start", "unstop", "yes"})
"""When one of these is the whole text, the telephone company blocks our texts, or allows them again."""

ABOUT = re.compile(
    r"#\s*(?P<ref>[0-9]{6}\s*-\s*[0-9A-Z]{5}|[0-9A-Z]{4,5})\b[\s:,.-]*(?P<rest>.*)", re.I | re.S
)
TAKES = frozenset({"1", "ok", "okay"})
PASSES = frozenset({"2", "pass"})
INSISTS = "!"


class Means(StrEnum):
    """What a text from one of us asks for."""

    TAKE = "take"
    PASS = "pass"  # noqa: S105  (a command)
    MANAGER = "manager"
    WHO = "who"
    HELP = "help"
    SAY = "say"
    FORBID = "forbid"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Command:
    """What one of us asks for, about which contact if they named one, and the words to pass on.

    `insists`: the words are to be passed on although they look as if they told who somebody is.
    """

    means: Means
    ref: str | None = None
    words: str = ""
    insists: bool = False


def order_to_company(body: str) -> Means | None:
    """Whether the company takes a whole text for an order to block our texts, or to allow them again."""
    return _order(body.strip().casefold())


def _order(word: str) -> Means | None:
    if word in FORBIDS:
        return Means.FORBID
    return Means.ALLOW if word in ALLOWS else None


def read(body: str) -> Command:
    """What a text from one of us means; what is no command is something to say.

    Case, spaces and full stops are forgiven. An order to the company is never a command to us, and only
    `yes` may be something to say as well.
    """
    order = _order(_plain(body))
    if order is not None and _plain(body) != "yes":
        return Command(order)
    about = ABOUT.fullmatch(body.strip())
    if about is None:
        return _command(body.strip())
    command = _command(about["rest"].strip())
    ref = re.sub(r"\s", "", about["ref"]).upper()
    return Command(command.means, ref, command.words, command.insists)


def _command(body: str) -> Command:
    word = _plain(body)
    if word in TAKES:
        return Command(Means.TAKE)
    if word in PASSES:
        return Command(Means.PASS)
    if word in (Means.MANAGER, Means.WHO, Means.HELP):
        return Command(Means(word))
    insists = body.startswith(INSISTS)
    return Command(Means.SAY, None, body[len(INSISTS) :].strip() if insists else body, insists)


def _plain(body: str) -> str:
    """A text without case, spaces around and full stops."""
    return re.sub(r"[\s.!,\"'“”‘’]+", " ", body).strip().casefold()
