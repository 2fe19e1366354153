"""What goes over the wire to Twilio, and how what comes back is read."""

import base64
from datetime import timedelta

import pytest
from requests.adapters import BaseAdapter

from oncall.errors import Problem
from oncall.settings import Settings
from oncall.telephony.gateway import OwnNumber
from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.asks import (
    BASE,
    CALL,
    CARER,
    EVERYTHING,
    NOW,
    NUMBER,
    PRACTITIONER,
    RECORDING,
    SMS,
    STATUS,
    TEXT,
    VOICE,
    WORDS,
    answers,
    look,
    ring,
    text,
)
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, standing_in
from tests.oncall.telephony.vendor_spec import faults


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
        ("GET", f"{prefix}{BASE}/Messages/{TEXT}.json"),
        ("GET", f"{prefix}{BASE}/Recordings/{RECORDING}.wav"),
        ("DELETE", f"{prefix}{BASE}/Recordings/{RECORDING}.json"),
        ("GET", f"{prefix}{BASE}/IncomingPhoneNumbers.json"),
        ("GET", f"{prefix}{BASE}/IncomingPhoneNumbers.json"),
        ("POST", f"{prefix}{BASE}/IncomingPhoneNumbers/{NUMBER}.json"),
    ]
    assert [faults(asked, prefix) for asked in stand_in.asked] == [[]] * 10


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
            f"Messages/{TEXT}.json",
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


def test_a_number_may_say_little_about_itself(twilio_telephony, twilio_stand_in):
    record = {"sid": NUMBER, "phone_number": VOICE}
    twilio_stand_in.instead.append(answers(200, {"incoming_phone_numbers": [record]}))

    [own] = twilio_telephony.own_numbers()

    assert (own.sid, own.number, own.can_ring, own.can_text) == (NUMBER, VOICE, True, True)
    assert set(own.addresses.values()) == {""}
