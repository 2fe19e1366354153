"""Texts by REST: send one, look one up, blank or delete one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from oncall.practice.addresses import new_sid
from oncall.practice.rest import (
    Refused,
    callback_of,
    date,
    exchange,
    found,
    number_of,
    only_known,
    to_and_from,
)
from oncall.practice.rest_lists import asked_for, newest, page_of, within
from oncall.practice.texts import Message, next_in_turn, send

messages = Blueprint("messages", __name__)

LONGEST_BODY, MOST_PICTURES = 1600, 10
NO_TO, WRONG_TO, WRONG_FROM, NO_FROM, NO_BODY, TOO_LONG = 21604, 21211, 21212, 21603, 21602, 21617
CANNOT_TEXT, STOPPED, WRONG_CALLBACK, WRONG_VALIDITY, TOO_MANY_PICTURES = 21606, 21610, 21609, 21624, 21623
STILL_GOING = 20009


@messages.post("/Messages.json")
def create_message() -> tuple[Response, int]:
    """Send a text. Asking twice sends two."""
    only_known("messages.create")
    to, from_ = _numbers()
    body = request.form.get("Body", "")
    pictures = request.form.getlist("MediaUrl")
    if not body and not pictures:
        raise Refused(NO_BODY, "Body is missing")
    if len(body) > LONGEST_BODY:
        raise Refused(TOO_LONG, f"Body is longer than {LONGEST_BODY} characters")
    if len(pictures) > MOST_PICTURES:
        raise Refused(TOO_MANY_PICTURES, f"there are more than {MOST_PICTURES} pictures")
    message = Message(from_, to, body, "outbound-api", exchange().clock.utc())
    message.media = [(new_sid("ME"), "image/png") for _ in pictures]
    message.valid_seconds = number_of("ValidityPeriod", 1, 36_000, WRONG_VALIDITY)
    message.callback = callback_of("StatusCallback", WRONG_CALLBACK)
    return jsonify(as_json(send(exchange(), message))), 201


@messages.get("/Messages.json")
def list_messages() -> Response:
    """The account's texts, newest first, as far as they pass the filters."""
    return page_of("messages", newest(exchange().messages, _is_asked_for), as_json)


@messages.get("/Messages/<sid>.json")
def fetch_message(sid: str) -> Response:
    """One text."""
    return jsonify(as_json(found(exchange().messages, sid)))


@messages.post("/Messages/<sid>.json")
def update_message(sid: str) -> Response:
    """Blank a text's words; nothing else about a sent text can be changed."""
    message = found(exchange().messages, sid)
    only_known("messages.update")
    if request.form.get("Body") != "":
        raise Refused(20001, "only an empty Body can be given")
    if message.status == "queued":
        raise Refused(STILL_GOING, "the text is still on its way", 409)
    with exchange().clock.lock:
        message.body = ""
    return jsonify(as_json(message))


@messages.delete("/Messages/<sid>.json")
def delete_message(sid: str) -> tuple[str, int]:
    """Forget a text whose fate is known."""
    message = found(exchange().messages, sid)
    if message.status in ("queued", "sent"):
        raise Refused(STILL_GOING, "the text is still on its way", 409)
    with exchange().clock.lock:
        del exchange().messages[sid]
    return "", 204


def _is_asked_for(message: Message) -> bool:
    return asked_for(To=message.to, From=message.from_) and within(
        "DateSent", message.sent or message.created
    )


def _numbers() -> tuple[str, str]:
    to, from_ = to_and_from(NO_TO, WRONG_TO, NO_FROM)
    number = exchange().number(from_)
    if number is None:
        raise Refused(WRONG_FROM, "From is not a number of this account")
    if not number.can_text:
        raise Refused(CANNOT_TEXT, "From cannot send texts")
    if (to, from_) in exchange().blocked:
        raise Refused(STOPPED, "whoever has this number sent STOP")
    phone = exchange().phones.get(to)
    code = None if phone is None else next_in_turn(exchange(), phone.texts_refused)
    if code is not None:
        raise Refused(code, "this number is refused")
    return to, from_


def as_json(message: Message) -> dict[str, Any]:
    """A text in the provider's shape."""
    account = exchange().account_sid
    uri = f"/2010-04-01/Accounts/{account}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account,
        "messaging_service_sid": None,
        "from": message.from_,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "direction": message.direction,
        "num_segments": str(message.segments),
        "num_media": str(len(message.media)),
        "error_code": message.error_code,
        "error_message": None,
        "date_created": date(message.created),
        "date_updated": date(message.updated or message.created),
        "date_sent": date(message.sent),
        "price": None,
        "price_unit": "GBP",
        "api_version": "2010-04-01",
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
