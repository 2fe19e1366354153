"""Recordings by REST: list, fetch, listen, delete; and the pictures that came with texts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from oncall.practice.calls import Reports
from oncall.practice.recordings import Recording, wav
from oncall.practice.rest import NOT_FOUND, Refused, address_of, date, exchange, found, method_of, only_known
from oncall.practice.rest_lists import newest, page_of, within

recordings = Blueprint("recordings", __name__)

WRONG_STATE, WRONG_CALLBACK = 21220, 21609

# One transparent point.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "00ffff03000006000557bfabd40000000049454e44ae426082"
)


@recordings.get("/Recordings.json")
def list_recordings() -> Response:
    """The account's recordings, newest first, as far as they pass the filters."""
    return _listed(request.args.get("CallSid"))


@recordings.get("/Calls/<call>/Recordings.json")
def list_recordings_of_call(call: str) -> Response:
    """The recordings of one call."""
    found(exchange().calls, call)
    return _listed(call)


@recordings.post("/Calls/<call>/Recordings.json")
def record_call(call: str) -> tuple[Response, int]:
    """Record a live call from now on."""
    only_known("recordings.create")
    leg = found(exchange().calls, call)
    if not leg.live:
        raise Refused(WRONG_STATE, "only a live call can be recorded")
    events = frozenset(" ".join(request.form.getlist("RecordingStatusCallbackEvent")).split())
    url = address_of("RecordingStatusCallback", WRONG_CALLBACK)
    reports = Reports(url, method_of("RecordingStatusCallbackMethod"), events or frozenset({"completed"}))
    recording = Recording.of(leg, "StartCallRecordingAPI", reports)
    recording.channels = 2 if request.form.get("RecordingChannels") == "dual" else 1
    recording.run()
    return jsonify(as_json(recording)), 201


@recordings.post("/Calls/<call>/Recordings/<sid>.json")
def change_recording(call: str, sid: str) -> Response:
    """Pause, resume or stop a recording of a call; `Twilio.CURRENT` is the one that runs."""
    only_known("recordings.update")
    leg = found(exchange().calls, call)
    current = leg.running[-1] if leg.running and sid == "Twilio.CURRENT" else exchange().recordings.get(sid)
    change = {"paused": Recording.pause, "in-progress": Recording.resume, "stopped": Recording.stop}
    wanted = change.get(request.form.get("Status", ""))
    if current is None or current not in leg.running or wanted is None:
        raise Refused(WRONG_STATE, "this recording cannot be changed so")
    with exchange().clock.lock:
        wanted(current)
    return jsonify(as_json(current))


@recordings.get("/Recordings/<sid>.json")
def fetch_recording(sid: str) -> Response:
    """What is known of one recording."""
    return jsonify(as_json(found(exchange().recordings, sid)))


@recordings.get("/Recordings/<sid>")
@recordings.get("/Recordings/<sid>.wav")
@recordings.get("/Recordings/<sid>.mp3")
def listen(sid: str) -> Response:
    """The sound itself, as soon as it is ready. (The .mp3 holds the .wav: there is no encoder here.)"""
    recording = found(exchange().recordings, sid)
    if not recording.ready:
        raise Refused(NOT_FOUND, "the recording is not ready yet", 404)
    mimetype = "audio/mpeg" if request.path.endswith(".mp3") else "audio/x-wav"
    return Response(wav(recording.seconds), mimetype=mimetype)


@recordings.delete("/Recordings/<sid>.json")
@recordings.delete("/Recordings/<sid>")
def delete_recording(sid: str) -> tuple[str, int]:
    """Delete a recording; deleting it again is 404."""
    found(exchange().recordings, sid)
    with exchange().clock.lock:
        del exchange().recordings[sid]
        exchange().touch()
    return "", 204


@recordings.get("/Messages/<message>/Media/<sid>")
def picture(message: str, sid: str) -> Response:
    """A picture that came with a text."""
    kinds = dict(found(exchange().messages, message).media)
    return Response(PICTURE, mimetype=found(kinds, sid))


@recordings.get("/Messages/<message>/Media.json")
def list_pictures(message: str) -> Response:
    """What came with a text."""
    kept = found(exchange().messages, message).media
    return page_of("media_list", kept, lambda medium: _picture_json(message, medium))


@recordings.delete("/Messages/<message>/Media/<sid>.json")
def delete_picture(message: str, sid: str) -> tuple[str, int]:
    """Delete a picture."""
    text = found(exchange().messages, message)
    found(dict(text.media), sid)
    with exchange().clock.lock:
        text.media = [medium for medium in text.media if medium[0] != sid]
    return "", 204


def _listed(call: str | None) -> Response:
    kept = newest(
        exchange().recordings,
        lambda one: call in (None, "", one.leg.sid) and within("DateCreated", one.started),
    )
    return page_of("recordings", kept, as_json)


def _picture_json(message: str, medium: tuple[str, str]) -> dict[str, Any]:
    account = exchange().account_sid
    return {
        "sid": medium[0],
        "account_sid": account,
        "parent_sid": message,
        "content_type": medium[1],
        "date_created": date(exchange().messages[message].created),
        "date_updated": date(exchange().messages[message].created),
        "uri": f"/2010-04-01/Accounts/{account}/Messages/{message}/Media/{medium[0]}.json",
    }


def as_json(recording: Recording) -> dict[str, Any]:
    """A recording in the provider's shape."""
    account = exchange().account_sid
    return {
        "sid": recording.sid,
        "account_sid": account,
        "call_sid": recording.leg.sid,
        "conference_sid": None,
        "status": recording.status,
        "duration": str(recording.seconds),
        "channels": recording.channels,
        "source": recording.source,
        "start_time": date(recording.started),
        "date_created": date(recording.started),
        "date_updated": date(recording.started),
        "error_code": None,
        "price": None,
        "price_unit": "GBP",
        "encryption_details": None,
        "api_version": "2010-04-01",
        "media_url": recording.url,
        "uri": f"/2010-04-01/Accounts/{account}/Recordings/{recording.sid}.json",
        "subresource_uris": {},
    }
