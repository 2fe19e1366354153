"""What an answer, or none, means for a request; and what must never be written down."""

import logging
import socket
import traceback
from collections.abc import Callable

import pytest

from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.asks import (
    CARER,
    EVERYTHING,
    PRACTITIONER,
    RECORDING,
    SMS,
    VOICE,
    WORDS,
    answers,
    failure,
    look,
    ring,
    sleeps,
    stops_half_way,
    text,
)
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, Handler, StandIn, standing_in


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
            for code in (
                21211,
                21214,
                21217,
                21408,
                21608,
                21610,
                21612,
                21614,
                21617,
                13224,
                21606,
                21609,
                21703,
            )
        ),
        *((code, False) for code in (20003, 20404, 20429, 21205, 21220, 21611, 30001, 10004, 99999)),
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


@pytest.mark.parametrize("answer", [{}, {"messages": [], "calls": []}, {"messages": 5}, {"messages": [5]}])
def test_a_list_that_is_none_is_a_failure_that_may_pass(answer, twilio_telephony, twilio_stand_in):
    twilio_stand_in.instead.append(answers(200, answer))

    assert not isinstance(failure(look, twilio_telephony), NumberRefused)


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
