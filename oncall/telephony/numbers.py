"""Telephone numbers: what can be rung, what must never be, and callers who do not show theirs."""

import re

import phonenumbers

E164 = re.compile(r"\+[1-9]\d{6,14}")
WITHHELD = frozenset({"+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"})
"""What keypads spell for anonymous, unavailable, unknown, blocked and restricted (seen in the field)."""

NEVER_IN_UK = re.compile(r"(999|112|111|101|105|119|116\d{3}|118\d{3}|9\d+|70\d+|8[47]\d+|87\d+)")


def caller_number(raw: str) -> str | None:
    """The number a call or text came from, in E.164; None when it was withheld or is no number."""
    raw = raw.strip()
    return raw if E164.fullmatch(raw) and raw not in WITHHELD else None


def can_be_texted(number: str | None) -> bool:
    """Whether a text to this number could arrive: a UK mobile, or any number abroad that may be one."""
    if number is None or refusal(number):
        return False
    return not number.startswith("+44") or number.startswith("+447")


def refusal(raw: str) -> str | None:
    """Why `raw` may not stand in a service file, as the end of a sentence; None when it may.

    Emergency, premium-rate and short numbers are refused: the service never dials them. Ofcom's drama
    numbers are accepted, since they are possible though never in use.
    """
    if not re.fullmatch(r"\+\d+", raw):
        return "is not written in full international form, like +441632960100"
    national = raw.removeprefix("+44")
    if national != raw and NEVER_IN_UK.fullmatch(national):
        return "is an emergency, premium-rate or short number, which the service never dials"
    if not E164.fullmatch(raw) or raw in WITHHELD:
        return "could not be dialled"
    try:
        parsed = phonenumbers.parse(raw)
    except phonenumbers.NumberParseException:
        return "could not be dialled"
    kind = phonenumbers.number_type(parsed)
    if kind in (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST):
        return "is an emergency, premium-rate or short number, which the service never dials"
    return None if phonenumbers.is_possible_number(parsed) else "could not be dialled"
