"""Documents that cannot be had or played, and what the network makes of them."""

import time

import pytest
from flask import Response

from tests.oncall.practice.line import LINE


def test_the_fallback_is_asked_with_the_reason(line, carer, network):
    network.allows("webhook")
    line.says("voice", lambda form: ("broken", 500))
    line.says("fallback", "<Say>Please ring again.</Say>")

    carer.rings(LINE).hears("Please ring again").ends()

    assert line.at("fallback")[0]["ErrorCode"] == "11200"
    assert line.at("fallback")[0]["ErrorUrl"] == f"{line.url}/voice"


def test_the_fallback_serves_a_call_that_is_under_way(hunt, carer, asha, network):
    network.allows("webhook")
    asha.is_busy()
    hunt.says("next", lambda form: ("broken", 500))
    hunt.says("fallback", "<Say>Still here.</Say>")

    carer.rings(LINE).hears("Still here").ends()

    assert hunt.at("fallback")[0]["DialCallStatus"] == "busy"


def test_without_a_usable_fallback_the_caller_hears_an_apology(line, carer, network):
    network.allows("webhook", "twiml")
    line.says("voice", lambda form: ("broken", 500))
    line.says("fallback", "<Say")

    carer.rings(LINE).hears("Sorry, this call cannot go on").ends()

    assert {problem.code for problem in network.problems} == {11200, 12100}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response("<Response/>", content_type=""), 12300),
        (Response("{}", mimetype="application/json"), 12300),
        (Response("<Response><Say>", mimetype="text/xml"), 12100),
        (Response("<p>Error</p>", mimetype="text/html"), 12102),
        (Response(f"<Response><Say>{'a' * 70_000}</Say></Response>", mimetype="text/xml"), 11750),
    ],
)
def test_an_unusable_answer_has_its_number(line, carer, network, answer, code):
    network.allows("webhook", "twiml")
    line.says("voice", lambda form: answer)

    carer.rings(LINE).ends()

    assert line.at("fallback")[0]["ErrorCode"] == str(code)


def test_plain_text_is_read_aloud(line, carer):
    line.says("voice", lambda form: Response("Nobody is in.", mimetype="text/plain"))

    carer.rings(LINE).hears("Nobody is in.").ends()


def test_a_fault_in_a_document_is_kept_and_fails_the_test(line, carer, network):
    line.says("voice", '<Say>Hello.</Say><Gather numDigit="1"/><Dial/>')

    carer.rings(LINE).ends()

    with pytest.raises(AssertionError, match="no attribute numDigit"):
        network.verify()
    network.allows("twiml")


def test_a_slow_answer_is_given_up_where_the_address_asks_for_it(line, carer, network):
    network.allows("webhook")
    network.number(LINE, voice_url=f"{line.url}/voice#rt=100&rc=1&rp=rt,5xx")
    line.says("voice", lambda form: time.sleep(0.3) or "")
    line.says("fallback", "<Say>Fallen back.</Say>")

    carer.rings(LINE).hears("Fallen back").ends()

    assert len(line.at("voice")) == 2


def test_a_retry_carries_the_same_token_and_a_sound_signature(line, carer, network):
    network.allows("webhook")
    network.number(LINE, voice_url=f"{line.url}/voice#rc=2&rp=5xx")
    turns = iter([("broken", 503), ("broken", 503), "<Say>There.</Say>"])
    line.says("voice", lambda form: _xml(next(turns)))

    carer.rings(LINE).hears("There").ends()

    asked = [asked for asked in line.asked if asked.path == "voice"]
    assert len({request.token for request in asked}) == 1
    assert all(request.signed for request in asked)


def test_a_service_that_does_not_listen_is_tried_twice_and_then_the_fallback(line, carer, network):
    network.allows("webhook")
    network.number(LINE, voice_url="http://127.0.0.1:1/voice")
    line.says("fallback", "<Say>Fallen back.</Say>")

    carer.rings(LINE).hears("Fallen back").ends()

    tries = [webhook for webhook in network.webhooks if webhook.url == "http://127.0.0.1:1/voice"]
    assert [webhook.code for webhook in tries] == [11205, 11205]


def test_every_document_can_be_asked_for_twice(line, carer, network):
    network.switches.ask_twice = True
    line.says("voice", "<Say>Hello.</Say>")

    call = carer.rings(LINE).ends()

    assert call.heard == ["Hello."]
    assert len(line.at("voice")) == 2


def test_a_webhook_can_be_repeated_as_it_was(line, carer, network):
    line.says("voice", "<Say>Hello.</Say>")
    carer.rings(LINE).ends()
    network.quiet()
    first = next(webhook for webhook in network.webhooks if webhook.url.endswith("/voice"))

    again = network.repeat(first)

    assert again.status == 200
    assert line.at("voice")[0] == line.at("voice")[1]


@pytest.mark.parametrize(
    ("lost", "left"), [({"ringing"}, ["initiated", "in-progress", "completed"]), ({"all"}, [])]
)
def test_callbacks_can_be_lost(hunt, carer, asha, network, lost, left):
    network.switches.callbacks_lost = lost
    asha.answers().presses("1").hangs_up()

    carer.rings(LINE).ends()
    network.quiet()

    assert [leg["CallStatus"] for leg in hunt.at("leg")] == left


def test_callbacks_can_come_in_reverse_and_twice(hunt, carer, asha, network):
    network.switches.callback_order = "reversed"
    network.switches.callback_copies = 2
    asha.answers().presses("1").hangs_up()

    carer.rings(LINE).ends()
    network.quiet()

    assert [leg["SequenceNumber"] for leg in hunt.at("leg")] == ["3", "3", "2", "2", "1", "1", "0", "0"]


@pytest.mark.parametrize("order", ["before_action", "after_action"])
def test_the_last_callback_comes_before_or_after_the_action(hunt, carer, asha, network, order):
    network.switches.completed_callback = order
    asha.is_busy()

    carer.rings(LINE).ends()
    network.quiet()

    paths = [asked.path for asked in hunt.asked if asked.path in ("leg", "next")]
    assert paths == {"before_action": ["leg", "leg", "next"], "after_action": ["leg", "next", "leg"]}[order]


def test_late_callbacks_come_after_the_call_has_gone_on(hunt, carer, asha, network):
    network.switches.callback_delay = 60
    asha.is_busy()

    carer.rings(LINE).hears("Goodbye").ends()
    network.quiet()

    assert [asked.path for asked in hunt.asked][-1] == "leg"


def _xml(answer):
    return (
        answer
        if isinstance(answer, tuple)
        else Response(f"<Response>{answer}</Response>", mimetype="text/xml")
    )
