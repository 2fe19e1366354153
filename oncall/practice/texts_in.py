"""Texts that telephones send to the service, and what the service answers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.addresses import can_be_rung, new_sid
from oncall.practice.documents import Documents
from oncall.practice.opt_out import heed
from oncall.practice.orders import Broken, Step
from oncall.practice.parameters import API_VERSION
from oncall.practice.phones import Text
from oncall.practice.problems import Kind
from oncall.practice.texts import Message, send

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange
    from oncall.practice.phones import Phone

INVALID_TO = 21211
REPLIES_AT_MOST = 10


def send_to_service(
    exchange: Exchange, phone: Phone, to: str, body: str, media: tuple[str, ...] = (), *, shows: str = ""
) -> Message:
    """A telephone texts a number of the service; `media` are content types of pictures sent along."""
    message = Message(shows or phone.number, to, body, "inbound", exchange.clock.utc(), status="received")
    message.media = [(new_sid("ME"), content_type) for content_type in media]
    with exchange.clock.lock:
        exchange.messages[message.sid] = message
        sids = tuple(sid for sid, _ in message.media)
        phone.texts.append(Text(message.sid, message.from_, to, body, message.created, sids, incoming=False))
        exchange.touch()
    heed(exchange, phone, message)
    exchange.clock.start(_ask_service, exchange, message)
    return message


def _ask_service(exchange: Exchange, message: Message) -> None:
    number = exchange.number(message.to)
    if number is None or not number.sms_url:
        return
    documents = Documents(
        exchange, kind="messaging", fallback=(number.sms_fallback_url, number.sms_fallback_method)
    )
    step: Step | None = Step(number.sms_url, number.sms_method)
    try:
        while step is not None:
            step = _answer(exchange, documents, message, step)
    except Broken:
        return


def _answer(exchange: Exchange, documents: Documents, message: Message, step: Step) -> Step | None:
    """Send what the document says; the step it redirects to, if it does."""
    root = documents.fetch(step, incoming_form(exchange, message))
    for turn, verb in enumerate(root):
        if verb.tag == "Redirect":
            return Step(documents.resolve(verb.text), (verb.get("method") or "POST").upper())
        if verb.tag == "Message" and turn < REPLIES_AT_MOST:
            body = verb.findtext("Body") or (verb.text or "").strip()
            to = verb.get("to") or message.from_
            if not can_be_rung(to):
                exchange.problem(
                    Kind.TWIML, "<Message> is for a sender who cannot be texted", 21211, message.sid
                )
                continue
            reply = Message(verb.get("from") or message.to, to, body, "outbound-reply", exchange.clock.utc())
            if (callback := verb.get("statusCallback") or verb.get("action")) is not None:
                reply.callback = documents.resolve(callback)
            if (to, reply.from_) not in exchange.blocked:
                send(exchange, reply)
    return None


def incoming_form(exchange: Exchange, message: Message) -> dict[str, str]:
    """The parameters by which the service learns of a text; blank values are sent and signed too."""
    form = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "AccountSid": exchange.account_sid,
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
        "NumMedia": str(len(message.media)),
        "NumSegments": str(message.segments),
        "SmsStatus": "received",
        "ApiVersion": API_VERSION,
    }
    for side in ("From", "To"):
        form |= {f"{side}City": "", f"{side}State": "", f"{side}Zip": ""}
        form[f"{side}Country"] = "GB" if form[side].startswith("+44") else ""
    for turn, (sid, content_type) in enumerate(message.media):
        home = f"{exchange.url}/2010-04-01/Accounts/{exchange.account_sid}/Messages/{message.sid}"
        form |= {f"MediaUrl{turn}": f"{home}/Media/{sid}", f"MediaContentType{turn}": content_type}
    return form
