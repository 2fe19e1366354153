"""Pointing the services' numbers at this installation, and saying what that changes.

Every number gets all its addresses, for calls and for texts, as far as it can do either: a text to the number
that carers ring is kept too. Connecting twice changes nothing.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from oncall.service.tables import Channel
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import OwnNumber, Telephony, TelephonyError

RINGING_ELSEWHERE = ("VoiceApplicationSid", "TrunkSid")
TEXTING_ELSEWHERE = ("SmsApplicationSid",)
OVERRIDES = (*RINGING_ELSEWHERE, *TEXTING_ELSEWHERE)
"""Fields that make the company ignore a number's addresses without a word: they are cleared."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How one number stands: `changes` are (now, then) by field name; `lacks` is the end of a sentence."""

    number: str
    changes: Mapping[str, tuple[str, str]]
    lacks: str | None = None

    @property
    def cleared(self) -> list[str]:
        """What sent the number's calls or texts elsewhere, and no longer does."""
        return [name for name in OVERRIDES if name in self.changes]


def connect(
    numbers: Iterable[tuple[str, Channel]],
    *,
    telephony: Telephony,
    addresses: Addresses,
    dry_run: bool = False,
) -> list[Connection]:
    """Point `numbers` at `addresses`; with `dry_run` only say what would change. In order of number.

    A number that cannot be connected says why in `lacks` and holds up no other. Raises TelephonyError
    when the account's numbers cannot be listed.
    """
    owned = {own.number: own for own in telephony.own_numbers()}
    used: dict[str, set[Channel]] = {}
    for number, channel in numbers:
        used.setdefault(number, set()).add(channel)
    return [
        _connected(number, channels, owned.get(number), telephony=telephony, addresses=addresses, dry=dry_run)
        for number, channels in sorted(used.items())
    ]


def out_of_reach(url: str) -> bool:
    """Whether `url` is an address of this machine or of a private network, which nobody outside can ask."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _connected(
    number: str,
    channels: set[Channel],
    own: OwnNumber | None,
    *,
    telephony: Telephony,
    addresses: Addresses,
    dry: bool,
) -> Connection:
    if own is None:
        return Connection(number, {}, "is not a number of this account")
    wanted = _wanted(own, addresses)
    now = {name: own.addresses.get(name, "") or _unsaid(name) for name in wanted}
    changes = {name: (now[name], value) for name, value in wanted.items() if now[name] != value}
    connection = Connection(number, changes, _cannot(own, channels))
    if changes and not dry:
        try:
            telephony.point_number(own.sid, wanted)
        except TelephonyError as error:
            return replace(connection, changes={}, lacks=f"was not changed: {said(error)}")
    return connection


def said(error: TelephonyError) -> str:
    """What the company answered, for an operator."""
    if error.code:
        return f"it answered with code {error.code}"
    return "it gave no answer that can be read" if error.unknown else "it does not answer"


def _wanted(own: OwnNumber, addresses: Addresses) -> dict[str, str]:
    """The fields of a number that is connected; those that send it elsewhere only if they are set."""
    ringing = {
        "VoiceUrl": addresses.voice(),
        "VoiceFallbackUrl": addresses.voice_fallback(),
        "StatusCallback": addresses.voice_ended(),
        **dict.fromkeys(("VoiceMethod", "VoiceFallbackMethod", "StatusCallbackMethod"), "POST"),
        **{name: "" for name in RINGING_ELSEWHERE if own.addresses.get(name)},
    }
    texting = {
        "SmsUrl": addresses.text(),
        "SmsFallbackUrl": addresses.text_fallback(),
        **dict.fromkeys(("SmsMethod", "SmsFallbackMethod"), "POST"),
        **{name: "" for name in TEXTING_ELSEWHERE if own.addresses.get(name)},
    }
    return (ringing if own.can_ring else {}) | (texting if own.can_text else {})


def _unsaid(name: str) -> str:
    """What a field means that is not set: the company posts unless told otherwise."""
    return "POST" if name.endswith("Method") else ""


def _cannot(own: OwnNumber, channels: set[Channel]) -> str | None:
    if Channel.VOICE in channels and not own.can_ring:
        return "cannot take calls, says the account"
    if Channel.SMS in channels and not own.can_text:
        return "cannot take texts, says the account"
    return None
