"""What the company posts becomes our values, whatever is missing, odd or unknown in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from oncall.telephony import forms
from oncall.telephony.forms import BadForm

CALL = {
    "CallSid": "CA0123456789abcdef0123456789abcdef",
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "From": "+447700900301",
    "To": "+441632960100",
    "CallStatus": "ringing",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "FromCity": "",
    "SomethingNew": "added without notice",
}
TEXT = {
    "MessageSid": "SM1",
    "From": "+447700900301",
    "To": "+447700900100",
    "Body": "Please ring",
    "NumMedia": "0",
}
READERS = [
    forms.inbound_call,
    forms.leg_event,
    forms.dial_ended,
    forms.key_pressed,
    forms.call_ended,
    forms.message_left,
    forms.recording_ready,
    forms.inbound_text,
    forms.text_status,
]
FIELDS = [
    *(
        "CallSid",
        "ParentCallSid",
        "From",
        "Caller",
        "To",
        "Called",
        "ForwardedFrom",
        "CallStatus",
        "CallDuration",
    ),
    *("SequenceNumber", "SipResponseCode", "Timestamp", "DialCallStatus", "DialCallSid", "DialBridged"),
    *("DialCallDuration", "Digits", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration"),
    *("MessageSid", "SmsSid", "SmsMessageSid", "Body", "NumMedia", "NumSegments", "MediaUrl0", "OptOutType"),
    *("MediaContentType0", "MessageStatus", "SmsStatus", "ErrorCode"),
]


def test_a_call_comes_in():
    call = forms.inbound_call(CALL | {"ForwardedFrom": "+441632960301"})

    assert call == forms.InboundCall(CALL["CallSid"], "+447700900301", "+441632960100", "+441632960301")


@pytest.mark.parametrize(
    "shown",
    ["", "anonymous", "Anonymous", "+266696687", "+86282452253", "unknown", "07700900301", "+0", "sip:x@y"],
)
def test_a_caller_who_shows_no_number_has_none(shown):
    assert forms.inbound_call(CALL | {"From": shown}).from_number is None
    assert forms.inbound_call(CALL | {"ForwardedFrom": shown}).forwarded_from is None
    assert forms.inbound_text(TEXT | {"From": shown}).from_number is None


def test_the_duplicates_of_from_and_to_serve_when_those_are_missing():
    form = {"CallSid": "CA1", "Caller": "+447700900301", "Called": "+441632960100"}

    assert forms.inbound_call(form) == forms.InboundCall("CA1", "+447700900301", "+441632960100", None)


def test_a_call_that_says_no_more_than_its_id_is_still_a_call():
    assert forms.inbound_call({"CallSid": "CA1"}) == forms.InboundCall("CA1", None, "", None)


def test_a_leg_tells_how_it_goes():
    event = forms.leg_event(
        {
            "CallSid": "CA2",
            "ParentCallSid": "CA1",
            "CallStatus": "no-answer",
            "SequenceNumber": "0",
            "Duration": "1",
            "CallDuration": "0",
            "SipResponseCode": "487",
            "Timestamp": "Thu, 05 Nov 2026 22:01:02 +0000",
        }
    )

    at = datetime(2026, 11, 5, 22, 1, 2, tzinfo=UTC)
    assert event == forms.LegEvent("CA2", "CA1", "no-answer", 0, 0, 487, at)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Sun, 25 Oct 2026 01:30:00 +0100", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Sun, 25 Oct 2026 01:30:00 GMT", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("Sun, 25 Oct 2026 01:30:00 -0000", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-25T01:30:00Z", None),
        ("Sun, 32 Oct 2026 01:30:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("", None),
    ],
)
def test_times_are_read_as_utc_or_not_at_all(written, instant):
    assert forms.leg_event({"CallSid": "CA1", "Timestamp": written}).timestamp == instant


def test_a_dial_is_over():
    form = CALL | {
        "CallStatus": "in-progress",
        "DialCallStatus": "completed",
        "DialCallSid": "CA2",
        "DialCallDuration": "61",
        "DialBridged": "true",
    }

    assert forms.dial_ended(form) == forms.DialEnded(
        CALL["CallSid"], "in-progress", "completed", "CA2", bridged=True, duration=61
    )


@pytest.mark.parametrize(
    ("said", "bridged"), [("true", True), ("True", True), ("false", False), ("", None), ("maybe", None)]
)
def test_bridged_is_yes_no_or_not_said(said, bridged):
    assert forms.dial_ended({"CallSid": "CA1", "DialBridged": said}).bridged is bridged


def test_a_dial_that_reached_nobody_has_no_leg():
    ended = forms.dial_ended({"CallSid": "CA1", "DialCallStatus": "failed"})

    assert (ended.dial_sid, ended.bridged, ended.duration) == (None, None, None)


def test_a_key_is_pressed_or_none():
    assert forms.key_pressed({"CallSid": "CA2", "Digits": "1"}) == forms.KeyPressed("CA2", "1")
    assert forms.key_pressed({"CallSid": "CA2"}) == forms.KeyPressed("CA2", "")


def test_a_call_ends():
    assert forms.call_ended(CALL | {"CallStatus": "completed", "CallDuration": "62"}) == forms.CallEnded(
        CALL["CallSid"], "completed", 62
    )


def test_a_message_is_left_by_hanging_up_or_by_a_key():
    form = {"CallSid": "CA1", "RecordingSid": "RE1", "RecordingDuration": "7", "Digits": "hangup"}

    assert forms.message_left(form) == forms.MessageLeft("CA1", "RE1", 7, hung_up=True)
    assert forms.message_left(form | {"Digits": "#"}).hung_up is False
    assert forms.message_left({"CallSid": "CA1"}) == forms.MessageLeft("CA1", None, None, hung_up=False)


@pytest.mark.parametrize("ending", ["", ".wav", ".mp3"])
def test_a_recordings_id_may_stand_in_its_address_alone(ending):
    address = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE2{ending}"

    assert forms.message_left({"CallSid": "CA1", "RecordingUrl": address}).recording_sid == "RE2"
    assert forms.recording_ready({"RecordingUrl": address}).recording_sid == "RE2"


def test_a_recording_is_ready():
    form = {"RecordingSid": "RE1", "CallSid": "CA1", "RecordingStatus": "completed", "RecordingDuration": "7"}

    assert forms.recording_ready(form) == forms.RecordingReady("RE1", "CA1", "completed", 7)


def test_a_text_comes_in_with_pictures():
    form = TEXT | {
        "NumMedia": "2",
        "NumSegments": "3",
        "MediaUrl0": "https://media.example/1",
        "MediaContentType0": "image/jpeg",
        "MediaUrl1": "https://media.example/2",
    }

    assert forms.inbound_text(form) == forms.InboundText(
        sid="SM1",
        from_raw="+447700900301",
        from_number="+447700900301",
        to_number="+447700900100",
        body="Please ring",
        media=(("https://media.example/1", "image/jpeg"), ("https://media.example/2", "")),
        segments=3,
        opt_out=None,
    )


def test_a_picture_is_not_lost_because_its_count_is():
    form = {"SmsSid": "MM1", "From": "+447700900301", "MediaUrl0": "https://media.example/1"}

    assert forms.inbound_text(form).media == (("https://media.example/1", ""),)


@pytest.mark.parametrize("sender", ["MyBank", "60777", "whatsapp:+447700900301"])
def test_a_sender_that_is_no_number_is_kept_as_it_came(sender):
    text = forms.inbound_text(TEXT | {"From": sender})

    assert (text.from_raw, text.from_number) == (sender, None)


def test_an_opt_out_is_told():
    assert forms.inbound_text(TEXT | {"Body": "STOP", "OptOutType": "STOP"}).opt_out == "STOP"


def test_a_text_we_sent_was_delivered_or_not():
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}

    assert forms.text_status(form) == forms.TextStatus("SM1", "undelivered", 30003)
    assert forms.text_status({"SmsSid": "SM1", "SmsStatus": "sent"}) == forms.TextStatus("SM1", "sent", None)


def test_an_unknown_word_is_kept_as_it_came():
    assert forms.leg_event({"CallSid": "CA1", "CallStatus": "teleported"}).status == "teleported"
    assert forms.text_status({"MessageSid": "SM1", "MessageStatus": "Read"}).status == "Read"


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("sid", [None, "", " ", "../../x", "CA 1", "é", "C" * 65])
def test_a_post_that_does_not_say_what_it_is_about_is_refused(read, sid):
    form = {} if sid is None else dict.fromkeys(["CallSid", "RecordingSid", "MessageSid", "SmsSid"], sid)

    with pytest.raises(BadForm, match="is missing or no id") as refused:
        read(form)

    assert sid is None or not sid.strip() or sid not in str(refused.value)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("Ring\0 me", "Ring me"),
        ("a\ud800b", "a\ufffdb"),
        ("a\udc00", "a\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("ça, 😀 “yes”\r\n", "ça, 😀 “yes”\r\n"),
    ],
)
def test_what_postgresql_cannot_keep_is_cleaned_away(came, kept):
    assert forms.inbound_text(TEXT | {"Body": came}).body == kept


@pytest.mark.parametrize("odd", ["-1", "1e3", "٣", "99999999999", "seven", " ", "1_0", "0x1"])
def test_a_number_that_is_none_is_left_out(odd):
    assert forms.call_ended({"CallSid": "CA1", "CallDuration": odd}).duration is None


def test_part_of_a_second_is_cut_off():
    assert forms.call_ended({"CallSid": "CA1", "CallDuration": "0.96"}).duration == 0
    assert forms.call_ended({"CallSid": "CA1", "CallDuration": "12.4"}).duration == 12


def test_a_form_may_repeat_its_fields():
    assert forms.key_pressed(MultiDict([("CallSid", "CA1"), ("Digits", "1"), ("Digits", "2")])).digits == "1"


@pytest.mark.parametrize("read", READERS)
@given(form=st.dictionaries(st.sampled_from(FIELDS) | st.text(), st.text(st.characters()), max_size=12))
@settings(max_examples=40)
@example(form={"CallSid": "CA1", "Timestamp": "Thu, 05 Nov 0000 22:01:02 +9999"})
@example(form={"CallSid": "CA1", "Timestamp": "1 1 1 1 1 1"})
def test_nothing_that_arrives_breaks_a_form(read, form):
    try:
        value = read(form)
    except BadForm:
        return

    kept = "".join(str(part) for name in value.__slots__ for part in _parts(getattr(value, name)))
    assert "\0" not in kept
    assert kept.encode()


def _parts(value):
    return [text for pair in value for text in pair] if isinstance(value, tuple) else [value]


def test_a_sender_longer_than_any_is_cut_to_what_can_be_found_again():
    assert forms.inbound_text({**TEXT, "From": "ASDA" * 2_000}).from_raw == "ASDA" * 16
