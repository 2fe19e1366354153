"""Conferences by REST: who is in one, holding and muting them, bringing somebody in, ending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from oncall.practice.announcing import announce
from oncall.practice.calls import Leg
from oncall.practice.conferences import Conference, Part, conference_named
from oncall.practice.rest import (
    NOT_FOUND,
    Refused,
    address_of,
    date,
    exchange,
    found,
    method_of,
    number_of,
    only_known,
)
from oncall.practice.rest_calls import numbers_of, reports_of
from oncall.practice.rest_lists import asked_for, newest, page_of, within
from oncall.practice.ringing_in import bring_in

conferences = Blueprint("conferences", __name__)

WRONG_TIMEOUT, WRONG_URL = 21208, 21205


@conferences.get("/Conferences.json")
def list_conferences() -> Response:
    """The account's conferences, newest first, as far as they pass the filters."""
    return page_of("conferences", newest(exchange().conferences, _is_asked_for), as_json)


@conferences.get("/Conferences/<sid>.json")
def fetch_conference(sid: str) -> Response:
    """One conference."""
    return jsonify(as_json(found(exchange().conferences, sid)))


@conferences.post("/Conferences/<sid>.json")
def update_conference(sid: str) -> Response:
    """End a conference, or say something to everybody in it."""
    only_known("conferences.update")
    conference = found(exchange().conferences, sid)
    if request.form.get("Status") == "completed":
        conference.end()
    if url := address_of("AnnounceUrl", WRONG_URL):
        announce([part.leg for part in conference.parts.values()], url, method_of("AnnounceMethod"))
    return jsonify(as_json(conference))


@conferences.get("/Conferences/<sid>/Participants.json")
def list_participants(sid: str) -> Response:
    """Who is in a conference."""
    conference = found(exchange().conferences, sid)
    kept = [
        part
        for part in conference.parts.values()
        if request.args.get("Muted", _said(part.muted)).lower() == _said(part.muted)
        and request.args.get("Hold", _said(part.hold)).lower() == _said(part.hold)
    ]
    return page_of("participants", kept, lambda part: participant_json(conference, part))


@conferences.post("/Conferences/<name>/Participants.json")
def create_participant(name: str) -> tuple[Response, int]:
    """Ring somebody and bring them into a conference, which is made when there is none of that name."""
    only_known("participants.create")
    to, from_ = numbers_of()
    seconds = float(number_of("Timeout", 5, 600, WRONG_TIMEOUT) or 60)
    known = exchange().conferences.get(name)
    conference = known if known is not None else conference_named(exchange(), name)
    leg = Leg(exchange(), direction="outbound-api", from_=from_, to=to, reports=reports_of())
    part = Part(
        leg,
        label=request.form.get("Label", ""),
        muted=_flag("Muted", default=False),
        starts=_flag("StartConferenceOnEnter", default=True),
        ends=_flag("EndConferenceOnExit", default=False),
        beeps=request.form.get("Beep", "true") in ("true", "onEnter"),
        wait_url=address_of("WaitUrl", WRONG_URL) or None,
        wait_method=method_of("WaitMethod"),
    )
    exchange().add_call(leg)
    bring_in(leg, conference, part, seconds)
    return jsonify(participant_json(conference, part)), 201


@conferences.get("/Conferences/<sid>/Participants/<call>.json")
def fetch_participant(sid: str, call: str) -> Response:
    """One person in a conference."""
    conference = found(exchange().conferences, sid)
    return jsonify(participant_json(conference, _part(conference, call)))


@conferences.post("/Conferences/<sid>/Participants/<call>.json")
def update_participant(sid: str, call: str) -> Response:
    """Mute or hold somebody, decide whether the conference ends with them, say something to them alone."""
    only_known("participants.update")
    conference = found(exchange().conferences, sid)
    part = _part(conference, call)
    part.ends = _flag("EndConferenceOnExit", default=part.ends)
    if url := address_of("HoldUrl", WRONG_URL):
        part.wait_url, part.wait_method = url, method_of("HoldMethod")
    conference.change(part, muted=_flag("Muted", default=part.muted), hold=_flag("Hold", default=part.hold))
    if url := address_of("AnnounceUrl", WRONG_URL):
        announce([part.leg], url, method_of("AnnounceMethod"))
    return jsonify(participant_json(conference, part))


@conferences.delete("/Conferences/<sid>/Participants/<call>.json")
def delete_participant(sid: str, call: str) -> tuple[str, int]:
    """Send somebody out of a conference."""
    conference = found(exchange().conferences, sid)
    conference.leave(_part(conference, call))
    return "", 204


def _is_asked_for(conference: Conference) -> bool:
    return asked_for(FriendlyName=conference.name, Status=conference.status) and within(
        "DateCreated", conference.created
    )


def _part(conference: Conference, wanted: str) -> Part:
    """By the sid of their call, or by their label."""
    for part in conference.parts.values():
        if wanted in (part.leg.sid, part.label):
            return part
    raise Refused(NOT_FOUND, f"{wanted} is not in the conference", 404)


def _flag(name: str, *, default: bool) -> bool:
    return request.form.get(name, _said(default)).lower() == "true"


def _said(flag: bool) -> str:  # noqa: FBT001  (a value to be written)
    return "true" if flag else "false"


def as_json(conference: Conference) -> dict[str, Any]:
    """A conference in the provider's shape."""
    account = exchange().account_sid
    uri = f"/2010-04-01/Accounts/{account}/Conferences/{conference.sid}"
    return {
        "sid": conference.sid,
        "account_sid": account,
        "friendly_name": conference.name,
        "status": conference.status,
        "region": "us1",
        "reason_conference_ended": "last-participant-left" if conference.status == "completed" else None,
        "call_sid_ending_conference": conference.ended_by or None,
        "date_created": date(conference.created),
        "date_updated": date(conference.updated or conference.created),
        "api_version": "2010-04-01",
        "uri": f"{uri}.json",
        "subresource_uris": {"participants": f"{uri}/Participants.json"},
    }


def participant_json(conference: Conference, part: Part) -> dict[str, Any]:
    """Somebody in a conference in the provider's shape."""
    account = exchange().account_sid
    uri = f"/2010-04-01/Accounts/{account}/Conferences/{conference.sid}/Participants/{part.leg.sid}.json"
    return {
        "account_sid": account,
        "call_sid": part.leg.sid,
        "conference_sid": conference.sid,
        "label": part.label or None,
        "muted": part.muted,
        "hold": part.hold,
        "coaching": False,
        "call_sid_to_coach": None,
        "start_conference_on_enter": part.starts,
        "end_conference_on_exit": part.ends,
        "status": _status(part.leg),
        "queue_time": "0",
        "date_created": date(part.leg.created),
        "date_updated": date(part.leg.updated),
        "uri": uri,
    }


def _status(leg: Leg) -> str:
    if leg.over:
        return "complete" if leg.status == "completed" else "failed"
    return {"in-progress": "connected", "ringing": "ringing"}.get(leg.status, "queued")
