"""Calls that ring somebody on the service's behalf."""

import pytest

from tests.oncall.practice.line import LINE

BOTH = "<Number>+447700900201</Number><Number>+447700900202</Number>"


def test_a_caller_is_greeted_and_connected_to_whoever_accepts(hunt, carer, asha, network):
    asha.answers(after=3).presses("1").hangs_up(after=10)

    call = carer.rings(LINE).hears("You are through").connects_to(asha)
    call.hears("Goodbye").ends()
    network.quiet()

    outcome = hunt.at("next")[0]
    assert outcome["DialCallStatus"] == "completed"
    assert outcome["DialBridged"] == "true"
    assert 10 <= int(outcome["DialCallDuration"]) <= 20
    assert asha.call.words == "A carer is waiting. Press 1. Connecting."
    assert asha.rung[0].from_ == LINE


def test_every_request_is_signed(hunt, carer, asha, network):
    asha.answers().presses("1").hangs_up()

    carer.rings(LINE).ends()
    network.quiet()

    assert all(asked.signed for asked in hunt.asked)
    assert all(asked.token for asked in hunt.asked)


def test_the_whisper_is_asked_for_as_the_called_persons_leg(hunt, carer, asha, network):
    asha.answers().presses("1").hangs_up()

    call = carer.rings(LINE).ends()

    whisper = hunt.at("whisper")[0]
    assert whisper["ParentCallSid"] == call.sid
    assert whisper["CallSid"] == asha.call.sid
    assert whisper["Direction"] == "outbound-dial"
    assert (whisper["From"], whisper["To"]) == (LINE, asha.number)
    assert whisper["CallStatus"] == "in-progress"


def test_status_callbacks_tell_each_stage_in_order(hunt, carer, asha, network):
    asha.answers().presses("1").hangs_up(after=5)

    carer.rings(LINE).ends()
    network.quiet()

    legs = hunt.at("leg")
    assert [leg["CallStatus"] for leg in legs] == ["initiated", "ringing", "in-progress", "completed"]
    assert [leg["SequenceNumber"] for leg in legs] == ["0", "1", "2", "3"]
    assert {leg["CallbackSource"] for leg in legs} == {"call-progress-events"}
    assert "CallDuration" not in legs[2]
    assert int(legs[3]["CallDuration"]) >= 5
    assert hunt.at("ended")[0]["CallStatus"] == "completed"


def test_hearing_it_again_asks_again(hunt, carer, asha):
    asha.answers().presses("3").presses("1").hangs_up()

    carer.rings(LINE).connects_to(asha).ends()

    assert asha.call.words.count("Press 1.") == 2


@pytest.mark.parametrize("status", ["completed", "no-answer", "busy", "failed"])
def test_passing_it_on_is_reported_as_the_switch_says(hunt, carer, asha, network, status):
    network.switches.whisper_refused_status = status
    asha.answers().presses("2")

    carer.rings(LINE).hears("Goodbye").ends()

    assert hunt.at("next")[0]["DialCallStatus"] == status
    assert hunt.at("next")[0]["DialBridged"] == "false"


def test_a_voicemail_box_is_never_connected(hunt, carer, asha):
    asha.voicemail(after=15)

    call = carer.rings(LINE).hears("Goodbye").ends()

    assert call.connected_to is None
    assert hunt.at("key") == []


def test_an_engaged_telephone_is_busy(hunt, carer, asha, network):
    asha.is_busy()

    carer.rings(LINE).hears("Goodbye").ends()
    network.quiet()

    assert hunt.at("next")[0]["DialCallStatus"] == "busy"
    assert hunt.at("leg")[-1]["SipResponseCode"] == "486"


def test_refusing_on_the_handset_is_busy_with_its_own_code(hunt, carer, asha, network):
    asha.declines(after=2)

    carer.rings(LINE).hears("Goodbye").ends()
    network.quiet()

    assert hunt.at("next")[0]["DialCallStatus"] == "busy"
    assert hunt.at("leg")[-1]["SipResponseCode"] == "603"


def test_nobody_picking_up_ends_after_the_timeout_and_the_networks_five_seconds(hunt, carer, asha, network):
    asha.does_not_answer()

    carer.rings(LINE).hears("Goodbye").ends()

    assert hunt.at("next")[0]["DialCallStatus"] == "no-answer"
    leg = asha.call.leg
    assert (leg.ended - leg.began).total_seconds() == pytest.approx(25, abs=1)


def test_a_telephone_that_is_off_fails(hunt, carer, asha):
    asha.is_unreachable()

    carer.rings(LINE).hears("Goodbye").ends()

    assert hunt.at("next")[0]["DialCallStatus"] == "failed"


def test_somebody_on_a_call_is_engaged_to_the_next(hunt, carer, asha, network):
    asha.answers().presses("1").hangs_up(after=60)
    carer.rings(LINE).connects_to(asha)

    second = network.phone("+447700900302").rings(LINE).hears("Goodbye").ends()

    assert second.connected_to is None
    assert hunt.at("next")[0]["DialCallStatus"] == "busy"


@pytest.mark.parametrize("status", ["canceled", "no-answer"])
def test_a_caller_who_leaves_while_it_rings_is_reported_once_more(hunt, carer, asha, network, status):
    network.switches.caller_left_status = status
    asha.does_not_answer()

    carer.rings(LINE).hangs_up(after=10)
    network.quiet()

    assert hunt.at("next")[0]["DialCallStatus"] == status
    assert hunt.at("next")[0]["CallStatus"] == "completed"
    assert hunt.at("leg")[-1]["CallStatus"] == status
    assert hunt.at("ended")[0]["CallStatus"] == "completed"


def test_by_the_other_switch_nobody_is_told_that_the_caller_left(hunt, carer, asha, network):
    network.switches.caller_left_action = "not_sent"
    asha.does_not_answer()

    carer.rings(LINE).hangs_up(after=10)
    network.quiet()

    assert hunt.at("next") == []


def test_a_caller_who_leaves_during_the_whisper_drops_the_called_person(hunt, carer, asha, network):
    asha.answers(after=3)

    carer.rings(LINE).hangs_up(after=6)
    network.quiet()

    assert hunt.at("key") == []
    assert asha.call.status == "completed"


def test_a_dead_whisper_address_drops_the_called_person(hunt, carer, asha, network):
    network.allows("webhook")
    hunt.says("whisper", lambda form: ("broken", 500))
    asha.answers()

    call = carer.rings(LINE).hears("Goodbye").ends()

    assert call.connected_to is None


def test_by_the_other_switch_a_dead_whisper_address_connects_them(hunt, carer, asha, network):
    network.allows("webhook")
    network.switches.whisper_fetch_failure = "bridge"
    hunt.says("whisper", lambda form: ("broken", 500))
    asha.answers().hangs_up(after=3)

    carer.rings(LINE).connects_to(asha).ends()

    assert hunt.at("next")[0]["DialCallStatus"] == "completed"


def test_a_whisper_that_simply_ends_connects_them(hunt, carer, asha):
    hunt.says("whisper", "<Say>Here you are.</Say>")
    asha.answers().hangs_up(after=3)

    carer.rings(LINE).connects_to(asha).ends()

    assert asha.call.words == "Here you are."


def test_the_first_of_several_to_pick_up_is_connected(line, carer, asha, ben, network):
    line.says(
        "voice",
        f'<Dial action="/next" callerId="+441632960100">{BOTH}</Dial>',
    )
    asha.does_not_answer()
    ben.answers(after=2).hangs_up(after=4)

    carer.rings(LINE).connects_to(ben).ends()

    assert line.at("next")[0]["DialCallSid"] == ben.call.sid
    assert asha.call.status == "no-answer"


def test_one_after_another_rings_the_second_when_the_first_is_engaged(line, carer, asha, ben):
    line.says(
        "voice",
        f'<Dial sequential="true" callerId="+441632960100">{BOTH}</Dial>',
    )
    asha.is_busy()
    ben.answers().hangs_up()

    carer.rings(LINE).connects_to(ben).ends()

    assert asha.rung[0].at <= ben.rung[0].at


def test_answer_on_bridge_keeps_the_call_unanswered_until_somebody_accepts(line, carer, asha):
    line.says(
        "voice", '<Dial action="/next" answerOnBridge="true" callerId="+441632960100">+447700900201</Dial>'
    )
    asha.is_busy()

    call = carer.rings(LINE).ends()

    assert line.at("next")[0]["CallStatus"] == "ringing"
    assert call.leg.duration == 0


def test_a_star_from_the_caller_ends_the_called_leg(line, carer, asha):
    line.says(
        "voice", '<Dial action="/next" hangupOnStar="true" callerId="+441632960100">+447700900201</Dial>'
    )
    line.says("next", "<Say>Back with us.</Say>")
    asha.answers()

    carer.rings(LINE).connects_to(asha).presses("*").hears("Back with us").ends()


def test_a_withheld_caller_without_caller_id_cannot_be_passed_on(line, carer, network):
    network.allows("twiml")
    line.says("voice", '<Dial action="/next"><Number>+447700900201</Number></Dial>')

    carer.rings(LINE, withheld="anonymous").ends()

    assert line.at("voice")[0]["From"] == "anonymous"
    assert line.at("next")[0]["DialCallStatus"] == "failed"
    assert [problem.code for problem in network.problems] == [13214]
