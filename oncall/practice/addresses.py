"""Telephone numbers, web addresses and identifiers as the provider writes them."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

E164 = re.compile(r"\+[1-9]\d{6,14}")
# How the keypad spells ANONYMOUS, UNAVAILABLE, UNKNOWN, BLOCKED, RESTRICTED: callers who are withheld.
SPELT_BY_KEYPAD = frozenset({"+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"})
LANDLINE = re.compile(r"\+44[12]\d+")
RANGES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})


class BadOverride(ValueError):  # noqa: N818  (named for the fact)
    """The part of an address after `#` asks for something that does not exist; its text says what."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """How one webhook is fetched: milliseconds, tries after the first, what is worth another try."""

    ct: int = 5000
    rt: int = 15_000
    tt: int = 15_000
    rc: int = 1
    rp: frozenset[str] = frozenset({"ct"})


def can_be_rung(number: str) -> bool:
    """Whether this is a full international number, and not a withheld caller's stand-in."""
    return E164.fullmatch(number) is not None and number not in SPELT_BY_KEYPAD


def new_sid(prefix: str) -> str:
    """A fresh identifier such as `CA…`: the two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def split_overrides(url: str) -> tuple[str, Overrides]:
    """The address without its fragment, and the fetching rules the fragment asks for.

    Raises BadOverride for a rule that is unknown or out of range.
    """
    parts = urlsplit(url)
    wanted: dict[str, str] = {}
    for pair in filter(None, parts.fragment.split("&")):
        name, _, value = pair.partition("=")
        wanted[name] = value
    return urlunsplit(parts._replace(fragment="")), _overrides(wanted)


def _overrides(wanted: dict[str, str]) -> Overrides:
    numbers: dict[str, int] = {}
    policy = Overrides().rp
    for name, value in wanted.items():
        if name in RANGES:
            low, high = RANGES[name]
            if not value.isdigit() or not low <= int(value) <= high:
                raise BadOverride(f"#{name}={value} is not between {low} and {high}")
            numbers[name] = int(value)
        elif name == "rp":
            policy = frozenset(value.split(","))
            if not policy <= POLICIES:
                raise BadOverride(f"#rp={value} names an unknown policy")
        elif name not in ("e", "sni"):
            raise BadOverride(f"#{name} is no connection override")
    return Overrides(**numbers, rp=policy)


def signed_address(url: str, *, voice: bool) -> str:
    """The address as it is signed: no sign-in, no fragment, and for voice over https no port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if voice and parts.scheme == "https":
        host = re.sub(r":\d+$", "", host)
    return urlunsplit(parts._replace(netloc=host, fragment=""))
