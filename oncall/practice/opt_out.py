"""The words by which somebody forbids or allows texts, and which the network itself heeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.addresses import new_sid
from oncall.practice.phones import Text
from oncall.practice.words import spoken

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange
    from oncall.practice.phones import Phone
    from oncall.practice.texts import Message

FORBID = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
ALLOW = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})


def heed(exchange: Exchange, phone: Phone, message: Message) -> None:
    """Block, allow or explain when the whole text is one of the words. The service still gets the text."""
    if not exchange.switches.opt_out_words:
        return
    word = message.body.strip().upper()
    pair = (message.from_, message.to)
    if word in FORBID:
        answer = "" if pair in exchange.blocked else "texts_stopped"
        exchange.blocked.add(pair)
    elif word in ALLOW:
        answer = "texts_started" if pair in exchange.blocked else ""
        exchange.blocked.discard(pair)
    else:
        answer = "texts_help" if word in HELP else ""
    if answer:
        at = exchange.clock.utc()
        phone.receive(Text(new_sid("SM"), message.to, message.from_, spoken(answer), at, from_network=True))
