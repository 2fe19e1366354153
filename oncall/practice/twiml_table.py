"""The table of TwiML: which verbs there are, what each may carry and what may stand inside it."""

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

UNDERSCORE_IN_HOST = re.compile(r"https?://[^/]*_")


class Entry(NamedTuple):
    """One element: its attributes with what each may hold, and the elements allowed inside it."""

    attributes: dict[str, str]
    children: frozenset[str]


@cache
def table(kind: str) -> dict[str, Entry]:
    """The elements of a document of one kind, `voice` or `messaging`, by name."""
    text = files(__package__).joinpath("twiml_table.json").read_text(encoding="utf-8")
    elements: dict[str, Any] = json.loads(text)[kind]
    return {
        name: Entry(entry["attributes"], frozenset(entry["children"])) for name, entry in elements.items()
    }


def wrong_value(holds: str, value: str) -> str | None:
    """Say what is wrong with an attribute's value, or None when it may stand.

    `holds` is the table's own short language: `string`, `url`, `callback`, `boolean`, `method`, `integer`,
    `integer LOW..HIGH`, `integers`, `one a|b`, `some a|b` (several, separated by spaces), `like PATTERN`.
    """
    what, _, more = holds.partition(" ")
    checks: dict[str, Callable[[], bool]] = {
        "string": lambda: True,
        "url": lambda: _is_address(value),
        "callback": lambda: _is_address(value) and not UNDERSCORE_IN_HOST.match(value),
        "boolean": lambda: value.lower() in ("true", "false"),
        "method": lambda: value.upper() in ("GET", "POST"),
        "integer": lambda: _in_range(value, more),
        "integers": lambda: all(part.isdigit() for part in value.split()) and bool(value.split()),
        "one": lambda: value in more.split("|"),
        "some": lambda: bool(value.split()) and set(value.split()) <= set(more.split("|")),
        "like": lambda: re.fullmatch(more, value) is not None,
    }
    return None if checks[what]() else f"{value!r} is not {_in_words(what, more)}"


def _is_address(value: str) -> bool:
    return not re.search(r"\s", value.strip())


def _in_range(value: str, limits: str) -> bool:
    if not re.fullmatch(r"-?\d+", value):
        return False
    low, _, high = limits.partition("..")
    return (not low or int(value) >= int(low)) and (not high or int(value) <= int(high))


def _in_words(what: str, more: str) -> str:
    words = {
        "url": "an address",
        "callback": "an address whose host has no underscore",
        "boolean": "true or false",
        "method": "GET or POST",
        "integer": f"a whole number {more}".rstrip(),
        "integers": "whole numbers",
        "one": f"one of {more}",
        "some": f"a list of {more}",
        "like": f"of the form {more}",
    }
    return words[what]
