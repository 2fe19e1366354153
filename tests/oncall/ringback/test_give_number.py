"""The number on which a caller asked to be rung back, typed on the page of their contact."""

import re

import pytest
from sqlalchemy import select

from oncall.contacts.read_store import summaries
from oncall.contacts.tables import ContactRow
from oncall.numbers import no_contact
from oncall.ringback import pin_store
from oncall.ringback.tables import CallBackRow, GivenNumberRow
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, LINE, MORGAN

TYPED, NUMBER = "(01632) 960-942", "+441632960942"


@pytest.fixture
def withheld(scene) -> str:
    """A call from a withheld number that Asha took, and that has ended."""
    ref = scene.rings(None)
    scene.takes_it(ref)
    scene.ends(ref)
    return ref


def types(browser, ref, number, was="", **more):
    """Type a number on the contact's page; what is shown then."""
    path = f"/contacts/{ref}"
    sent = browser.post(f"{path}/given-number", page=path, given=number, was=was, **more)
    return browser.get(sent.location) if sent.status_code == 303 else sent


def rows(scene, kind):
    with scene.w.unit_of_work() as work:
        return list(work.session.scalars(select(kind).order_by(kind.id)))


def test_a_number_that_a_withheld_caller_gives_is_rung_and_stands_with_who_typed_it(scene, browser, withheld):
    page = types(browser(), withheld, TYPED)
    browser().post(f"/contacts/{withheld}/ring-back", page=f"/contacts/{withheld}")

    assert re.search(r"to be rung on 01632 960942 ?: Asha Verma typed that at Thu 5 Nov 22:0\d", words(page))
    assert "number was withheld: we cannot ring them back" not in words(page)
    assert [one.number for one in rows(scene, CallBackRow)] == [NUMBER]


def test_the_number_can_be_typed_while_the_call_goes_on(scene, browser):
    ref = scene.rings(None)
    scene.takes_it(ref)

    assert "The number is kept." in words(types(browser(), ref, TYPED))
    assert scene.by_ref(ref).given_number == NUMBER


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("999", "emergency, premium-rate or short number"),
        ("0909 879 0000", "emergency, premium-rate or short number"),
        ("116 123", "emergency, premium-rate or short number"),
        ("01632 9609", "Enter a whole telephone number"),
        ("", "Enter a whole telephone number"),
        ("ask her mother", "Enter a whole telephone number"),
        (LINE, "This is our own number"),
    ],
)
def test_a_number_that_nobody_may_dial_is_refused_in_a_sentence(scene, browser, withheld, typed, sentence):
    page = types(browser(), withheld, typed)

    assert page.status_code == 422
    assert sentence in words(page)
    assert f'value="{typed}"' in page.text or not typed
    assert scene.by_ref(withheld).given_number is None


def test_a_form_sent_twice_keeps_a_number_once(scene, browser, withheld):
    for _ in range(2):
        types(browser(), withheld, TYPED)

    assert [one.number for one in rows(scene, GivenNumberRow)] == [NUMBER]


def test_what_a_colleague_typed_meanwhile_stays_and_is_said(scene, browser, withheld):
    types(browser("ben"), withheld, TYPED)

    page = types(browser(), withheld, "01632 960 943")

    assert "A colleague has typed another number meanwhile" in words(page)
    assert scene.by_ref(withheld).given_number == NUMBER


def test_a_number_can_be_put_right_and_taken_back_and_what_it_was_stays_to_read(scene, browser, withheld):
    types(browser(), withheld, TYPED)
    types(browser("ben"), withheld, "+44 (0)1632 960943", was=NUMBER)
    page = types(browser(), withheld, "", was="+441632960943")

    assert scene.by_ref(withheld).given_number is None
    assert "Ben Okafor typed 01632 960943" in words(page)
    assert "Asha Verma typed 01632 960942" in words(page)


def test_it_is_found_by_that_number(browser, withheld):
    types(browser(), withheld, TYPED)

    assert withheld in browser().post("/contacts/find", page="/contacts/find", q="01632 960 942").text


def test_whoever_is_known_by_that_number_may_have_rung_and_is_not_taken_for_certain(scene, browser, withheld):
    types(browser(), withheld, MORGAN)
    contact = scene.by_ref(withheld)
    timeline = browser().post("/contacts/find/person", page="/contacts/find", person="morgan")

    assert (contact.match, contact.candidates, contact.caller) == ("candidate", ["morgan"], None)
    assert withheld in timeline.text


def test_another_number_of_a_caller_who_was_confirmed_changes_nothing_of_who_it_was(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)
    browser().post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", who="morgan")

    types(browser(), ref, LANDLINE)

    assert (scene.by_ref(ref).match, scene.by_ref(ref).caller) == ("confirmed", "morgan")


@pytest.mark.parametrize("listed", [True, False])
def test_the_page_warns_of_a_number_that_is_on_a_childs_no_contact_list(scene, browser, withheld, listed):
    if listed:
        no_contact.add("C-7K2Q", NUMBER, "court order of May", scene.somebody("elin"), scene.w)

    page = words(types(browser(), withheld, TYPED))

    assert ("is on a child’s no-contact list" in page) is listed


def test_the_page_warns_of_a_caller_who_rings_from_such_a_number(scene, browser):
    no_contact.add("C-7K2Q", MORGAN, "court order of May", scene.somebody("elin"), scene.w)

    ref = scene.rings()

    for page in (f"/contacts/{ref}", f"/contacts/{ref}/triage"):
        assert "is on a child’s no-contact list" in words(browser().get(page)), page


def test_whoever_rings_in_from_their_own_telephone_is_offered_the_caller(scene, browser):
    ref = scene.rings(None)
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    browser().post(f"/contacts/{ref}/call-back", page=f"/contacts/{ref}")
    types(browser(), ref, TYPED)

    with scene.w.unit_of_work() as work:
        offered = pin_store.waiting(work.session, scene.somebody("asha"), scene.by_ref(ref).service_id, 5)

    assert [one.ref for one in offered] == [ref]


def test_somebody_who_may_not_see_the_contact_keeps_nothing(scene, browser, withheld):
    scene.leaves_the_service("farah")

    assert types(browser("farah"), withheld, TYPED).status_code == 404
    assert scene.by_ref(withheld).given_number is None


def test_a_list_says_on_which_number_they_are_rung(scene, browser, withheld):
    types(browser(), withheld, TYPED)

    with scene.w.unit_of_work() as work:
        [row] = work.session.scalars(select(ContactRow).where(ContactRow.ref == withheld))
        [summary] = summaries(work.session, [row])

    assert (summary.caller.withheld, summary.caller.given) == (True, NUMBER)
