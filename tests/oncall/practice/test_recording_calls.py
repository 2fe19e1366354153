"""Recordings of whole calls."""

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.oncall.practice.line import LINE


def test_dial_records_what_is_said_while_connected(line, carer, asha, network):
    line.says(
        "voice",
        '<Dial action="/next" callerId="+441632960100" record="record-from-answer-dual" '
        'recordingStatusCallback="/kept">+447700900201</Dial>',
    )
    asha.answers().hangs_up(after=12)

    carer.rings(LINE).connects_to(asha).ends()
    network.quiet()

    assert line.at("kept")[0]["RecordingSource"] == "DialVerb"
    assert line.at("kept")[0]["RecordingDuration"] == "12"
    assert line.at("kept")[0]["RecordingChannels"] == "2"
    assert line.at("next")[0]["RecordingUrl"] == line.at("kept")[0]["RecordingUrl"]


def test_a_call_is_recorded_paused_and_resumed_by_rest(client, hunt, carer, asha, network):
    asha.answers().presses("1").hangs_up(after=200)
    call = carer.rings(LINE).connects_to(asha)
    of_call = client.calls(call.sid)

    started = of_call.recordings.create(recording_status_callback=f"{hunt.url}/kept")
    assert of_call.recordings("Twilio.CURRENT").update(status="paused").status == "paused"
    assert of_call.recordings(started.sid).update(status="in-progress").status == "in-progress"
    of_call.recordings("Twilio.CURRENT").update(status="stopped")
    network.wait_until(lambda: bool(hunt.at("kept")), "nobody was told of the recording")

    assert hunt.at("kept")[0]["RecordingSource"] == "StartCallRecordingAPI"
    assert hunt.at("kept")[0]["RecordingStatus"] == "completed"
    call.hangs_up()


def test_a_recording_ends_with_its_call(client, line, carer, network):
    line.says("voice", '<Say>Hello.</Say><Pause length="2000"/>')
    call = carer.rings(LINE).hears("Hello")
    network.wait_until(lambda: call.status == "in-progress", "not answered")

    started = client.calls(call.sid).recordings.create()
    call.hangs_up(after=5)
    network.quiet()

    assert client.recordings(started.sid).fetch().status == "completed"


def test_only_a_live_call_can_be_recorded(client, line, carer, network):
    network.allows("rest")
    call = carer.rings(LINE).ends()

    with pytest.raises(TwilioRestException) as refused:
        client.calls(call.sid).recordings.create()

    assert refused.value.code == 21220


def test_a_machine_on_a_dialled_leg_is_reported_beside_the_call(line, carer, asha, network):
    line.says(
        "voice",
        '<Dial callerId="+441632960100"><Number machineDetection="DetectMessageEnd" '
        'amdStatusCallback="/amd">+447700900201</Number></Dial>',
    )
    asha.voicemail(after=5)

    carer.rings(LINE).connects_to(asha).hangs_up(after=20)
    network.quiet()

    assert line.at("amd")[0]["AnsweredBy"] == "machine_end_beep"
