"""The button on the page of a contact that rings the caller back."""

import pytest
from sqlalchemy import select

from oncall.contacts.tables import ContactRow
from oncall.numbers import no_contact
from oncall.ringback.back_calls import picked_up
from oncall.ringback.tables import CallBackRow
from oncall.telephony.forms import KeyPressed
from oncall.telephony.gateway import TelephonyError
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import MORGAN


@pytest.fixture
def missed(scene) -> str:
    """A call that nobody answered."""
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    return ref


def press(browser, ref):
    """Press the button; the page that is shown then."""
    sent = browser.post(f"/contacts/{ref}/ring-back", page=f"/contacts/{ref}/ring-back")
    assert sent.status_code == 303
    return words(browser.get(sent.location))


def test_pressing_it_rings_the_reader_and_takes_the_call_back(scene, browser, missed):
    page = press(browser("ben"), missed)
    scene.does_errands()

    assert "Your telephone will ring in a moment." in page
    assert scene.telephony.rung[-1:] == ["+447700900202"]
    assert scene.by_ref(missed).callback_owner == "ben"
    assert scene.by_ref(missed).owned_at is not None


def test_every_try_is_there_for_others_to_read(scene, browser, missed):
    press(browser("ben"), missed)

    assert "Thu 5 Nov 22:01: Ben Okafor, ringing now" in words(browser().get(f"/contacts/{missed}/ring-back"))


def test_a_caller_who_was_rung_back_waits_to_be_written_up_only(scene, browser, missed):
    before = words(browser().get("/"))
    with scene.w.unit_of_work() as work:
        [contact] = work.session.scalars(select(ContactRow).where(ContactRow.ref == missed))
        contact.called_back_at, contact.callback_due_at = scene.w.now(), None

    assert "Ring back by 22:16 Jo Morgan" in before
    assert "Rung back, to be written up Jo Morgan" in words(browser().get("/"))
    assert "To be rung back" not in words(browser().get("/contacts"))


def test_a_second_reader_is_told_that_a_colleague_is_at_it(scene, browser, missed):
    press(browser("ben"), missed)

    assert "A colleague is ringing this caller back now." in press(browser(), missed)


def test_a_withheld_number_has_no_button(scene, browser):
    ref = scene.rings(None)
    scene.goes_unanswered(ref)
    scene.ends(ref)
    page = browser().get(f"/contacts/{ref}/ring-back")

    assert "number was withheld: we cannot ring them back" in words(page)
    assert "Ring them back" not in page.text


def test_an_emergency_or_premium_number_is_never_dialled(scene, browser):
    ref = scene.rings("+449098790000")
    scene.goes_unanswered(ref)
    scene.ends(ref)

    assert "which we never dial" in words(browser().get(f"/contacts/{ref}/ring-back"))


def test_a_call_that_goes_on_cannot_be_rung_back(scene, browser):
    ref = scene.rings()

    assert "still going on" in words(browser().get(f"/contacts/{ref}/ring-back"))


def test_somebody_who_is_not_on_the_staff_has_no_button(scene, browser, missed):
    scene.somebody("farah")
    scene.leaves_the_service("farah")

    assert browser("farah").get(f"/contacts/{missed}/ring-back").status_code == 404


def test_a_contact_nobody_has_is_not_found(browser):
    assert browser().get("/contacts/261105-ZZZZZ/ring-back").status_code == 404


def test_a_company_that_cannot_be_reached_is_asked_again(scene, browser, missed):
    press(browser("ben"), missed)
    scene.telephony.down = True
    scene.does_errands()
    scene.telephony.down = False
    scene.clock.advance(seconds=20)
    scene.does_errands()

    assert "+447700900202" in scene.telephony.rung


def test_when_it_never_tells_us_how_a_ringing_ended_it_is_asked_and_another_try_is_possible(
    scene, browser, missed
):
    press(browser("ben"), missed)
    scene.does_errands()
    for call in scene.telephony.calls:
        scene.telephony.call_statuses[call.sid] = "no-answer"
    scene.clock.advance(seconds=200)
    scene.does_errands()

    assert "Ben Okafor, not rung" in words(browser().get(f"/contacts/{missed}/ring-back"))
    assert "Your telephone will ring in a moment." in press(browser("ben"), missed)


def test_an_outcome_nobody_knows_is_never_rung_again(scene, browser, missed):
    press(browser("ben"), missed)
    scene.telephony.fail(TelephonyError(unknown=True), times=9)
    scene.does_errands()
    scene.telephony.failures.clear()
    scene.clock.advance(seconds=30)
    scene.does_errands()

    assert "+447700900202" not in scene.telephony.rung


@pytest.mark.parametrize("listed", [True, False])
def test_a_number_on_a_no_contact_list_is_warned_of_before_it_is_rung(scene, browser, missed, listed):
    if listed:
        no_contact.add("C-7K2Q", MORGAN, "court order of May", scene.somebody("elin"), scene.w)
    press(browser("ben"), missed)
    scene.does_errands()
    with scene.w.unit_of_work() as work:
        going_on = work.session.scalars(select(CallBackRow.id)).one()

    said = picked_up(going_on, KeyPressed("CA" + "e" * 32, ""), scene.w).reply.words[0]

    assert ("on a no-contact list" in said) is listed
    assert "Press 1 and we ring them" in said
