"""What people write in a service file for texts, numbers and choices → values.

Like those of `rota.written`, each function takes one parsed value and raises UnclearError, whose text goes on
from the name of what was written. None repeats a name, a number or a date of birth.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from oncall.telephony.numbers import refusal
from rota import written
from rota.errors import UnclearError

Choice = TypeVar("Choice", bound=StrEnum)

IDENTIFIER = re.compile(r"\w[\w.@-]{0,63}")
CHILD_REF = re.compile(r"[A-Z0-9-]{3,12}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})*")
VOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and half characters: no line of writing has them, and no database keeps them."""

SHOWN = 40


def identifier(value: object) -> str:
    """An id that may stand in an address or a log."""
    return _matching(IDENTIFIER, value, "must be an id of letters, digits, - and _, without spaces")


def child_ref(value: object) -> str:
    """A child's reference."""
    return _matching(CHILD_REF, value, "must be 3 to 12 of A to Z, 0 to 9 and -")


def email(value: object) -> str:
    """An e-mail address."""
    return _matching(EMAIL, value, "must be an e-mail address")


def language(value: object) -> str:
    """A language the telephone company speaks."""
    return _matching(LANGUAGE, value, "must be a language like en-GB")


def voice(value: object) -> str:
    """A voice of the telephone company."""
    return _matching(VOICE, value, "must be the name of a voice like Polly.Amy-Neural")


def text(most: int) -> Callable[[object], str]:
    """A reader of words, at most so many characters of them."""

    def read(value: object) -> str:
        words = _word(value)
        if words is None:
            raise UnclearError("must be text")
        if len(words) > most:
            raise UnclearError(f"must have at most {most} characters, and has {len(words)}")
        return words

    return read


def number(value: object) -> str:
    """A telephone number that the service may dial, in E.164."""
    digits = _word(value) or ""
    if why := refusal(digits):
        raise UnclearError(why)
    return digits


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise UnclearError("must be true or false")
    return value


def day(value: object) -> date:
    """A date; what was written instead is not repeated, since it may be somebody's birthday."""
    try:
        return written.day(value)
    except UnclearError:
        raise UnclearError("must be a date like 2026-12-29") from None


def one_of(choices: type[Choice]) -> Callable[[object], Choice]:
    """A reader of one of a few words."""

    def read(value: object) -> Choice:
        try:
            return choices(str(value))
        except ValueError:
            shown = str(value)[:SHOWN]
            raise UnclearError(f"must be one of {', '.join(choices)}, not {shown}") from None

    return read


def _word(value: object) -> str | None:
    """What stands for text: text that is not empty, or a whole number written without quotes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _matching(pattern: re.Pattern[str], value: object, says: str) -> str:
    word = _word(value)
    if word is None or not pattern.fullmatch(word):
        raise UnclearError(says)
    return word
