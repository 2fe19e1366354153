"""The smaller verbs, each alone."""

import pytest

from tests.oncall.practice.line import LINE, TEXT_LINE


def test_redirect_goes_on_with_another_document(line, carer):
    line.says("voice", '<Say>One.</Say><Redirect method="GET">/other?from=voice</Redirect>')
    line.says("other", lambda form: f"<Say>Two, {form['from']}.</Say>")

    call = carer.rings(LINE).ends()

    assert call.heard == ["One.", "Two, voice."]
    assert all(asked.signed for asked in line.asked if asked.path != "other")


def test_hangup_ends_the_call_where_it_stands(line, carer):
    line.says("voice", "<Say>One.</Say><Hangup/>")

    assert carer.rings(LINE).ends().status == "completed"


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "failed")])
def test_reject_refuses_the_call_unanswered(line, carer, network, reason, status):
    line.says("voice", f'<Reject reason="{reason}"/>')

    call = carer.rings(LINE).ends()
    network.quiet()

    assert call.status == status
    assert line.at("ended")[0]["CallDuration"] == "0"


def test_an_empty_document_ends_the_call_without_answering(line, carer):
    call = carer.rings(LINE).ends()

    assert call.leg.answered_at is None


def test_play_and_pause_are_heard_as_sounds_and_time(line, carer):
    line.says("voice", '<Play loop="2">/sounds/chime.mp3</Play><Pause length="30"/><Say>Done.</Say>')

    call = carer.rings(LINE).ends()

    assert call.sounds == ["chime.mp3", "chime.mp3"]
    assert 36 <= call.leg.duration <= 38


def test_a_pause_alone_does_not_answer(line, carer):
    line.says("voice", '<Pause length="5"/>')

    assert carer.rings(LINE).ends().leg.answered_at is None


def test_what_this_network_cannot_play_is_said(line, carer, network):
    line.says("voice", "<Echo/><Say>Done.</Say>")

    assert carer.rings(LINE).ends().heard == ["Done."]
    assert "<Echo> is not played here" in str(network.problems[0])
    network.allows("twiml")


def test_somebody_switched_through_too_long_is_cut_off(line, carer, asha):
    line.says("voice", '<Dial timeLimit="30" callerId="+441632960100">+447700900201</Dial><Say>Time.</Say>')
    asha.answers()

    carer.rings(LINE).connects_to(asha).hears("Time.").ends()

    assert asha.call.leg.duration == 30


def test_a_text_can_be_answered_by_another_document(line, carer):
    carer.expects_text("From the other")
    line.says("sms", "<Redirect>/other</Redirect>")
    line.says("other", "<Message><Body>From the other</Body></Message>")

    carer.texts("Hello", to=TEXT_LINE)

    assert carer.receives("From the other")


def test_a_placed_call_is_cut_off_at_its_limit(client, line, asha, network):
    line.says("page", '<Say>Hello.</Say><Pause length="600"/>')
    asha.answers()

    client.calls.create(to=asha.number, from_=LINE, url=f"{line.url}/page", time_limit=20)
    network.quiet()

    assert asha.call.leg.duration == 20
