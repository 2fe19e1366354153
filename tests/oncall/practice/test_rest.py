"""The account by REST, asked through the provider's own client."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from oncall.practice.script import Network
from tests.oncall.practice.line import LINE, TEXT_LINE

ASHA = "+447700900201"


def test_a_number_is_found_and_pointed_at_the_service(client, line):
    number = client.incoming_phone_numbers.list(phone_number=LINE)[0]

    number.update(voice_url="https://line.example.org/v", voice_fallback_url="https://line.example.org/f")

    again = client.incoming_phone_numbers(number.sid).fetch()
    assert again.voice_url == "https://line.example.org/v"
    assert again.voice_fallback_url == "https://line.example.org/f"
    assert again.status_callback == f"{line.url}/ended"


def test_a_landline_number_cannot_text_and_a_mobile_one_can(client, line):
    texting = {
        number.phone_number: number.capabilities["sms"] for number in client.incoming_phone_numbers.list()
    }

    assert texting == {LINE: False, TEXT_LINE: True}


def test_a_fallback_needs_a_first_address(client, network):
    network.allows("rest")
    network.number("+441632960102")
    number = client.incoming_phone_numbers.list(phone_number="+441632960102")[0]

    with pytest.raises(TwilioRestException) as refused:
        number.update(voice_fallback_url="https://line.example.org/f")

    assert refused.value.code == 21405


def test_a_placed_call_rings_and_plays_its_document(client, line, asha, network):
    line.says("page", "<Say>A text has come.</Say>")
    asha.answers(after=2)

    placed = client.calls.create(
        to=ASHA,
        from_=LINE,
        url=f"{line.url}/page",
        status_callback=f"{line.url}/leg",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
    )
    network.quiet()

    assert placed.status == "queued"
    assert asha.call.heard == ["A text has come."]
    assert line.at("page")[0]["Direction"] == "outbound-api"
    assert [leg["CallStatus"] for leg in line.at("leg")] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    fetched = client.calls(placed.sid).fetch()
    assert (fetched.status, fetched.to, fetched.direction) == ("completed", ASHA, "outbound-api")
    assert fetched.end_time > fetched.start_time


def test_a_placed_call_may_carry_its_document(client, line, asha, network):
    asha.answers()

    client.calls.create(to=ASHA, from_=LINE, twiml="<Response><Say>Hello.</Say></Response>")
    network.quiet()

    assert asha.call.heard == ["Hello."]


@pytest.mark.parametrize(
    ("kind", "status"), [("is_busy", "busy"), ("is_unreachable", "failed"), ("does_not_answer", "no-answer")]
)
def test_a_placed_call_that_reaches_nobody_says_how(client, line, asha, network, kind, status):
    getattr(asha, kind)()

    placed = client.calls.create(to=ASHA, from_=LINE, url=f"{line.url}/page", timeout=20)
    network.quiet()

    assert client.calls(placed.sid).fetch().status == status
    assert line.at("page") == []


def test_a_machine_that_answers_is_guessed(client, line, asha, network):
    asha.voicemail(after=5)

    client.calls.create(to=ASHA, from_=LINE, url=f"{line.url}/page", machine_detection="Enable")
    network.quiet()

    assert line.at("page")[0]["AnsweredBy"] == "machine_start"


def test_one_call_a_second_is_placed(client, line, asha, ben, network):
    asha.does_not_answer()
    ben.does_not_answer()

    for phone in (asha, ben):
        client.calls.create(to=phone.number, from_=LINE, url=f"{line.url}/page")
    network.quiet()

    assert ben.rung[0].at - asha.rung[0].at >= timedelta(seconds=0.9)


def test_a_ringing_call_can_be_cancelled(client, line, asha, network):
    asha.does_not_answer()
    placed = client.calls.create(to=ASHA, from_=LINE, url=f"{line.url}/page", timeout=600)
    asha.is_rung()

    client.calls(placed.sid).update(status="canceled")
    network.quiet()

    assert asha.call.status == "canceled"


def test_a_live_call_can_be_sent_elsewhere(client, line, carer, network):
    line.says("voice", '<Say>Wait.</Say><Pause length="3000"/>')
    line.says("other", "<Say>Over here.</Say>")
    call = carer.rings(LINE).hears("Wait")
    network.wait_until(lambda: call.status == "in-progress", "the call was not answered")

    client.calls(call.sid).update(url=f"{line.url}/other")

    call.hears("Over here").ends()


def test_sending_the_caller_elsewhere_drops_whom_they_were_connected_to(client, hunt, carer, asha):
    asha.answers().presses("1")
    call = carer.rings(LINE).connects_to(asha)
    hunt.says("other", "<Say>Over here.</Say>")

    client.calls(call.sid).update(url=f"{hunt.url}/other")

    call.hears("Over here").ends()
    assert asha.call.status == "completed"
    assert hunt.at("next") == []


def test_sending_the_called_person_elsewhere_lets_the_caller_go_on(client, hunt, carer, asha):
    asha.answers().presses("1")
    call = carer.rings(LINE).connects_to(asha)
    hunt.says("other", "<Say>Over here.</Say>")

    client.calls(asha.call.sid).update(url=f"{hunt.url}/other")

    call.hears("Goodbye").ends()
    asha.call.hears("Over here").ends()


def test_an_ended_call_cannot_be_changed(client, line, carer):
    call = carer.rings(LINE).ends()

    with pytest.raises(TwilioRestException) as refused:
        client.calls(call.sid).update(status="completed")

    assert refused.value.code == 21220


def test_calls_are_listed_newest_first_and_filtered(client, hunt, carer, asha, network):
    asha.is_busy()
    before = network.clock.utc() - timedelta(seconds=1)
    first = carer.rings(LINE).ends()
    second = carer.rings(LINE).ends()

    assert [call.sid for call in client.calls.list(from_=carer.number)] == [second.sid, first.sid]
    assert {call.parent_call_sid for call in client.calls.list(status="busy")} == {first.sid, second.sid}
    assert len(client.calls.list(parent_call_sid=first.sid)) == 1
    assert len(client.calls.list(start_time_after=before)) == 4
    assert client.calls.list(start_time_after=datetime(2090, 1, 1, tzinfo=UTC)) == []


def test_long_lists_come_in_pages(client, line, carer):
    sids = [carer.rings(LINE).ends().sid for _ in range(5)]

    assert [call.sid for call in client.calls.list(page_size=2)] == list(reversed(sids))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": ""}, 21201),
        ({"to": "07700900201"}, 21211),
        ({"to": "+266696687"}, 21211),
        ({"from_": "+441632960999"}, 21210),
        ({"from_": "Marches"}, 21212),
        ({"url": "not an address"}, 21205),
        ({"url": "", "twiml": ""}, 21205),
        ({"twiml": "x" * 4001, "url": ""}, 21205),
        ({"timeout": 601}, 21208),
        ({"status_callback_event": ["sometime"]}, 21626),
        ({"status_callback": "http://my_host/x"}, 21609),
        ({"machine_detection": "Maybe"}, 21234),
    ],
)
def test_a_call_asked_for_wrongly_is_refused(client, line, network, wrong, code):
    network.allows("rest")
    asked = {"to": ASHA, "from_": LINE, "url": f"{line.url}/page"} | wrong

    with pytest.raises(TwilioRestException) as refused:
        client.calls.create(**asked)

    assert refused.value.code == code
    assert refused.value.status == 400


def test_a_wrong_token_is_refused_and_a_rotated_one_is_not(client, network):
    url, account = f"{network.url}/2010-04-01/Accounts/{network.account_sid}/Calls.json", network.account_sid
    old = network.token
    network.rotate_token("0" * 32)
    network.allows("rest")

    assert requests.get(url, auth=(account, "wrong"), timeout=30).json()["code"] == 20003
    assert requests.get(url, auth=(account, "0" * 32), timeout=30).status_code == 200
    assert requests.get(url, auth=(account, old), timeout=30).status_code == 200


def test_an_unknown_parameter_is_held_against_the_service(network, line, asha):
    url = f"{network.url}/2010-04-01/Accounts/{network.account_sid}/Calls.json"
    asha.is_busy()
    form = {"To": ASHA, "From": LINE, "Url": f"{line.url}/page", "TimeOut": "20"}

    answer = requests.post(url, data=form, auth=(network.account_sid, network.token), timeout=30)

    assert answer.status_code == 201
    with pytest.raises(AssertionError, match="there is no parameter TimeOut"):
        network.verify()
    network.allows("rest")


def test_what_is_not_there_is_404(client, network):
    with pytest.raises(TwilioRestException) as refused:
        client.calls("CA" + "0" * 32).fetch()

    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_recordings_are_listed_fetched_and_deleted(client, line, carer, network):
    line.says("voice", '<Record action="/left"/>')
    call = carer.rings(LINE).leaves_message(seconds=7)
    network.quiet()

    kept = client.recordings.list(call_sid=call.sid)
    assert [recording.duration for recording in kept] == ["7"]
    assert client.recordings(kept[0].sid).fetch().source == "RecordVerb"
    client.recordings(kept[0].sid).delete()

    assert client.recordings.list() == []


def test_the_account_answers_for_itself(client, network: Network):
    assert client.api.accounts(network.account_sid).fetch().status == "active"
