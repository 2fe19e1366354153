"""What every telephone company of ours owes its callers: the fake one, and Twilio over HTTP."""

from collections.abc import Callable

import pytest

from oncall.telephony.gateway import NumberRefused, OwnNumber, SentText, Telephony, TelephonyError
from tests.fakes import FakeTelephony

CARER = "+447700900301"
PRACTITIONER = "+447700900201"
VOICE = "+441632960100"
SMS = "+447700900100"
STATUS = "https://oncall.example.org/twilio/text/status#rc=2&rp=ct,rt,5xx&rt=4000"
RECORDING = "RE" + "0b" * 16


@pytest.fixture(params=["fake", "twilio"])
def company(request) -> tuple[Telephony, FakeTelephony]:
    """A telephone company, and the fake behind it that can be told what to do."""
    if request.param == "fake":
        fake = FakeTelephony()
        return fake, fake
    stand_in = request.getfixturevalue("twilio_stand_in")
    return request.getfixturevalue("twilio_telephony"), stand_in.telephony


def text(telephony: Telephony, words: str = "Please ring back.", *, to: str = PRACTITIONER) -> SentText:
    return telephony.send_text(to=to, sender=SMS, words=words, status_url=STATUS, valid_seconds=900)


def ring(telephony: Telephony, to: str = PRACTITIONER) -> str:
    return telephony.place_call(
        to=to,
        caller_id=VOICE,
        answer_url="https://oncall.example.org/twilio/voice/whisper/7",
        status_url="https://oncall.example.org/twilio/voice/leg/7#rc=2",
        ring_seconds=25,
    )


def number(sid: str, e164: str, **fields: str) -> OwnNumber:
    return OwnNumber(sid, e164, {"VoiceUrl": "", "SmsUrl": "", **fields})


class TestEveryCompany:
    def test_takes_a_text_and_gives_its_id(self, company):
        telephony, behind = company

        sent = text(telephony, "Ring now: “7K2Q” £5 😀\nThank you")

        [taken] = behind.texts
        assert sent == SentText(taken.sid, "queued", None)
        assert (taken.to, taken.sender, taken.words) == (
            PRACTITIONER,
            SMS,
            "Ring now: “7K2Q” £5 😀\nThank you",
        )
        assert (taken.status_url, taken.valid_seconds) == (STATUS, 900)

    def test_finds_the_texts_sent_since_then_to_look_before_sending_again(self, company):
        telephony, behind = company
        text(telephony, "yesterday's")
        first_try = behind.now.advance(days=1)
        sent = [text(telephony, words) for words in ("one", "two", "three")]
        text(telephony, "to somebody else", to=CARER)

        found = telephony.sent_texts(to=PRACTITIONER, sender=SMS, since=first_try)

        assert sorted(found, key=lambda pair: pair[1]) == sorted(
            zip(sent, ["one", "two", "three"], strict=True), key=lambda pair: pair[1]
        )
        assert telephony.sent_texts(to=PRACTITIONER, sender=VOICE, since=first_try) == []

    def test_says_how_a_text_stands(self, company):
        telephony, behind = company
        sent = text(telephony, "hello")

        assert telephony.text_status(sent.sid) == SentText(sent.sid, "queued", None)
        behind.text_statuses[sent.sid] = SentText(sent.sid, "undelivered", 30003)
        assert telephony.text_status(sent.sid) == SentText(sent.sid, "undelivered", 30003)
        assert telephony.text_status("SM" + "0e" * 16) is None

    def test_rings_and_says_how_the_call_stands(self, company):
        telephony, behind = company

        sid = ring(telephony)

        [call] = behind.calls
        assert (call.sid, call.to, call.caller_id, call.ring_seconds) == (sid, PRACTITIONER, VOICE, 25)
        assert call.answer_url == "https://oncall.example.org/twilio/voice/whisper/7"
        assert call.status_url == "https://oncall.example.org/twilio/voice/leg/7#rc=2"
        assert telephony.call_status(sid) == "queued"
        behind.call_statuses[sid] = "in-progress"
        assert telephony.call_status(sid) == "in-progress"

    def test_knows_no_call_that_it_does_not_know(self, company):
        telephony, _ = company

        assert telephony.call_status("CA" + "0c" * 16) is None

    def test_hands_over_a_recording_and_deletes_it_once_or_twice(self, company):
        telephony, behind = company
        behind.recordings[RECORDING] = b"RIFF\0\xff sound" * 10_000

        assert telephony.fetch_recording(RECORDING) == b"RIFF\0\xff sound" * 10_000
        telephony.delete_recording(RECORDING)
        telephony.delete_recording(RECORDING)

        assert behind.recordings == {}

    def test_a_recording_that_is_not_there_yet_may_come(self, company):
        telephony, _ = company

        with pytest.raises(TelephonyError) as waiting:
            telephony.fetch_recording(RECORDING)

        assert not isinstance(waiting.value, NumberRefused)

    def test_lists_all_the_accounts_numbers(self, company):
        telephony, behind = company
        behind.numbers = [
            number(f"PN{n:032x}", f"+44163296010{n}", VoiceUrl=f"https://x/{n}") for n in range(5)
        ]
        behind.numbers.append(OwnNumber("PN" + "0d" * 16, SMS, {"SmsUrl": "https://x"}, can_ring=False))
        behind.numbers.append(OwnNumber("PN" + "0e" * 16, "+441632960109", {}, can_text=False))

        found = telephony.own_numbers()

        assert [own.number for own in found] == [own.number for own in behind.numbers]
        assert [own.addresses.get("VoiceUrl", "") for own in found][:5] == [
            f"https://x/{n}" for n in range(5)
        ]
        assert [(own.can_ring, own.can_text) for own in found][4:] == [
            (True, True),
            (False, True),
            (True, False),
        ]

    def test_points_a_number_and_leaves_the_rest_of_it_alone(self, company):
        telephony, behind = company
        sid = "PN" + "0d" * 16
        behind.numbers = [number(sid, VOICE, SmsUrl="https://old", TrunkSid="TK" + "0f" * 16)]

        telephony.point_number(sid, {"VoiceUrl": "https://new/#rc=2", "VoiceMethod": "POST", "TrunkSid": ""})

        [own] = telephony.own_numbers()
        assert {name: own.addresses[name] for name in ("VoiceUrl", "SmsUrl", "TrunkSid", "VoiceMethod")} == {
            "VoiceUrl": "https://new/#rc=2",
            "SmsUrl": "https://old",
            "TrunkSid": "",
            "VoiceMethod": "POST",
        }

    def test_cannot_point_a_number_it_does_not_own(self, company):
        telephony, _ = company

        with pytest.raises(TelephonyError) as refused:
            telephony.point_number("PN" + "0d" * 16, {"VoiceUrl": "https://new"})

        assert refused.value.code == 20404

    @pytest.mark.parametrize("ask", [text, ring])
    def test_never_takes_a_number_that_it_refuses(self, company, ask):
        telephony, behind = company
        behind.refuses[CARER] = 21610

        with pytest.raises(NumberRefused) as refused:
            ask(telephony, to=CARER)

        assert (refused.value.code, refused.value.unknown) == (21610, False)
        assert ask(telephony)

    @pytest.mark.parametrize("ask", [text, ring])
    def test_says_when_it_is_too_busy_and_nothing_was_done(self, company, ask):
        telephony, behind = company
        behind.fail(TelephonyError(20429))

        with pytest.raises(TelephonyError) as failed:
            ask(telephony)

        assert (failed.value.code, failed.value.unknown) == (20429, False)
        assert not isinstance(failed.value, NumberRefused)
        assert behind.texts == behind.calls == []

    @pytest.mark.parametrize("ask", [text, ring])
    def test_says_when_it_may_have_done_what_it_did_not_answer(self, company, ask):
        telephony, behind = company
        behind.fail(TelephonyError(unknown=True), taken=True)

        with pytest.raises(TelephonyError) as failed:
            ask(telephony)

        assert failed.value.unknown
        assert len(behind.texts + behind.calls) == 1

    @pytest.mark.parametrize(
        "ask",
        [
            text,
            ring,
            lambda t: t.sent_texts(to=CARER, sender=SMS, since=FakeTelephony().now()),
            lambda t: t.call_status("CA1"),
            lambda t: t.fetch_recording(RECORDING),
            lambda t: t.delete_recording(RECORDING),
            lambda t: t.own_numbers(),
            lambda t: t.point_number("PN1", {"VoiceUrl": "https://new"}),
        ],
    )
    def test_every_request_fails_in_the_same_way_when_it_is_down(
        self, ask: Callable, company, twilio_stand_in
    ):
        telephony, behind = company
        behind.down = True

        with pytest.raises(TelephonyError):
            ask(telephony)

        twilio_stand_in.asked.clear()  # some of the ids are none
