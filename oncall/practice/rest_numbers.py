"""The account's numbers by REST: list, fetch, point them at the service."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from oncall.practice.numbers import ServiceNumber
from oncall.practice.rest import Refused, address_of, date, exchange, found, method_of, only_known
from oncall.practice.rest_lists import page_of

numbers = Blueprint("numbers", __name__)

WRONG_ADDRESS = 21402
ADDRESSES = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}

NOTHING = (
    "address_sid",
    "bundle_sid",
    "identity_sid",
    "trunk_sid",
    "emergency_address_sid",
    "sms_application_sid",
    "voice_application_sid",
)


@numbers.get("/IncomingPhoneNumbers.json")
def list_numbers() -> Response:
    """The account's numbers, or those that hold the digits asked for."""
    wanted = request.args.get("PhoneNumber", "").replace("*", "").strip()
    friendly = request.args.get("FriendlyName")
    kept = [
        number
        for number in exchange().numbers.values()
        if wanted in number.phone_number and friendly in (None, number.friendly_name)
    ]
    return page_of("incoming_phone_numbers", kept, as_json)


@numbers.get("/IncomingPhoneNumbers/<sid>.json")
def fetch_number(sid: str) -> Response:
    """One number."""
    return jsonify(as_json(found(exchange().numbers, sid)))


@numbers.post("/IncomingPhoneNumbers/<sid>.json")
def update_number(sid: str) -> Response:
    """Change where a number's calls and texts are taken; what is not named stays."""
    number = found(exchange().numbers, sid)
    only_known("numbers.update")
    given: dict[str, str] = {
        field: address_of(name, WRONG_ADDRESS) for name, field in ADDRESSES.items() if name in request.form
    }
    given |= {field: method_of(name) for name, field in METHODS.items() if name in request.form}
    _fallback_needs_primary(number, given)
    if "FriendlyName" in request.form:
        given["friendly_name"] = request.form["FriendlyName"]
    with exchange().clock.lock:
        for field, value in given.items():
            setattr(number, field, value)
        number.date_updated = exchange().clock.utc()
        exchange().touch()
    return jsonify(as_json(number))


def _fallback_needs_primary(number: ServiceNumber, given: dict[str, str]) -> None:
    for fallback, primary, code in (
        ("voice_fallback_url", "voice_url", 21405),
        ("sms_fallback_url", "sms_url", 21406),
    ):
        if given.get(fallback) and not given.get(primary, getattr(number, primary)):
            raise Refused(code, "a fallback address needs a first address")


def as_json(number: ServiceNumber) -> dict[str, Any]:
    """A number in the provider's shape."""
    account = exchange().account_sid
    kept = {field: getattr(number, field) for field in (*ADDRESSES.values(), *METHODS.values())}
    return kept | {
        "sid": number.sid,
        "account_sid": account,
        "phone_number": number.phone_number,
        "friendly_name": number.friendly_name,
        "api_version": "2010-04-01",
        "date_created": date(number.date_created),
        "date_updated": date(number.date_updated),
        "capabilities": {"voice": True, "sms": number.can_text, "mms": False, "fax": False},
        "address_requirements": "none",
        "beta": False,
        "origin": "twilio",
        "status": "in-use",
        "type": None,
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "subresource_uris": {},
        "uri": f"/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{number.sid}.json",
        **dict.fromkeys(NOTHING),
    }
