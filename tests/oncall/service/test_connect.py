"""Pointing numbers at this installation: what is set, what is left, and what cannot be."""

import pytest

from oncall.service.connect import connect, out_of_reach
from oncall.service.tables import Channel
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import OwnNumber, TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, standing_in

VOICE = "+441632960100"
SMS = "+447700900100"
HERE = Addresses("https://oncall.example.org", "https://lifeline.example.org")
LOADED = [(VOICE, Channel.VOICE), (SMS, Channel.SMS)]
RINGING = {
    "VoiceUrl": HERE.voice(),
    "VoiceMethod": "POST",
    "VoiceFallbackUrl": HERE.voice_fallback(),
    "VoiceFallbackMethod": "POST",
    "StatusCallback": HERE.voice_ended(),
    "StatusCallbackMethod": "POST",
}
TEXTING = {
    "SmsUrl": HERE.text(),
    "SmsMethod": "POST",
    "SmsFallbackUrl": HERE.text_fallback(),
    "SmsFallbackMethod": "POST",
}


def own(number: str, **options) -> OwnNumber:
    """A number of the account; its id is made of its digits."""
    return OwnNumber(f"PN{number[1:]:0>32}", number, options.pop("addresses", {}), **options)


@pytest.fixture
def company() -> FakeTelephony:
    return FakeTelephony(numbers=[own("+441632960109"), own(VOICE), own(SMS)])


def test_every_number_gets_its_addresses_for_calls_and_for_texts(company):
    connections = connect(LOADED, telephony=company, addresses=HERE)

    assert company.pointed == [(own(VOICE).sid, RINGING | TEXTING), (own(SMS).sid, RINGING | TEXTING)]
    assert [(one.number, one.lacks) for one in connections] == [(VOICE, None), (SMS, None)]
    assert connections[0].changes["VoiceUrl"] == ("", HERE.voice())


def test_a_number_that_is_nobodys_is_left_alone(company):
    connect(LOADED, telephony=company, addresses=HERE)

    assert company.numbers[0] == own("+441632960109")


def test_connecting_twice_changes_nothing(company):
    connect(LOADED, telephony=company, addresses=HERE)
    company.pointed.clear()

    connections = connect(LOADED, telephony=company, addresses=HERE)

    assert company.pointed == []
    assert [(dict(one.changes), one.lacks) for one in connections] == [({}, None)] * 2


def test_connecting_twice_over_the_wire_changes_nothing(company):
    with standing_in(company) as stand_in:
        telephony = TwilioTelephony(ACCOUNT, TOKEN, stand_in.url)
        connect(LOADED, telephony=telephony, addresses=HERE)
        connect(LOADED, telephony=telephony, addresses=HERE)

    assert len(company.pointed) == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(company):
    before = list(company.numbers)

    connections = connect(LOADED, telephony=company, addresses=HERE, dry_run=True)

    assert company.numbers == before
    assert connections[1].changes["SmsUrl"] == ("", HERE.text())


def test_only_what_differs_is_a_change(company):
    company.numbers[1] = own(VOICE, addresses=RINGING | TEXTING | {"VoiceUrl": "https://old.example"})

    [connection] = connect([LOADED[0]], telephony=company, addresses=HERE)

    assert connection.changes == {"VoiceUrl": ("https://old.example", HERE.voice())}


def test_a_method_that_the_account_does_not_name_is_post_already(company):
    said = {name: value for name, value in (RINGING | TEXTING).items() if not name.endswith("Method")}
    company.numbers[1] = own(VOICE, addresses=said)

    [connection] = connect([LOADED[0]], telephony=company, addresses=HERE)

    assert connection.changes == {}


@pytest.mark.parametrize("field", ["VoiceApplicationSid", "TrunkSid", "SmsApplicationSid"])
def test_what_silently_overrides_the_addresses_is_cleared_and_said(field, company):
    company.numbers[1] = own(VOICE, addresses=RINGING | TEXTING | {field: "XX1"})

    [connection] = connect([LOADED[0]], telephony=company, addresses=HERE)

    assert connection.cleared == [field]
    assert company.numbers[1].addresses[field] == ""


def test_a_number_that_cannot_be_texted_is_connected_for_calls(company):
    company.numbers[1] = own(VOICE, can_text=False)

    [connection] = connect([LOADED[0]], telephony=company, addresses=HERE)

    assert company.pointed == [(own(VOICE).sid, RINGING)]
    assert connection.lacks is None


def test_a_number_that_cannot_do_what_it_is_for_is_said(company):
    company.numbers = [own(VOICE, can_ring=False), own(SMS, can_text=False)]

    connections = connect(LOADED, telephony=company, addresses=HERE)

    assert [one.lacks for one in connections] == [
        "cannot take calls, says the account",
        "cannot take texts, says the account",
    ]
    assert [fields for _, fields in company.pointed] == [TEXTING, RINGING]


def test_a_number_the_account_has_not_got_holds_up_no_other(company):
    del company.numbers[1]

    connections = connect(LOADED, telephony=company, addresses=HERE)

    assert [one.lacks for one in connections] == ["is not a number of this account", None]
    assert company.pointed == [(own(SMS).sid, RINGING | TEXTING)]


def test_a_number_the_company_does_not_change_holds_up_no_other(company):
    company.numbers.reverse()

    class Grudging(FakeTelephony):
        def point_number(self, sid, addresses):
            if sid == own(VOICE).sid:
                raise TelephonyError(21402)
            super().point_number(sid, addresses)

    grudging = Grudging(numbers=company.numbers)

    connections = connect(LOADED, telephony=grudging, addresses=HERE)

    assert [(dict(one.changes) != {}, one.lacks) for one in connections] == [
        (False, "was not changed: it answered with code 21402"),
        (True, None),
    ]


def test_one_number_for_calls_and_texts_is_connected_once(company):
    connections = connect([(SMS, Channel.VOICE), (SMS, Channel.SMS)], telephony=company, addresses=HERE)

    assert [one.number for one in connections] == [SMS]
    assert len(company.pointed) == 1


def test_an_account_that_cannot_be_read_is_the_callers_matter(company):
    company.fail(TelephonyError(20003))

    with pytest.raises(TelephonyError):
        connect(LOADED, telephony=company, addresses=HERE)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost.",
        "127.0.0.1:8000",
        "[::1]:8000",
        "10.1.2.3",
        "192.168.1.2",
        "0.0.0.0",
        "x.local",
    ],
)
def test_an_address_that_nobody_outside_can_ask_is_out_of_reach(host):
    assert out_of_reach(f"http://{host}")


@pytest.mark.parametrize(
    "host", ["oncall.example.org", "oncall.example.org:8443", "8.8.8.8", "localhost.example.org"]
)
def test_an_address_on_the_internet_is_not_out_of_reach(host):
    assert not out_of_reach(f"https://{host}/prefix")
