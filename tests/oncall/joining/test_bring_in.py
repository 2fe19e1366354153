"""Who can bring whom into a call, and what the page and the telephone company are told."""

import re

import pytest

from oncall.access.roles import Role
from oncall.calls.after_attempt import after_attempt
from oncall.joining import store
from oncall.joining.bring_in import Bringing, Kind, bring_in
from oncall.joining.join_calls import keep_their_leg, left_alone, press_key
from oncall.numbers import no_contact
from oncall.telephony.forms import DialEnded, KeyPressed, LegEvent
from oncall.telephony.gateway import TelephonyError
from oncall.telephony.replies import AskKey, HangUp, Meet
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import MORGAN

ELIN, DAI, BEN = "+447700900205", "+447700900204", "+447700900202"


@pytest.fixture
def taken(scene) -> str:
    """Asha has taken Morgan's call."""
    ref = scene.rings()
    scene.takes_it(ref)
    return ref


def bring(scene, ref, who="asha", kind=Kind.MANAGER):
    return bring_in(ref, kind, scene.somebody(who), scene.w)


def going_on(scene, ref):
    with scene.w.unit_of_work() as work:
        return store.going_on(work.session, scene.by_ref(ref).id)


def presses(scene, join, digits, turn=1):
    return press_key(join.id, turn, KeyPressed("CA" + "e" * 32, digits), scene.w).reply


def test_the_manager_on_the_rota_is_rung_and_shown_the_number_of_the_service(scene, taken):
    assert bring(scene, taken) is Bringing.COMING
    scene.does_errands()

    assert scene.telephony.rung == [ELIN]
    assert scene.telephony.calls[-1].caller_id == "+441632960100"


def test_to_hand_over_the_next_on_the_rota_is_rung(scene, taken):
    assert bring(scene, taken, kind=Kind.PASS) is Bringing.COMING_TO_TAKE_IT
    scene.does_errands()

    assert scene.telephony.rung == [BEN]


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_asked_is_warned_of_a_number_on_a_no_contact_list(scene, taken, kind):
    no_contact.add("C-7K2Q", MORGAN, "court order of May", scene.somebody("elin"), scene.w)
    bring(scene, taken, kind=kind)

    said = presses(scene, going_on(scene, taken), "", turn=0).words[0]

    assert "on a no-contact list" in said
    assert said.index("no-contact") < said.index("Press 1")


def test_a_manager_who_is_on_a_call_is_passed_over(scene, taken):
    other = scene.rings()
    scene.goes_unanswered(other)
    scene.takes_it(other)

    bring(scene, taken)
    scene.does_errands()

    assert scene.telephony.rung == [DAI]


def test_asking_twice_rings_once(scene, taken):
    assert [bring(scene, taken), bring(scene, taken)] == [Bringing.COMING, Bringing.SOMEBODY_IS_COMING]
    scene.does_errands()
    scene.does_errands()

    assert len(scene.telephony.rung) == 1


def test_only_whoever_has_the_call_can_ask_and_only_while_it_goes_on(scene, taken):
    assert bring(scene, taken, who="ben") is Bringing.NOT_YOURS
    assert bring(scene, "no-such-ref") is Bringing.NOT_THERE
    scene.ends(taken)
    assert bring(scene, taken) is Bringing.NO_CALL


def test_pressing_1_meets_the_others_and_moves_the_practitioner(scene, taken):
    bring(scene, taken)
    join = going_on(scene, taken)

    replies = [presses(scene, join, "3"), presses(scene, join, "1", 2), presses(scene, join, "1", 2)]
    scene.does_errands()

    assert isinstance(replies[0], AskKey)
    assert isinstance(replies[1], Meet)
    assert replies[2] == replies[1]
    [(leg, url)] = scene.telephony.redirected
    assert url.partition("#")[0].endswith(f"/twilio/voice/join/{join.id}/practitioner")
    assert leg.startswith("CA")


@pytest.mark.parametrize("keys", ["2", "", "7777"])
def test_whoever_presses_anything_else_joins_nothing(scene, taken, keys):
    bring(scene, taken)
    join = going_on(scene, taken)
    for turn, digit in enumerate(keys or " ", start=1):
        last = presses(scene, join, digit.strip(), turn)

    assert isinstance(last, HangUp) or not keys
    assert going_on(scene, taken).joined_at is None


def test_pressing_1_when_the_caller_has_gone_joins_nothing(scene, taken):
    bring(scene, taken)
    join = going_on(scene, taken)
    scene.ends(taken)

    reply = presses(scene, join, "1")

    assert isinstance(reply, HangUp)
    assert "hung up" in reply.words[0]


def test_when_their_leg_is_over_somebody_can_be_asked_again(scene, taken):
    bring(scene, taken)
    join = going_on(scene, taken)
    keep_their_leg(join.id, LegEvent("CA" + "e" * 32, None, "no-answer", 3, None, None, None), scene.w)

    assert going_on(scene, taken) is None
    assert bring(scene, taken) is Bringing.COMING


def test_a_company_that_cannot_be_reached_is_asked_again(scene, taken):
    bring(scene, taken)
    scene.telephony.fail(TelephonyError(20429))
    scene.does_errands()
    scene.clock.advance(seconds=3)
    scene.does_errands()

    assert scene.telephony.rung == [ELIN]


def test_when_nobody_tells_us_how_it_ended_the_company_is_asked(scene, taken):
    bring(scene, taken)
    scene.does_errands()
    scene.telephony.call_statuses[going_on(scene, taken).provider_sid] = "no-answer"
    scene.clock.advance(seconds=121)
    scene.does_errands()

    assert going_on(scene, taken) is None


def test_a_caller_left_in_a_silent_conference_is_found(scene, taken):
    """Both of ours have gone, and nobody told us."""
    bring(scene, taken)
    scene.does_errands()
    join = going_on(scene, taken)
    presses(scene, join, "1")
    attempt, contact = scene._ringing(taken)
    moved = DialEnded(contact.provider_sid, "in-progress", "completed", None, bridged=True, duration=30)
    assert isinstance(after_attempt(attempt, moved, scene.w).reply, Meet)
    scene.telephony.call_statuses[going_on(scene, taken).provider_sid] = "completed"

    scene.clock.advance(seconds=121)
    scene.does_errands()
    scene.does_errands()

    sid, url = scene.telephony.redirected[-1]
    assert sid == contact.provider_sid
    assert f"/join/{join.id}/alone" in url
    assert "The call has ended" in left_alone(join.id, scene.w).reply.words[0]


def test_the_page_of_a_live_call_has_one_button_that_is_the_first(browser, taken):
    page = browser().get(f"/contacts/{taken}").text
    buttons = re.findall(r'class="govuk-button(?![-\w]| govuk-button--[sw])[^"]*"[^>]*>\s*([^<]*)', page)

    assert [words.strip() for words in buttons] == ["Red flags and what to say"]


def test_the_page_of_the_contact_has_the_buttons_while_the_call_is_the_readers(scene, browser, taken):
    asha, ben = browser(), browser("ben")
    assert "Bring in the manager" in words(asha.get(f"/contacts/{taken}"))
    assert "Bring in the manager" not in words(ben.get(f"/contacts/{taken}"))

    sent = asha.post(f"/contacts/{taken}/bring-in/manager", page=f"/contacts/{taken}")
    page = words(asha.get(sent.location))

    assert "when they press 1, all three of you hear each other" in page
    assert "Somebody has been asked to join this call." in page


def test_only_those_who_may_open_a_contact_can_press(scene, browser, taken):
    scene.somebody("dai", [Role.ADMIN])

    assert browser("dai").post(f"/contacts/{taken}/bring-in/pass", page="/").status_code == 403


def test_the_page_says_who_is_in_the_call_too(scene, browser, taken):
    bring(scene, taken)
    scene.does_errands()
    before = words(browser().get(f"/contacts/{taken}"))
    presses(scene, going_on(scene, taken), "1")

    assert "in the call too" not in before
    said = words(browser().get(f"/contacts/{taken}"))
    assert "Elin Hughes is in the call too. You can hang up and leave them talking." in said
    assert "Elin Hughes joined the call, asked by Asha Verma" in said
