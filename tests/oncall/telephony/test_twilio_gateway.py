"""What goes over the wire to Twilio, what may come back, and what must never be written down."""

import base64
import logging
import socket
import time
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest
from requests.adapters import BaseAdapter

from oncall.errors import Problem
from oncall.settings import Settings
from oncall.telephony.gateway import NumberRefused, OwnNumber, TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, Handler, StandIn, standing_in
from tests.oncall.telephony.vendor_spec import faults

CARER = "+447700900301"
PRACTITIONER = "+447700900201"
SMS = "+447700900100"
VOICE = "+441632960100"
WORDS = "Kit has not come home"
STATUS = "https://oncall.example.org/twilio/text/status"
CALL = "CA" + "0c" * 16
RECORDING = "RE" + "0b" * 16
NUMBER = "PN" + "0d" * 16
BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
NOW = FakeTelephony().now()


def text(telephony: TwilioTelephony):
    return telephony.send_text(to=CARER, sender=SMS, words=WORDS, status_url=STATUS, valid_seconds=600)


def look(telephony: TwilioTelephony):
    return telephony.sent_texts(to=CARER, sender=SMS, since=NOW)


def ring(telephony: TwilioTelephony):
    return telephony.place_call(
        to=PRACTITIONER, caller_id=VOICE, answer_url=f"{STATUS}/a", status_url=f"{STATUS}/s", ring_seconds=20
    )


EVERYTHING: list[Callable] = [
    text,
    look,
    ring,
    lambda telephony: telephony.call_status(CALL),
    lambda telephony: telephony.fetch_recording(RECORDING),
    lambda telephony: telephony.delete_recording(RECORDING),
    lambda telephony: telephony.own_numbers(),
    lambda telephony: telephony.point_number(NUMBER, {"VoiceUrl": STATUS}),
]


def answers(status: int, value, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(status, value, **headers)


def sleeps(handler: Handler) -> None:
    time.sleep(0.5)
    handler.hang_up()


def stops_half_way(handler: Handler) -> None:
    handler.reply(200, b'{"sid"', Content_Length="5000")
    handler.hang_up()


def failure(ask: Callable, telephony: TwilioTelephony) -> TelephonyError:
    with pytest.raises(TelephonyError) as failed:
        ask(telephony)
    return failed.value


@pytest.mark.parametrize("prefix", ["", "/some/prefix"])
@pytest.mark.parametrize("names_prefix", [False, True])
def test_every_request_goes_below_the_configured_address(prefix, names_prefix):
    with standing_in(FakeTelephony(), prefix=prefix, names_prefix=names_prefix) as stand_in:
        behind = stand_in.telephony
        behind.numbers = [OwnNumber(NUMBER, VOICE, {})] * 3
        behind.recordings[RECORDING] = b"sound"
        telephony = TwilioTelephony.from_settings(
            Settings(twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_api_url=f"{stand_in.url}/")
        )
        for ask in EVERYTHING:
            ask(telephony)

    assert [(asked.method, asked.path) for asked in stand_in.asked] == [
        ("POST", f"{prefix}{BASE}/Messages.json"),
        ("GET", f"{prefix}{BASE}/Messages.json"),
        ("POST", f"{prefix}{BASE}/Calls.json"),
        ("GET", f"{prefix}{BASE}/Calls/{CALL}.json"),
        ("GET", f"{prefix}{BASE}/Recordings/{RECORDING}.wav"),
        ("DELETE", f"{prefix}{BASE}/Recordings/{RECORDING}.json"),
        ("GET", f"{prefix}{BASE}/IncomingPhoneNumbers.json"),
        ("GET", f"{prefix}{BASE}/IncomingPhoneNumbers.json"),
        ("POST", f"{prefix}{BASE}/IncomingPhoneNumbers/{NUMBER}.json"),
    ]
    assert [faults(asked, prefix) for asked in stand_in.asked] == [[]] * 9


class Wire(BaseAdapter):
    """Writes down where requests would go, and for how long they would wait."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, object]] = []

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        self.sent.append((request.url, timeout))
        raise ConnectionRefusedError

    def close(self) -> None:
        """Nothing to close."""


def test_without_a_configured_address_it_is_twilios_own_and_waits_five_seconds(monkeypatch):
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "somebody else's")
    telephony = TwilioTelephony.from_settings(Settings(twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN))
    wire = Wire()
    telephony._line.session.mount("https://api.twilio.com", wire)

    for ask in EVERYTHING:
        with pytest.raises(ConnectionRefusedError):
            ask(telephony)

    assert {timeout for _, timeout in wire.sent} == {5.0}
    assert [url.partition("?")[0] for url, _ in wire.sent] == [
        f"https://api.twilio.com{BASE}/{rest}"
        for rest in (
            "Messages.json",
            "Messages.json",
            "Calls.json",
            f"Calls/{CALL}.json",
            f"Recordings/{RECORDING}.wav",
            f"Recordings/{RECORDING}.json",
            "IncomingPhoneNumbers.json",
            f"IncomingPhoneNumbers/{NUMBER}.json",
        )
    ]


def test_the_fields_of_a_text(twilio_telephony, twilio_stand_in):
    text(twilio_telephony)

    assert sorted(twilio_stand_in.asked[0].form) == [
        ("Body", WORDS),
        ("From", SMS),
        ("StatusCallback", STATUS),
        ("To", CARER),
        ("ValidityPeriod", "600"),
    ]


def test_the_fields_of_a_call(twilio_telephony, twilio_stand_in):
    ring(twilio_telephony)

    assert sorted(twilio_stand_in.asked[0].form) == [
        ("From", VOICE),
        ("Method", "POST"),
        ("StatusCallback", f"{STATUS}/s"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackMethod", "POST"),
        ("Timeout", "20"),
        ("To", PRACTITIONER),
        ("Url", f"{STATUS}/a"),
    ]


def test_an_empty_field_of_a_number_is_sent_to_clear_it(twilio_telephony, twilio_stand_in):
    twilio_stand_in.telephony.numbers = [OwnNumber(NUMBER, VOICE, {})]

    twilio_telephony.point_number(NUMBER, {"VoiceApplicationSid": "", "VoiceUrl": STATUS})

    assert sorted(twilio_stand_in.asked[0].form) == [("VoiceApplicationSid", ""), ("VoiceUrl", STATUS)]


def test_the_first_of_two_tokens_signs(twilio_stand_in):
    telephony = TwilioTelephony.from_settings(
        Settings(
            twilio_account_sid=ACCOUNT, twilio_auth_token=f"{TOKEN}, old", twilio_api_url=twilio_stand_in.url
        )
    )

    telephony.own_numbers()

    sent = twilio_stand_in.asked[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent).decode() == f"{ACCOUNT}:{TOKEN}"


@pytest.mark.parametrize(("sid", "token"), [(None, TOKEN), (ACCOUNT, None), (ACCOUNT, " , ")])
def test_an_account_that_is_not_set_is_said_in_a_sentence(sid, token):
    with pytest.raises(Problem, match=r"set TWILIO_A[A-Z_]+, in the environment or in a .env file"):
        TwilioTelephony.from_settings(Settings(twilio_account_sid=sid, twilio_auth_token=token))


def test_one_connection_serves_many_requests(twilio_telephony, twilio_stand_in):
    for _ in range(3):
        text(twilio_telephony)

    assert twilio_stand_in.connections == 1


@pytest.mark.parametrize(
    ("status", "body", "code", "unknown"),
    [
        (401, {"code": 20003, "message": "Authenticate"}, 20003, False),
        (400, {"code": 21606, "message": f"{SMS} is not SMS-capable"}, 21606, False),
        (400, {"code": "21610", "message": "a code in words"}, 21610, False),
        (400, {"type": "x", "title": f"{CARER}", "status": 400, "code": 20001}, 20001, False),
        (429, {"code": 20429, "message": "Too Many Requests"}, 20429, False),
        (429, b"slow down", 429, False),
        (404, b"<html>not here</html>", 404, False),
        (302, b"", 302, False),
        (500, {"code": 20500, "message": "Internal"}, 20500, True),
        (502, b"<html>bad gateway</html>", 502, True),
        (503, b"", 503, True),
        (400, {"code": None, "message": None}, 400, False),
        (400, ["a", "list"], 400, False),
        (201, b"", None, True),
        (201, b"<html>hello</html>", None, True),
        (201, ["a", "list"], None, True),
        (201, "null", None, True),
        (201, {}, None, True),
        (201, {"sid": None, "status": "queued"}, None, True),
        (201, b"[" * 100_000, None, True),
    ],
)
@pytest.mark.parametrize("ask", [text, ring])
def test_what_an_answer_means_for_the_request(
    ask, status, body, code, unknown, twilio_telephony, twilio_stand_in
):
    twilio_stand_in.instead.append(answers(status, body))

    failed = failure(ask, twilio_telephony)

    assert (failed.code, failed.unknown) == (code, unknown)


@pytest.mark.parametrize(
    ("code", "never"),
    [
        *(
            (code, True)
            for code in (21211, 21214, 21217, 21408, 21608, 21610, 21612, 21614, 21617, 13224, 21606)
        ),
        *((code, False) for code in (20003, 20404, 20429, 21205, 21220, 21609, 21611, 30001, 10004, 99999)),
    ],
)
def test_what_will_never_be_taken_is_told_from_what_may_pass(code, never, twilio_telephony, twilio_stand_in):
    twilio_stand_in.instead.append(answers(400, {"code": code, "message": CARER}))

    assert isinstance(failure(text, twilio_telephony), NumberRefused) is never


@pytest.mark.parametrize("breaks", [Handler.hang_up, stops_half_way])
@pytest.mark.parametrize("ask", [text, ring])
def test_a_connection_that_breaks_leaves_it_unknown(breaks, ask, twilio_telephony, twilio_stand_in):
    twilio_stand_in.instead.append(breaks)

    assert failure(ask, twilio_telephony).unknown
    assert len(twilio_stand_in.asked) == 1


def test_an_answer_that_does_not_come_in_time_leaves_it_unknown(twilio_stand_in):
    twilio_stand_in.instead.append(sleeps)
    telephony = TwilioTelephony(ACCOUNT, TOKEN, twilio_stand_in.url, seconds=0.1)

    assert failure(text, telephony).unknown
    assert len(twilio_stand_in.asked) == 1


@pytest.mark.parametrize("ask", EVERYTHING)
def test_what_nobody_listened_to_is_known_not_to_have_arrived(ask):
    with socket.socket() as unused:  # a port of ours on which nobody listens
        unused.bind(("127.0.0.1", 0))
        telephony = TwilioTelephony(ACCOUNT, TOKEN, f"http://127.0.0.1:{unused.getsockname()[1]}", seconds=2)

        failed = failure(ask, telephony)

    assert (failed.code, failed.unknown) == (None, False)


def test_what_found_no_address_is_known_not_to_have_arrived(twilio_telephony, monkeypatch):
    def no_such_name(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)

    assert not failure(text, twilio_telephony).unknown


def test_a_text_that_bears_no_time_may_be_the_one_looked_for(twilio_telephony, twilio_stand_in):
    messages = [
        {"sid": "SM1", "status": "sent", "body": WORDS},
        {"sid": "SM2", "status": "failed", "body": None, "error_code": 30003, "date_created": "soon"},
        {"sid": "SM3", "status": "sent", "body": "old", "date_created": "Sat, 01 Jan 2000 00:00:00 +0000"},
    ]
    twilio_stand_in.instead.append(answers(200, {"messages": messages, "next_page_uri": None}))

    found = look(twilio_telephony)

    assert [(sent.sid, sent.status, sent.error_code, words) for sent, words in found] == [
        ("SM1", "sent", None, WORDS),
        ("SM2", "failed", 30003, ""),
    ]


def test_twilios_clock_may_be_a_little_behind_ours(twilio_telephony, twilio_stand_in):
    text(twilio_telephony)

    def seen(seconds: int) -> int:
        since = NOW + timedelta(seconds=seconds)
        return len(twilio_telephony.sent_texts(to=CARER, sender=SMS, since=since))

    assert (seen(0), seen(20), seen(60)) == (1, 1, 0)


@pytest.mark.parametrize("answer", [{}, {"messages": [], "calls": []}, {"messages": 5}, {"messages": [5]}])
def test_a_list_that_is_none_is_a_failure_that_may_pass(answer, twilio_telephony, twilio_stand_in):
    twilio_stand_in.instead.append(answers(200, answer))

    assert not isinstance(failure(look, twilio_telephony), NumberRefused)


def test_a_number_may_say_little_about_itself(twilio_telephony, twilio_stand_in):
    record = {"sid": NUMBER, "phone_number": VOICE}
    twilio_stand_in.instead.append(answers(200, {"incoming_phone_numbers": [record]}))

    [own] = twilio_telephony.own_numbers()

    assert (own.sid, own.number, own.can_ring, own.can_text) == (NUMBER, VOICE, True, True)
    assert set(own.addresses.values()) == {""}


def test_a_recording_may_lie_on_another_host_that_does_not_see_the_token(twilio_telephony, twilio_stand_in):
    with standing_in(FakeTelephony()) as elsewhere:
        elsewhere.instead.append(answers(200, b"sound"))
        there = elsewhere.url.replace("127.0.0.1", "localhost") + "/bucket/sound.wav"
        twilio_stand_in.instead.append(answers(307, b"", Location=there))

        assert twilio_telephony.fetch_recording(RECORDING) == b"sound"

    assert "authorization" in twilio_stand_in.asked[0].headers
    assert "authorization" not in elsewhere.asked[0].headers


@pytest.mark.parametrize(
    "answer", [answers(200, b""), answers(202, b"wait"), answers(500, b"no"), Handler.hang_up, stops_half_way]
)
def test_half_a_recording_is_none(answer, twilio_telephony, twilio_stand_in):
    twilio_stand_in.instead.append(answer)

    assert not isinstance(failure(lambda t: t.fetch_recording(RECORDING), twilio_telephony), NumberRefused)


def test_a_recording_beyond_all_measure_is_not_read_to_its_end(
    twilio_telephony, twilio_stand_in, monkeypatch
):
    monkeypatch.setattr("oncall.telephony.twilio_http.MOST_BYTES", 100_000)
    twilio_stand_in.instead.append(answers(200, b"x" * 200_000))

    failure(lambda t: t.fetch_recording(RECORDING), twilio_telephony)


SILENCES: list[Callable[[StandIn], None]] = [
    lambda stand_in: stand_in.instead.append(
        answers(400, {"code": 21211, "message": f"{CARER} {WORDS} {TOKEN}"})
    ),
    lambda stand_in: stand_in.instead.append(
        answers(400, {"type": CARER, "title": WORDS, "status": 400, "code": 1, "detail": TOKEN})
    ),
    lambda stand_in: stand_in.instead.append(answers(500, f"{CARER} {WORDS} {TOKEN}".encode())),
    lambda stand_in: stand_in.instead.append(
        answers(200, {"messages": [{"date_created": CARER, "body": 5}]})
    ),
    lambda stand_in: stand_in.instead.append(answers(201, f"{CARER} {WORDS} {TOKEN}".encode())),
    lambda stand_in: stand_in.instead.append(Handler.hang_up),
    lambda stand_in: stand_in.instead.append(stops_half_way),
    lambda stand_in: None,
]


@pytest.mark.parametrize("ask", EVERYTHING)
@pytest.mark.parametrize("happens", SILENCES)
def test_no_number_word_or_token_is_ever_written_down(
    ask, happens, twilio_telephony, twilio_stand_in, caplog
):
    caplog.set_level(logging.DEBUG)
    happens(twilio_stand_in)

    failed = None
    try:
        ask(twilio_telephony)
    except TelephonyError as error:
        failed = error

    written = caplog.text
    if failed:
        written += "".join(traceback.format_exception(failed)) + repr(failed) + repr(vars(failed))
        assert failed.__context__ is failed.__cause__ is None
    for secret in (CARER, PRACTITIONER, SMS, VOICE, *(n[1:] for n in (CARER, PRACTITIONER)), WORDS, TOKEN):
        assert secret not in written


def test_nothing_of_a_request_is_kept(twilio_telephony):
    text(twilio_telephony)

    kept = repr(vars(twilio_telephony._line)) + repr(twilio_telephony)
    assert CARER not in kept
    assert WORDS not in kept
    assert TOKEN not in kept
