"""Calls by REST: place one, look one up, send one elsewhere, end one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from oncall.practice.addresses import can_be_rung
from oncall.practice.calls import Leg, Reports
from oncall.practice.detection import Detection
from oncall.practice.orders import Step
from oncall.practice.outbound import Order, place
from oncall.practice.rest import (
    Refused,
    address_of,
    callback_of,
    date,
    exchange,
    found,
    method_of,
    number_of,
    only_known,
    to_and_from,
)
from oncall.practice.rest_lists import asked_for, newest, page_of, within

calls = Blueprint("calls", __name__)

LONGEST_TWIML = 4000
NO_TO, WRONG_TO, WRONG_FROM, NO_FROM, FROM_NOT_OURS, WRONG_URL = 21201, 21211, 21212, 21213, 21210, 21205
WRONG_TIMEOUT, WRONG_EVENT, WRONG_STATE, WRONG_CALLBACK, WRONG_DETECTION = 21208, 21626, 21220, 21609, 21234
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


@calls.post("/Calls.json")
def create_call() -> tuple[Response, int]:
    """Ring somebody and play them a document. Asking twice rings twice."""
    only_known("calls.create")
    to, from_ = numbers_of()
    order = Order(
        _document(),
        seconds=float(number_of("Timeout", 1, 600, WRONG_TIMEOUT) or 60),
        limit=number_of("TimeLimit", 1, 86_400, WRONG_TIMEOUT),
        detection=_detection(),
    )
    leg = Leg(exchange(), direction="outbound-api", from_=from_, to=to, reports=reports_of())
    leg.fallback = (address_of("FallbackUrl", WRONG_URL), method_of("FallbackMethod"))
    exchange().add_call(leg)
    place(leg, order)
    return jsonify(as_json(leg)), 201


@calls.get("/Calls.json")
def list_calls() -> Response:
    """The account's calls, newest first, as far as they pass the filters."""
    return page_of("calls", newest(exchange().calls, _is_asked_for), as_json)


@calls.get("/Calls/<sid>.json")
def fetch_call(sid: str) -> Response:
    """One call."""
    return jsonify(as_json(found(exchange().calls, sid)))


@calls.post("/Calls/<sid>.json")
def update_call(sid: str) -> Response:
    """Send a live call to another document, cancel one that is not answered yet, or end it."""
    only_known("calls.update")
    leg = found(exchange().calls, sid)
    status = request.form.get("Status")
    elsewhere = "Url" in request.form or "Twiml" in request.form
    with exchange().clock.lock:
        if leg.over:
            raise Refused(WRONG_STATE, "the call has ended")
        if status == "canceled" and not leg.live:
            leg.finish("canceled")
        elif status == "completed":
            leg.finish("completed" if leg.live else "canceled")
        elif elsewhere and leg.live:
            leg.send_to(_document())
        elif status is not None or elsewhere:
            raise Refused(WRONG_STATE, f"a call that is {rest_status(leg)} cannot be changed so")
    return jsonify(as_json(leg))


@calls.delete("/Calls/<sid>.json")
def delete_call(sid: str) -> tuple[str, int]:
    """Forget a call that has ended."""
    leg = found(exchange().calls, sid)
    if not leg.over:
        raise Refused(20009, "a call can be deleted only when it has ended", 409)
    with exchange().clock.lock:
        del exchange().calls[sid]
    return "", 204


def _is_asked_for(leg: Leg) -> bool:
    return (
        asked_for(To=leg.to, From=leg.from_, Status=rest_status(leg))
        and asked_for(ParentCallSid=leg.parent.sid if leg.parent else None)
        and within("StartTime", leg.began or leg.created)
        and within("EndTime", leg.ended)
    )


def numbers_of() -> tuple[str, str]:
    """Whom the request wants rung, and from which number of ours."""
    to, from_ = to_and_from(NO_TO, WRONG_TO, NO_FROM)
    if not can_be_rung(from_):
        raise Refused(WRONG_FROM, "From is not a full international number")
    if exchange().number(from_) is None:
        raise Refused(FROM_NOT_OURS, "From is not a number of this account")
    return to, from_


def _document() -> Step:
    """Where the call's document is; where both are given the address wins."""
    url = address_of("Url", WRONG_URL)
    twiml = request.form.get("Twiml", "")
    if not url and not twiml:
        raise Refused(WRONG_URL, "one of Url and Twiml is needed")
    if len(twiml) > LONGEST_TWIML:
        raise Refused(WRONG_URL, f"Twiml is longer than {LONGEST_TWIML} characters")
    return Step(url, method_of("Method"), twiml="" if url else twiml)


def reports_of() -> Reports:
    """Where the request wants status callbacks sent, and for which events."""
    # The calls API repeats the parameter, the participants API separates events by spaces.
    events = frozenset(" ".join(request.form.getlist("StatusCallbackEvent")).split()) or frozenset(
        {"completed"}
    )
    if not events <= EVENTS:
        raise Refused(WRONG_EVENT, "StatusCallbackEvent names an event that does not exist")
    url = callback_of("StatusCallback", WRONG_CALLBACK)
    return Reports(url, method_of("StatusCallbackMethod"), events)


def _detection() -> Detection:
    mode = request.form.get("MachineDetection", "")
    if mode not in ("", "Enable", "DetectMessageEnd"):
        raise Refused(WRONG_DETECTION, "MachineDetection must be Enable or DetectMessageEnd")
    return Detection(
        mode,
        address_of("AsyncAmdStatusCallback", WRONG_CALLBACK),
        method_of("AsyncAmdStatusCallbackMethod"),
        meanwhile=request.form.get("AsyncAmd", "").lower() == "true",
    )


def rest_status(leg: Leg) -> str:
    """A leg's status as REST has it."""
    return "queued" if leg.status == "initiated" else leg.status


def as_json(leg: Leg) -> dict[str, Any]:
    """A call in the provider's shape."""
    account = exchange().account_sid
    ours = exchange().number(leg.to if leg.direction == "inbound" else leg.from_)
    uri = f"/2010-04-01/Accounts/{account}/Calls/{leg.sid}"
    return {
        "sid": leg.sid,
        "account_sid": account,
        "parent_call_sid": leg.parent.sid if leg.parent else None,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "to": leg.to,
        "to_formatted": leg.to,
        "phone_number_sid": ours.sid if ours else None,
        "status": rest_status(leg),
        "direction": leg.direction,
        "date_created": date(leg.created),
        "date_updated": date(leg.updated),
        "start_time": date(leg.began),
        "end_time": date(leg.ended),
        "duration": str(leg.duration) if leg.over else None,
        "answered_by": leg.answered_by or None,
        "forwarded_from": leg.forwarded_from or None,
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": None,
        "queue_time": "0",
        "price": None,
        "price_unit": "GBP",
        "annotation": None,
        "api_version": "2010-04-01",
        "uri": f"{uri}.json",
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
    }
