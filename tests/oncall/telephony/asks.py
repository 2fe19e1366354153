"""What may be asked of Twilio, one request of each kind, and answers that it may give instead."""

import time
from collections.abc import Callable

import pytest

from oncall.telephony.gateway import TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.stand_in import ACCOUNT, Handler

CARER = "+447700900301"
PRACTITIONER = "+447700900201"
SMS = "+447700900100"
VOICE = "+441632960100"
WORDS = "Kit has not come home"
STATUS = "https://oncall.example.org/twilio/text/status"
CALL = "CA" + "0c" * 16
TEXT = "SM" + "0e" * 16
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
    lambda telephony: telephony.text_status(TEXT),
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
