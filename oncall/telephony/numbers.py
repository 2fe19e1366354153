"""Telephone numbers: what can be rung, what must never be, and callers who do not show theirs."""

import re

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
WITHHELD = frozenset({"+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"})
"""What keypads spell for anonymous, unavailable, unknown, blocked and restricted (seen in the field)."""

SHORT = re.compile(r"\+?[0-9]{1,6}|\+44[0-9]{1,6}")
"""999, 112, 111, 101, 116123, 118500, five-digit numbers for texts: with +44 before them or alone."""

NEVER_IN_UK = re.compile(r"\+44(9|70|8[1-9])[0-9]+")
"""09 premium rate, 070 personal numbers, 084 and 087 with a service charge; of 08 only 080, free, remains."""
IN_UK = re.compile(r"\+44([1-357][0-9]{9}|80[08][0-9]{7})")
"""Ten digits after +44. The few numbers with fewer (some of 01, some of 0800) must be known to be in use."""
CHARGED = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
UNANSWERED = (PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL)

NOT_INTERNATIONAL = "is not written in full international form, like +441632960100"
NEVER_DIALLED = "is an emergency, premium-rate or short number, which the service never dials"
NOT_DIALLABLE = "could not be dialled"


def caller_number(raw: str) -> str | None:
    """The number a call or text came from, in E.164; None when it was withheld or is no number."""
    raw = raw.strip()
    return raw if E164.fullmatch(raw) and raw not in WITHHELD else None


def as_typed(raw: str) -> str:
    """A number as one is used to writing it, "(01632) 960-100" or "+44 (0)1632…", in E.164 if it is one."""
    plain = re.sub(r"[\s()./-]", "", raw.replace("(0)", ""))
    if plain.startswith("00"):
        return f"+{plain[2:]}"
    return f"+44{plain[1:]}" if plain.startswith("0") else plain


def can_be_texted(number: str | None) -> bool:
    """Whether a text to this number could arrive: a UK mobile, or any number abroad that may be one."""
    if number is None or refusal(number):
        return False
    return not number.startswith("+44") or number.startswith("+447")


def refusal(raw: str) -> str | None:
    """Why `raw` may not stand in a service file, as the end of a sentence; None when it may.

    Emergency, premium-rate and short numbers are refused: the service never dials them. A number that is
    possible but not in use is accepted, as Ofcom's drama numbers are.
    """
    if SHORT.fullmatch(raw) or NEVER_IN_UK.fullmatch(raw):
        return NEVER_DIALLED
    if not re.fullmatch(r"\+[0-9]+", raw):
        return NOT_INTERNATIONAL
    if not E164.fullmatch(raw) or raw in WITHHELD:
        return NOT_DIALLABLE
    try:
        number = phonenumbers.parse(raw)
    except phonenumbers.NumberParseException:
        return NOT_DIALLABLE
    kind = phonenumbers.number_type(number)
    if kind in CHARGED:
        return NEVER_DIALLED
    return None if kind not in UNANSWERED and _is_complete(number, raw) else NOT_DIALLABLE


def _is_complete(number: phonenumbers.PhoneNumber, raw: str) -> bool:
    """Whether no digit is missing or too many.

    The library understands a trunk 0 (+4401632…), which the telephone company does not, and takes any UK
    number of seven, nine or ten digits for possible.
    """
    if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != raw:
        return False
    if raw.startswith("+44"):
        return bool(IN_UK.fullmatch(raw)) or phonenumbers.is_valid_number(number)
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
