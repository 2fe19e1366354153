"""Everything may come twice, late, in another order, or from a stranger."""

import pytest
import requests
from twilio.request_validator import RequestValidator

from oncall.calls.lost import end_lost_calls
from tests.scenarios.night import LINE
from tests.scenarios.texting import leaps


def states(night, role):
    """How the company says that the telephones of a role stand."""
    return [leg["status"] for leg in night.export("calls") if leg["role"] == role]


def test_every_webhook_sent_again_changes_nothing(night):
    night.asha.does_not_answer()
    night.ben.answers().presses("3").presses("1").hangs_up(after=5)
    night.ben.may_be_texted()
    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()
    before = [night.export(what) for what in ("contacts", "calls", "messages")]

    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    night.settles()

    assert [night.export(what) for what in ("contacts", "calls", "messages")] == before


def test_a_repeated_request_gets_the_same_answer(night):
    night.asha.answers(after=10).presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    call = night.morgan.rings(LINE).hears("through to")
    first = night.network.webhooks[0]
    again = night.network.repeat(first)
    call.ends()
    night.settles()

    assert again.body == first.body
    assert len(night.contact["attempts"]) == 1


@pytest.mark.parametrize("order", ["newest first", "oldest first"])
def test_callbacks_in_any_order_end_in_the_same_state(night, order):
    night.asha.is_busy()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()
    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()
    before = [night.export(what) for what in ("contacts", "calls")]

    told = [
        webhook for webhook in night.network.webhooks if "/leg/" in webhook.url or "/ended" in webhook.url
    ]
    for webhook in told if order == "oldest first" else reversed(told):
        night.network.repeat(webhook)

    assert [night.export(what) for what in ("contacts", "calls")] == before


@pytest.mark.parametrize("order", ["newest first", "oldest first"])
def test_a_telephone_that_was_answered_never_goes_back_to_ringing(night, order):
    for phone in (night.asha, night.ben):
        phone.may_be_texted().answers(after=3).presses("1")
    call = night.morgan.rings(LINE).connects_to(night.asha)
    night.network.wait_until(lambda: states(night, "practitioner") == ["in-progress"], "it is answered")

    told = [webhook for webhook in night.network.webhooks if "/leg/" in webhook.url]
    assert [webhook.form["CallStatus"] for webhook in told] == ["initiated", "ringing", "in-progress"]
    assert [webhook.form["SequenceNumber"] for webhook in told] == ["0", "1", "2"]
    earlier = told[:2]
    for webhook in earlier if order == "oldest first" else reversed(earlier):
        night.network.repeat(webhook)

    assert states(night, "practitioner") == ["in-progress"]
    other = night.price.rings(LINE).connects_to(night.ben)
    other.hangs_up().ends()
    call.hangs_up().ends()
    night.settles()
    assert {leg["status"] for leg in night.export("calls")} == {"completed"}
    assert len(night.asha.rung) == 1


@pytest.mark.parametrize(("action", "asked"), [("sent", 0), ("not_sent", 1)])
def test_a_call_of_whose_end_we_are_told_nothing_is_asked_about_and_nobody_s_line_stays_taken(
    night, action, asked
):
    night.network.switches.callbacks_lost = {"all"}
    night.network.switches.caller_left_action = action
    night.asha.may_be_texted().answers().presses("1")
    night.morgan.rings(LINE).connects_to(night.asha).hangs_up(after=10).ends()
    night.network.quiet()

    leaps(night, minutes=4)
    ended = [end_lost_calls(night.wiring), end_lost_calls(night.wiring)]

    assert ended == [asked, 0]
    assert (night.contact["outcome"], night.contact["accepted_by"]) == ("answered", "asha")
    assert night.contact["ended_at"] is not None
    night.asha.answers().presses("1").hangs_up(after=5)
    night.price.rings(LINE).connects_to(night.asha).ends()


def test_an_unsigned_request_is_refused_and_nothing_is_written(night):
    form = {"CallSid": "CA" + "0" * 32, "From": "+447700900301", "To": LINE, "CallStatus": "ringing"}

    answer = requests.post(f"{night.wiring.settings.public_url}/twilio/voice", data=form, timeout=5)

    assert answer.status_code == 403
    assert night.export() == []


def test_while_tokens_are_rotated_both_are_accepted(night_at):
    night = night_at(further_tokens=["the-next-token"])
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    night.morgan.rings(LINE).ends()

    night.network.rotate_token("the-next-token")
    night.morgan.rings(LINE).ends()
    night.settles()

    assert [contact["outcome"] for contact in night.export()] == ["answered", "answered"]


def test_a_form_without_a_call_id_is_a_bad_request(night):
    url = f"{night.wiring.settings.public_url}/twilio/voice"
    signature = RequestValidator(night.network.token).compute_signature(url, {"To": LINE})

    answer = requests.post(url, data={"To": LINE}, headers={"X-Twilio-Signature": signature}, timeout=5)

    assert answer.status_code == 400
    assert night.export() == []
