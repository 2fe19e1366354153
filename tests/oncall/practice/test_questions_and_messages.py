"""Questions answered by keys, and messages left after the beep."""

import io
import wave

import pytest
import requests

from tests.oncall.practice.line import LINE

ASK = (
    '<Gather action="/chose" numDigits="1" timeout="6"><Say>Press 1 or 2.</Say></Gather>'
    "<Say>Nothing pressed.</Say>"
)


def test_the_key_pressed_arrives_as_digits(line, carer):
    line.says("voice", ASK)
    line.says("chose", lambda form: f"<Say>You pressed {form['Digits']}.</Say>")

    carer.rings(LINE).presses("2").hears("You pressed 2").ends()


def test_a_key_stops_the_words_before_their_end(line, carer):
    line.says("voice", f'<Gather action="/chose" numDigits="1"><Say>{"A long word. " * 60}</Say></Gather>')

    call = carer.rings(LINE).presses("1", after=2).ends()

    assert call.leg.duration < 10


def test_without_a_key_the_document_goes_on(line, carer):
    line.says("voice", ASK)

    carer.rings(LINE).hears("Nothing pressed").ends()

    assert line.at("chose") == []


def test_without_a_key_the_action_is_asked_for_where_the_document_says_so(line, carer):
    line.says("voice", '<Gather action="/chose" actionOnEmptyResult="true" timeout="2"/>')

    carer.rings(LINE).ends()

    assert line.at("chose")[0]["Digits"] == ""


def test_the_finish_key_is_not_among_the_digits(line, carer):
    line.says("voice", '<Gather action="/chose" finishOnKey="#" timeout="6"/>')

    carer.rings(LINE).presses("1234#").ends()

    assert line.at("chose")[0]["Digits"] == "1234"


def test_a_question_without_an_action_asks_the_same_address_again(line, carer):
    line.says(
        "voice", lambda form: "<Say>Thank you.</Say>" if "Digits" in form else '<Gather numDigits="1"/>'
    )

    carer.rings(LINE).presses("5").hears("Thank you").ends()


@pytest.mark.parametrize("sent", [True, False])
def test_hanging_up_among_the_keys_tells_the_action_or_not(line, carer, network, sent):
    network.switches.gather_on_hangup = sent
    line.says("voice", '<Gather action="/chose" numDigits="4" timeout="20"/>')

    carer.rings(LINE).presses("12").hangs_up()
    network.quiet()

    assert [form["Digits"] for form in line.at("chose")] == (["12"] if sent else [])


RECORD = (
    "<Say>Leave a message.</Say>"
    '<Record action="/left" maxLength="60" timeout="5" recordingStatusCallback="/kept"/>'
)


def test_a_message_is_recorded_until_the_caller_hangs_up(line, carer, network):
    line.says("voice", RECORD + "<Say>We heard nothing.</Say>")

    call = carer.rings(LINE).leaves_message(seconds=5)
    network.quiet()

    left, kept = line.at("left")[0], line.at("kept")[0]
    assert (left["Digits"], left["RecordingDuration"], left["CallStatus"]) == ("hangup", "5", "completed")
    assert (kept["RecordingStatus"], kept["RecordingSource"]) == ("completed", "RecordVerb")
    assert kept["RecordingUrl"] == left["RecordingUrl"]
    assert call.sounds == ["beep"]


def test_a_recording_can_be_fetched_and_has_its_length(line, carer, network):
    line.says("voice", RECORD)
    carer.rings(LINE).leaves_message(seconds=4)
    network.quiet()

    url, account = line.at("left")[0]["RecordingUrl"], (network.account_sid, network.token)
    sound = requests.get(url, auth=account, timeout=30)

    with wave.open(io.BytesIO(sound.content)) as read:
        assert read.getnframes() / read.getframerate() == 4
    assert requests.get(f"{url}.wav", auth=account, timeout=30).content == sound.content
    network.allows("rest")
    assert requests.get(url, timeout=30).status_code == 401


def test_a_recording_is_not_there_before_it_is_ready(line, carer, network):
    network.switches.recording_ready_after = 40
    statuses = []
    auth = (network.account_sid, network.token)
    line.says("voice", RECORD)
    line.says(
        "left", lambda form: statuses.append(requests.get(form["RecordingUrl"], auth=auth, timeout=30)) or ""
    )

    carer.rings(LINE).leaves_message(seconds=4)
    network.quiet()

    assert [answer.status_code for answer in statuses] == [404]


def test_a_key_ends_the_message_and_the_call_goes_on(line, carer):
    line.says("voice", RECORD)
    line.says("left", "<Say>Thank you.</Say>")

    carer.rings(LINE).leaves_message(seconds=3, ends_with="#").hears("Thank you").ends()

    assert line.at("left")[0]["Digits"] == "#"


def test_falling_silent_ends_the_message(line, carer):
    line.says("voice", RECORD)
    line.says("left", "<Say>Thank you.</Say>")

    call = carer.rings(LINE).leaves_message(seconds=3, ends_with="silence").hears("Thank you").ends()

    assert line.at("left")[0]["RecordingDuration"] == "3"
    assert 8 <= call.leg.duration <= 12


def test_saying_nothing_goes_on_with_the_document(line, carer):
    line.says("voice", RECORD + "<Say>We heard nothing.</Say>")

    carer.rings(LINE).hears("We heard nothing").ends()

    assert line.at("left") == []


def test_by_the_other_switch_saying_nothing_asks_for_the_action(line, carer, network):
    network.switches.empty_recording = "action"
    line.says("voice", RECORD)

    carer.rings(LINE).ends()

    assert line.at("left")[0]["RecordingDuration"] == "0"
