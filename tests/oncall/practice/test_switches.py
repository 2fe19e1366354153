"""What the provider's papers leave open, played both ways where no other test does."""

import pytest

from tests.oncall.practice.line import LINE, TEXT_LINE

BOTH = "<Number url='/whisper'>+447700900201</Number><Number>+447700900202</Number>"


@pytest.mark.parametrize("present", [True, False])
def test_whether_the_action_is_told_if_they_were_connected(hunt, carer, asha, network, present):
    network.switches.dial_bridged_present = present
    asha.is_busy()

    carer.rings(LINE).ends()

    assert ("DialBridged" in hunt.at("next")[0]) is present


@pytest.mark.parametrize("which", ["first", "last"])
def test_whose_leg_is_named_when_several_were_rung_in_vain(line, carer, asha, ben, network, which):
    network.switches.dial_call_sid = which
    line.says("voice", f'<Dial action="/next" callerId="{LINE}">{BOTH}</Dial>')
    asha.is_busy()
    ben.is_busy()

    carer.rings(LINE).ends()

    legs = [leg.sid for leg in network.exchange.calls.values() if leg.parent is not None]
    assert line.at("next")[0]["DialCallSid"] == {"first": legs[0], "last": legs[-1]}[which]


@pytest.mark.parametrize("status", ["ringing", "in-progress"])
def test_what_the_action_is_told_of_a_call_that_nobody_answered(line, carer, asha, network, status):
    network.switches.unanswered_call_status = status
    line.says("voice", f'<Dial action="/next" answerOnBridge="true" callerId="{LINE}">+447700900201</Dial>')
    asha.is_busy()

    carer.rings(LINE).ends()

    assert line.at("next")[0]["CallStatus"] == status


@pytest.mark.parametrize("ring_on", [True, False])
def test_whether_the_others_ring_on_during_a_whisper(line, carer, asha, ben, network, ring_on):
    network.switches.others_ring_during_whisper = ring_on
    line.says("voice", f'<Dial action="/next" timeout="60" callerId="{LINE}">{BOTH}</Dial>')
    line.says("whisper", '<Gather numDigits="1" timeout="8"><Say>Press 1.</Say></Gather><Hangup/>')
    asha.answers(after=2)
    ben.answers(after=5).hangs_up()

    call = carer.rings(LINE).ends()

    assert (call.connected_to is ben) is ring_on
    assert asha.call.status == "completed"


@pytest.mark.parametrize("status", ["completed", "no-answer", "canceled"])
def test_how_a_call_ends_that_was_given_up_before_anything_answered(line, carer, asha, network, status):
    network.switches.caller_left_call_status = status
    line.says("voice", f'<Dial answerOnBridge="true" callerId="{LINE}">+447700900201</Dial>')
    asha.does_not_answer()

    carer.rings(LINE).hangs_up(after=5)
    network.quiet()

    assert line.at("ended")[0]["CallStatus"] == status


@pytest.mark.parametrize("heeded", [True, False])
def test_whether_the_network_heeds_stop(client, line, carer, network, heeded):
    network.switches.opt_out_words = heeded
    carer.may_be_texted()

    carer.texts("STOP", to=TEXT_LINE)
    network.quiet()

    assert bool(network.exchange.blocked) is heeded


def test_as_many_calls_as_asked_for_can_be_placed_at_once(client, line, asha, ben, network):
    network.switches.rest_calls_per_second = 0
    asha.does_not_answer()
    ben.does_not_answer()

    with network.clock.acting():
        for phone in (asha, ben):
            client.calls.create(to=phone.number, from_=LINE, url=f"{line.url}/page")
    network.quiet()

    assert asha.rung[0].at == ben.rung[0].at
