"""Gateway, guard and forms together on the practice network: its REST, its signatures, its posts."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, request

from oncall.practice.script import Network
from oncall.practice.server import Server
from oncall.service.connect import connect
from oncall.service.tables import Channel
from oncall.settings import Settings
from oncall.telephony import forms
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import NumberRefused
from oncall.telephony.guard import address_asked, signed
from oncall.telephony.twilio_gateway import TwilioTelephony

CARER = "+447700900301"
PRACTITIONER = "+447700900201"
VOICE = "+441632960100"
SMS = "+447700900100"
RECORD = '<Record maxLength="60" action="/twilio/message" recordingStatusCallback="/twilio/recording"/>'


@dataclass
class Line:
    """What the network asked of us, read into our values; every request's signature is checked."""

    url: str = ""
    token: str = ""
    read: list[Any] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    recorded: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> Response:
        asked = address_asked(request.environ, self.url)
        if not signed(asked, request.form, request.headers.get("X-Twilio-Signature", ""), [self.token]):
            self.refused.append(path)
        verbs = ""
        match path:
            case "twilio/voice":
                self.read.append(forms.inbound_call(request.form))
                verbs = RECORD
            case "twilio/message":
                self.read.append(forms.message_left(request.form))
            case "twilio/recording":
                self.read.append(forms.recording_ready(request.form))
                self.recorded.set()
            case "twilio/voice/ended":
                self.read.append(forms.call_ended(request.form))
            case "twilio/text":
                self.read.append(forms.inbound_text(request.form))
            case "twilio/text/status":
                self.read.append(forms.text_status(request.form))
            case "twilio/leg":
                self.read.append(forms.leg_event(request.form))
            case "twilio/page":
                verbs = "<Say>Somebody has rung.</Say>"
        return Response(f"<Response>{verbs}</Response>", mimetype="text/xml")

    def those(self, kind: type) -> list[Any]:
        """The values of one kind, in the order they came."""
        return [value for value in self.read if isinstance(value, kind)]


@pytest.fixture
def practice() -> Iterator[Network]:
    network = Network(speed=200)
    network.number(VOICE)
    network.number(SMS)
    yield network
    network.close()


@pytest.fixture
def practice_telephony(practice: Network) -> TwilioTelephony:
    return TwilioTelephony.from_settings(
        Settings(
            twilio_account_sid=practice.account_sid,
            twilio_auth_token=practice.token,
            twilio_api_url=practice.url,
        )
    )


@pytest.fixture
def practice_line(practice: Network, practice_telephony: TwilioTelephony) -> Iterator[Line]:
    """A line on this machine, with the network's numbers connected to it."""
    line = Line(token=practice.token)
    app = Flask("line")
    app.add_url_rule("/<path:path>", view_func=line.answer, methods=["POST"])
    server = Server(app)
    line.url = server.url
    server.start()
    connect(
        [(VOICE, Channel.VOICE), (SMS, Channel.SMS)],
        telephony=practice_telephony,
        addresses=Addresses(server.url, server.url),
    )
    yield line
    practice.quiet()
    server.stop()
    assert line.refused == []


def text(telephony: TwilioTelephony, line: Line, words: str = "Please ring the line."):
    return telephony.send_text(
        to=PRACTITIONER,
        sender=SMS,
        words=words,
        status_url=f"{line.url}/twilio/text/status",
        valid_seconds=600,
    )


def test_connecting_a_second_time_changes_nothing(practice_telephony, practice_line):
    connections = connect(
        [(VOICE, Channel.VOICE), (SMS, Channel.SMS)],
        telephony=practice_telephony,
        addresses=Addresses(practice_line.url, practice_line.url),
    )

    assert [(one.number, dict(one.changes), one.lacks) for one in connections] == [
        (VOICE, {}, None),
        (SMS, {}, None),
    ]


def test_a_text_arrives_is_found_again_and_its_delivery_told(practice, practice_telephony, practice_line):
    began = practice.clock.utc()
    phone = practice.phone(PRACTITIONER).may_be_texted()

    sent = text(practice_telephony, practice_line)

    phone.receives("Please ring the line.")
    practice.quiet()
    [(found, words)] = practice_telephony.sent_texts(to=PRACTITIONER, sender=SMS, since=began)
    assert (found.sid, words) == (sent.sid, "Please ring the line.")
    later = practice.clock.utc() + timedelta(hours=1)
    assert practice_telephony.sent_texts(to=PRACTITIONER, sender=SMS, since=later) == []
    statuses = practice_line.those(forms.TextStatus)
    assert {status.sid for status in statuses} == {sent.sid}
    assert "delivered" in {status.status for status in statuses}


def test_somebody_who_sent_stop_is_never_texted(practice, practice_telephony, practice_line):
    practice.phone(PRACTITIONER).texts("STOP", to=SMS)
    practice.quiet()
    practice.allows("rest")

    with pytest.raises(NumberRefused) as refused:
        text(practice_telephony, practice_line)

    assert refused.value.code == 21610
    [came] = practice_line.those(forms.InboundText)
    assert (came.from_number, came.to_number, came.body) == (PRACTITIONER, SMS, "STOP")


def test_somebody_is_rung_and_hears_why(practice, practice_telephony, practice_line):
    practice.phone(PRACTITIONER).answers(after=3)

    sid = practice_telephony.place_call(
        to=PRACTITIONER,
        caller_id=VOICE,
        answer_url=f"{practice_line.url}/twilio/page",
        status_url=f"{practice_line.url}/twilio/leg",
        ring_seconds=20,
    )

    practice.quiet()
    assert practice_telephony.call_status(sid) == "completed"
    events = sorted(practice_line.those(forms.LegEvent), key=lambda event: event.sequence)
    assert [event.status for event in events] == ["initiated", "ringing", "in-progress", "completed"]
    assert {event.sid for event in events} == {sid}
    assert all(event.timestamp is not None for event in events)


def test_a_call_that_never_was_has_no_status(practice, practice_telephony):
    practice.allows("rest")

    assert practice_telephony.call_status("CA" + "0" * 32) is None


def test_a_message_is_left_fetched_and_deleted(practice, practice_telephony, practice_line):
    call = practice.phone(CARER).rings(VOICE, withheld="anonymous")
    call.leaves_message(seconds=4)
    call.ends()
    assert practice_line.recorded.wait(5)
    practice.quiet()

    [came] = practice_line.those(forms.InboundCall)
    [left] = practice_line.those(forms.MessageLeft)
    [ready] = practice_line.those(forms.RecordingReady)
    [ended] = practice_line.those(forms.CallEnded)
    assert (came.from_number, came.to_number) == (None, VOICE)
    assert came.sid == left.call_sid == ready.call_sid == ended.call_sid == call.sid
    assert (left.recording_sid, left.hung_up) == (ready.recording_sid, True)
    assert (ready.status, ended.status) == ("completed", "completed")
    assert practice_telephony.fetch_recording(ready.recording_sid).startswith(b"RIFF")

    practice_telephony.delete_recording(ready.recording_sid)
    practice.allows("rest")
    practice_telephony.delete_recording(ready.recording_sid)

    assert practice.exchange.recordings == {}
