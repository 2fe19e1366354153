"""Texts the service sends, and how they fare."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oncall.practice.addresses import LANDLINE, new_sid
from oncall.practice.callbacks import Callback
from oncall.practice.parameters import API_VERSION
from oncall.practice.phones import Text

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.exchange import Exchange
    from oncall.practice.phones import Phone

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
NOBODY, LANDLINE_REACHED, SWITCHED_OFF = 30005, 30006, 30003


@dataclass(slots=True)
class Message:
    """One text's record. `status` is the provider's word; `valid_seconds` is how long it may be tried."""

    from_: str
    to: str
    body: str
    direction: str
    created: datetime
    status: str = "queued"
    media: list[tuple[str, str]] = field(default_factory=list)  # (sid, content type)
    callback: str = ""
    valid_seconds: int | None = None
    error_code: int | None = None
    sent: datetime | None = None
    updated: datetime | None = None
    sid: str = field(default_factory=lambda: new_sid("SM"))

    @property
    def segments(self) -> int:
        """How many parts it is sent in."""
        return segments(self.body)


def segments(body: str) -> int:
    """How many parts a text takes: 160 plain characters or 70 others, then 153 or 67 a part."""
    if set(body) <= GSM | GSM_TWICE:
        length = sum(2 if character in GSM_TWICE else 1 for character in body)
        return 1 if length <= 160 else math.ceil(length / 153)
    length = len(body.encode("utf-16-le")) // 2
    return 1 if length <= 70 else math.ceil(length / 67)


def send(exchange: Exchange, message: Message) -> Message:
    """Take a text of the service's on, and see it to its fate; each state is told to its callback."""
    with exchange.clock.lock:
        exchange.messages[message.sid] = message
        exchange.touch()
    exchange.clock.start(_deliver, exchange, message)
    return message


def _deliver(exchange: Exchange, message: Message) -> None:
    exchange.clock.sleep(exchange.switches.text_sent_after)
    _become(exchange, message, "sent")
    exchange.clock.sleep(exchange.switches.text_delivered_after)
    phone = exchange.phones.get(message.to)
    trouble = _trouble(exchange, phone, message.to)
    if trouble is not None:
        if phone is None and exchange.strict:
            exchange.unexpected(f"a text to {message.to}, which is nobody's number", message.sid)
        _become(exchange, message, "undelivered", trouble)
        return
    assert phone is not None
    sids = tuple(sid for sid, _ in message.media)
    phone.receive(Text(message.sid, message.from_, message.to, message.body, exchange.clock.utc(), sids))
    _become(exchange, message, "delivered")


def _trouble(exchange: Exchange, phone: Phone | None, to: str) -> int | None:
    if LANDLINE.fullmatch(to):
        return LANDLINE_REACHED
    if phone is None:
        return NOBODY
    return next_in_turn(exchange, phone.texts_fail) or (SWITCHED_OFF if phone.off else None)


def next_in_turn(exchange: Exchange, codes: list[int]) -> int | None:
    """The next of some error codes, taken away unless it is the last one; None if there is none."""
    with exchange.clock.lock:
        return None if not codes else codes.pop(0) if codes[1:] else codes[0]


def _become(exchange: Exchange, message: Message, status: str, error_code: int | None = None) -> None:
    with exchange.clock.lock:
        message.status, message.error_code = status, error_code
        message.updated = exchange.clock.utc()
        message.sent = message.sent or message.updated
        form = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": exchange.account_sid,
            "From": message.from_,
            "To": message.to,
            "ApiVersion": API_VERSION,
        }
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        if status in ("delivered", "undelivered"):
            form["RawDlrDoneDate"] = f"{message.updated:%y%m%d%H%M}"
        last = status in ("delivered", "undelivered", "failed")
        exchange.callbacks.post(
            message.sid, Callback(message.callback, "POST", form, status, last=last, voice=False)
        )
        exchange.touch()
