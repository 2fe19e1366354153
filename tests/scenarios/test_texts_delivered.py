"""What becomes of our texts: a failure goes another way within 30 seconds; none goes where none arrives."""

import pytest

from oncall.contacts.send_text import GOOD_FOR_SECONDS
from tests.scenarios.night import TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import (
    by_night,
    came_in,
    comes,
    last,
    leaps,
    pages,
    received,
    says,
    sent_to,
    signed,
)


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace."""
    return by_night(night_at(speed=1000))


def seconds_until_rung(night, phone, since):
    return (phone.rung[0].at - since).total_seconds()


def test_whom_an_undelivered_page_was_for_is_rung_within_thirty_seconds(night):
    night.asha.texts_fail(30008)
    night.asha.answers().presses("1")

    night.morgan.texts("special offer", to=TEXT_LINE, shows="ASDA")  # for this nobody is rung otherwise
    sent = night.now()
    settle(night)

    assert seconds_until_rung(night, night.asha, sent) <= 30
    assert night.contact["accepted_by"] == "asha"
    page = sent_to(night, night.asha)[0]
    assert (page["status"], page["error_code"]) == ("undelivered", 30008)


def test_a_callback_that_comes_before_the_answer_to_sending_is_heeded(night):
    night.network.rest_fails("lost answer", path="Messages")
    night.network.allows("rest")
    night.network.switches.text_sent_after = night.network.switches.text_delivered_after = 0.0
    night.asha.texts_fail(30003)
    night.asha.answers().presses("1")

    night.morgan.texts("special offer", to=TEXT_LINE, shows="ASDA")
    sent = night.now()
    settle(night)

    assert seconds_until_rung(night, night.asha, sent) <= 30
    assert [one["status"] for one in sent_to(night, night.asha)][:1] == ["undelivered"]
    assert len([one for one in night.network.exchange.messages.values() if one.to == night.asha.number]) <= 2


def test_a_callback_about_a_text_that_is_none_of_ours_changes_nothing(night):
    comes(night)
    before = night.export("messages")
    for word in ("delivered", "undelivered", "bewitched", ""):
        form = {"MessageSid": f"SM{7:032x}", "MessageStatus": word, "ErrorCode": "30003"}
        assert signed(night, "/twilio/text/status", form).status_code == 200
    passes(night, seconds=20)

    assert night.export("messages") == before


def test_nothing_is_sent_to_a_landline_twice(night):
    landline = night.stranger.may_be_texted()
    landline.texts_fail(30006)
    comes(night, phone=landline, seconds=15)
    leaps(night, minutes=40)
    comes(night, "are you there", phone=landline, seconds=15)
    answer = says(night, "1")
    assert "They cannot be texted: ring them" in answer

    assert "this sender cannot be texted" in says(night, "We will ring you")
    assert [one["error_code"] for one in sent_to(night, landline)] == [30006]


def test_one_of_us_whom_no_text_reaches_is_told_of_once_and_rung_from_then_on(night):
    night.asha.texts_are_refused(21614)
    night.network.allows("rest")
    night.asha.answers().presses("1")

    comes(night, seconds=20)
    comes(night, phone=night.price.may_be_texted(), seconds=30)

    assert [contact["accepted_by"] for contact in night.export()] == ["asha", "asha"]
    told = [words for words in received(night.dai) if "No text reaches member of staff asha" in words]
    assert len(told) == 1
    assert len(sent_to(night, night.asha)) == 1
    assert "answer it from your Tonight page" in night.asha.call.words


@pytest.mark.parametrize("stopped", [False, True], ids=["telephone off", "has sent STOP"])
def test_an_owner_whom_no_news_of_a_further_text_reaches_is_rung_within_thirty_seconds(night, stopped):
    comes(night)
    says(night, "1")
    if stopped:
        night.asha.texts("STOP", to=TEXT_LINE)
        passes(night, seconds=8)
    else:
        night.asha.texts_fail(30003)
    before = len(pages(night))
    night.asha.answers().presses("1")

    night.morgan.texts("are you still there", to=TEXT_LINE)
    came = night.now()
    passes(night, seconds=50)

    assert pages(night)[before:] == ["asha"]
    assert (night.asha.rung[-1].at - came).total_seconds() <= 30
    assert "are you still there" in night.asha.call.words
    assert night.contact["callback_owner"] == "asha"


def test_a_failed_reply_whose_owner_no_text_reaches_is_paged_anew(night):
    comes(night)
    says(night, "1")
    night.asha.texts("STOP", to=TEXT_LINE)
    passes(night, seconds=8)
    night.morgan.texts_fail(30003)
    rung = len(pages(night))

    night.asha.answers().presses("1")
    night.asha.texts("We will ring you", to=TEXT_LINE)
    passes(night, seconds=30)

    assert pages(night)[rung:] == ["asha"]
    assert night.contact["callback_owner"] == "asha"


def test_a_failed_reply_whose_owner_s_telephone_is_off_asks_others(night):
    comes(night)
    says(night, "1")
    night.morgan.texts_fail(30003)
    night.asha.texts("We will ring you", to=TEXT_LINE)
    night.asha.texts_fail(30003)
    night.asha.is_unreachable()
    night.ben.answers().presses("1")

    passes(night, minutes=7)

    assert night.contact["callback_owner"] == "ben"


def test_no_text_may_arrive_later_than_in_twenty_minutes(night):
    comes(night)
    says(night, "1")
    says(night, "We will ring you")

    sent = [one for one in night.network.exchange.messages.values() if one.direction == "outbound-api"]
    assert len(sent) >= 4
    assert {one.valid_seconds for one in sent} == {GOOD_FOR_SECONDS}
    assert GOOD_FOR_SECONDS <= 1_200


@pytest.mark.parametrize("order", ["reversed", "in_order"])
def test_states_of_a_text_never_go_back(night, order):
    night.network.switches.callback_copies = 2
    night.network.switches.callback_order = order
    night.network.switches.callback_delay = 2.0
    night.price.texts_fail(30005)

    night.morgan.texts("hello", to=TEXT_LINE)
    night.price.texts("hello", to=TEXT_LINE)
    passes(night, seconds=40)

    [arrived], [lost] = sent_to(night, night.morgan), sent_to(night, night.price)
    assert (arrived["status"], arrived["error_code"]) == ("delivered", None)
    assert (lost["status"], lost["error_code"]) == ("undelivered", 30005)


def test_yes_after_stop_lets_texts_through_and_is_said_to_whom_they_answer(night):
    comes(night)
    says(night, "1")
    night.asha.texts("STOP", to=TEXT_LINE)
    passes(night, seconds=8)

    night.asha.texts("Yes", to=TEXT_LINE)
    passes(night, seconds=8)
    comes(night, "thank you")

    assert last(night.morgan) == "Yes"
    assert "Another text in" in last(night.asha)
    assert [one["contact"] for one in came_in(night)][-1] == night.contact["ref"]
