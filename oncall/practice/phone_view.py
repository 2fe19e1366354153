"""What a visitor sees of one telephone, in values that the templates put into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oncall.practice.addresses import can_be_rung

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.calls import Leg
    from oncall.practice.exchange import Exchange
    from oncall.practice.phones import Phone, Text


@dataclass(frozen=True, slots=True)
class TextView:
    """One text on a telephone; `other` is who sent it, or whom it went to."""

    other: str
    body: str
    at: datetime
    incoming: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class PhoneView:
    """One telephone as it stands. `state` names what it is doing, `can` what its holder can do about it."""

    id: str
    name: str
    number: str
    who: str
    state: str
    other: str
    can: frozenset[str]
    call: str
    heard: list[tuple[str, bool]]
    texts: list[TextView]
    engaged: bool
    off: bool
    voicemail: bool
    withheld: bool
    rings: str


def view_of(phone: Phone) -> PhoneView:
    """How a telephone stands now."""
    exchange = phone.exchange
    with exchange.clock.lock:
        leg = phone.leg or phone.last_leg
        state = _state(phone)
        return PhoneView(
            id=phone_id(phone.number),
            name=phone.name,
            number=readable(phone.number),
            who=phone.who,
            state=state,
            other=_other(exchange, phone.leg),
            can=_can(phone, state),
            call=leg.sid if leg else "",
            heard=[(heard.words, heard.said) for heard in leg.heard] if leg else [],
            texts=[_text_view(exchange, text) for text in reversed(phone.texts)],
            engaged=phone.engaged,
            off=phone.off,
            voicemail=phone.voicemail_after is not None,
            withheld=phone.withheld,
            rings=phone.rings,
        )


def phone_id(number: str) -> str:
    """A telephone's name in addresses and on the page: its digits."""
    return number.removeprefix("+")


def readable(number: str) -> str:
    """A UK number as it is dialled at home, others as they are."""
    return re.sub(r"^\+44(\d{4})(\d{6})$", r"0\1 \2", number)


def name_of(exchange: Exchange, number: str) -> str:
    """Who or what has a number."""
    if number in exchange.phones:
        return exchange.phones[number].name
    ours = exchange.number(number)
    if ours is not None:
        return ours.friendly_name
    return readable(number) if can_be_rung(number) else ""


def _text_view(exchange: Exchange, text: Text) -> TextView:
    other = name_of(exchange, text.from_ if text.incoming else text.to)
    return TextView(other, text.body, text.at, text.incoming, bool(text.media))


def _state(phone: Phone) -> str:
    leg = phone.leg
    if leg is None:
        if phone.off:
            return "off"
        return "engaged" if phone.engaged else "ended" if phone.last_leg else "free"
    if leg.direction != "inbound" and not leg.live:
        return "ringing_in"
    if leg.connected:
        return "connected"
    if leg.recording is not None:
        return "recording"
    if leg.ringing_others:
        return "ringing_others"
    if leg.asking:
        return "asked"
    return "listening" if leg.live else "ringing_out"


def _other(exchange: Exchange, leg: Leg | None) -> str:
    if leg is None:
        return ""
    if leg.others:
        return ", ".join(_name_of_leg(exchange, other) for other in leg.others)
    return name_of(exchange, leg.to if leg.direction == "inbound" else leg.from_)


def _name_of_leg(exchange: Exchange, leg: Leg) -> str:
    return leg.phone.name if leg.phone is not None else name_of(exchange, leg.to)


def _can(phone: Phone, state: str) -> frozenset[str]:
    if phone.leg is None:
        return frozenset() if phone.off else frozenset({"ring"})
    if state == "ringing_in":
        return frozenset({"answer"})
    able = {"hang_up"}
    if phone.leg.live:
        able.add("press")
    if state == "recording":
        able.add("speak")
    return frozenset(able)
