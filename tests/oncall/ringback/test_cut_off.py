"""Whoever was talking is asked once whether the line dropped, when the caller's side ended first."""

import pytest
from sqlalchemy import text

from oncall.calls.after_attempt import after_attempt
from oncall.joining.bring_in import Kind, bring_in
from oncall.joining.join_calls import keep_their_leg, press_key
from oncall.joining.store import going_on
from oncall.ringback.read_call_backs import read_call_backs
from oncall.telephony.forms import DialEnded, KeyPressed, LegEvent
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.words import say
from tests.oncall.contacts.page import words

ASHA = "+447700900201"

SENT_STOP = 21610
"""The company's number for: whoever has this number has sent STOP."""


@pytest.fixture
def talking(scene) -> str:
    """Asha has taken Morgan's call."""
    ref = scene.rings()
    scene.takes_it(ref)
    scene.does_errands()
    return ref


def ends(scene, ref, after=12, *, ours=False, word="completed", action=True):
    """The talk ends: the caller's side first, or ours; the action may not be asked for."""
    attempt, contact = scene._ringing(ref)
    scene.clock.advance(seconds=after)
    if ours or action:
        stands = "in-progress" if ours else word
        ended = DialEnded(contact.provider_sid, stands, "completed", None, bridged=True, duration=after)
        after_attempt(attempt, ended, scene.w)
    scene.ends(ref, after=1 if ours else 0)


def asks(scene, seconds=11) -> list[str]:
    """What was asked by text when the pulse has beaten once more."""
    scene.clock.advance(seconds=seconds)
    scene.does_errands()
    return [one.words for one in scene.telephony.texts if "Cut off?" in one.words]


def on_the_page(scene, ref, who="asha") -> int | None:
    return read_call_backs(ref, scene.somebody(who), scene.w).cut_off


def test_a_short_call_that_ended_from_the_callers_side_is_asked_about_within_a_minute(scene, talking):
    ends(scene, talking)

    [asked] = asks(scene)
    assert asked.startswith(f"Call {talking} ended after 12 s. Cut off? Reply 1")
    assert scene.telephony.texts[-1].to == ASHA
    assert on_the_page(scene, talking) == 12


def test_the_question_fits_one_text():
    link = "https://oncall.marches-placement-support.org.uk/contacts/261105-ABCDE"

    assert len(say("ringback/cut_off", ref="261105-ABCDE", seconds=3599, link=link)) <= 160


@pytest.mark.parametrize("action", [True, False])
def test_whether_or_not_the_action_is_asked_for_it_is_asked_once(scene, talking, action):
    ends(scene, talking, action=action)

    assert len(asks(scene)) == 1
    scene.ends(talking, after=0)
    assert len(asks(scene, 30)) == 1


def test_nothing_is_asked_when_our_side_ended_first(scene, talking):
    ends(scene, talking, ours=True)

    assert asks(scene) == []
    assert on_the_page(scene, talking) is None


def test_a_longer_talk_is_asked_about_on_the_pages_alone(scene, talking):
    ends(scene, talking, after=200)

    assert asks(scene) == []
    assert on_the_page(scene, talking) == 200
    assert on_the_page(scene, talking, "ben") is None


def test_an_odd_word_for_the_end_is_asked_about_however_long_they_talked(scene, talking):
    ends(scene, talking, after=200, word="failed")
    with scene.w.unit_of_work() as work:
        work.session.execute(text("UPDATE call_leg SET status = 'failed' WHERE role = 'caller'"))

    [asked] = asks(scene)
    assert "ended after 3 min" in asked


def test_nothing_is_asked_of_whoever_has_begun_to_write_it_up(scene, talking):
    ends(scene, talking)
    scene.clock.advance(seconds=2)
    scene.says(talking, situation="Kit is back.")

    assert asks(scene) == []
    assert on_the_page(scene, talking) is None


def test_what_was_typed_during_the_talk_does_not_keep_us_from_asking(scene, talking):
    scene.says(talking, situation="Kit is")
    ends(scene, talking)

    assert len(asks(scene)) == 1


def test_nothing_is_asked_when_the_caller_has_rung_again(scene, talking):
    ends(scene, talking)
    scene.clock.advance(seconds=4)
    scene.rings()

    assert asks(scene) == []


def test_nothing_is_asked_about_a_withheld_number(scene):
    ref = scene.rings(None)
    scene.takes_it(ref)
    ends(scene, ref)

    assert asks(scene) == []


def test_an_end_that_we_learn_of_too_late_is_not_asked_about(scene, talking):
    ends(scene, talking)

    assert asks(scene, 16 * 60) == []


def test_after_a_call_was_passed_whoever_has_it_is_asked(scene, talking):
    bring_in(talking, Kind.PASS, scene.somebody("asha"), scene.w)
    with scene.w.unit_of_work() as work:
        join = going_on(work.session, scene.by_ref(talking).id)
    press_key(join.id, 1, KeyPressed("CA" + "e" * 32, "1"), scene.w)
    attempt, contact = scene._ringing(talking)
    moved = DialEnded(contact.provider_sid, "in-progress", "completed", None, bridged=True, duration=30)
    after_attempt(attempt, moved, scene.w)
    scene.ends(talking, after=10)
    keep_their_leg(join.id, LegEvent("CA" + "e" * 32, None, "completed", 3, None, None, None), scene.w)

    assert len(asks(scene)) == 1
    assert scene.telephony.texts[-1].to == "+447700900202"


def test_a_company_that_cannot_be_reached_is_asked_again_and_they_are_texted_once(scene, talking):
    ends(scene, talking)
    scene.telephony.fail(TelephonyError(20429))

    assert asks(scene) == []
    assert len(asks(scene, 3)) == 1


def test_whom_no_text_reaches_is_asked_on_the_pages(scene, talking):
    ends(scene, talking)
    scene.telephony.fail(NumberRefused(SENT_STOP))

    assert asks(scene) == []
    assert on_the_page(scene, talking) == 12


def test_1_by_text_rings_them_and_then_the_caller(scene, talking):
    ends(scene, talking)
    asks(scene)

    assert scene.texts("1", ASHA) == talking
    scene.does_errands()

    assert scene.telephony.rung == [ASHA]
    assert "Press 1, and we ring the caller" in scene.telephony.texts[-1].words
    assert on_the_page(scene, talking) is None
    assert scene.by_ref(talking).accepted_by == "asha"


def test_2_by_text_says_that_they_had_finished(scene, talking):
    ends(scene, talking)
    asks(scene)

    assert scene.texts("2", ASHA) == talking
    scene.does_errands()

    assert scene.telephony.rung == []
    assert f"Good. Write {talking} up here" in scene.telephony.texts[-1].words
    assert on_the_page(scene, talking) is None


def test_a_key_by_text_is_for_what_waits_if_we_wrote_about_that_later(scene, talking):
    ends(scene, talking)
    asks(scene)
    missed = scene.rings("+447700900302")
    scene.nobody_answers(missed)
    scene.says_nothing(missed)
    scene.clock.advance(seconds=5)
    scene.does_errands()

    assert scene.texts("1", ASHA) == missed
    assert scene.texts(f"#{talking[-5:]} 1", ASHA) == talking


def test_the_page_and_the_board_ask_and_an_answer_is_taken_once(scene, browser, talking):
    ends(scene, talking)
    asks(scene)
    asha = browser()
    page = f"/contacts/{talking}"

    assert "Cut off? The call ended after 12 seconds, from the caller’s side." in words(asha.get(page))
    assert "We had finished: Jo Morgan" in words(asha.get("/"))
    assert "Cut off?" not in words(browser("ben").get("/"))

    said = asha.post(f"{page}/finished", page)
    assert "nobody will be rung" in words(asha.get(said.location))
    said = asha.post(f"{page}/finished", page)
    assert "answered already" in words(asha.get(said.location))
    assert "Cut off?" not in words(asha.get("/"))


def test_pressing_the_button_rings_both_and_answers_the_question(scene, browser, talking):
    ends(scene, talking)
    asks(scene)
    asha = browser()

    said = asha.post(f"/contacts/{talking}/ring-back", "/")
    assert "Your telephone will ring in a moment" in words(asha.get(said.location))
    scene.does_errands()

    assert scene.telephony.rung == [ASHA]
    assert on_the_page(scene, talking) is None
