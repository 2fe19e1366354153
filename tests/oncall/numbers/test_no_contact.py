"""Whoever picks up a call from a number on a child's no-contact list is warned before they take it."""

import pytest

from oncall.access.roles import Role
from oncall.calls.whisper import whisper
from oncall.contacts import record_store
from oncall.numbers import no_contact
from oncall.numbers.no_contact import Listing
from oncall.numbers.read_numbers import read_numbers
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import MORGAN, STRANGER

WARNING = "on a no-contact list"


def add(scene, child="C-7K2Q", number=STRANGER, reason="court order of May", who="elin"):
    return no_contact.add(child, number, reason, scene.somebody(who), scene.w)


def whispered(scene, number):
    ref = scene.rings(number)
    with scene.w.unit_of_work() as work:
        attempt = record_store.attempts(work.session, scene.by_ref(ref).id)[-1]
    return " ".join(whisper(attempt.id, scene.w).reply.words)


def test_the_whisper_warns_and_names_no_child(scene):
    assert add(scene) is Listing.LISTED
    said = whispered(scene, STRANGER)

    assert WARNING in said
    assert said.index(WARNING) < said.index("Press 1")
    assert "Kit" not in said
    assert "C-7K2Q" not in said


def test_nobody_else_is_warned_about(scene):
    add(scene)

    assert WARNING not in whispered(scene, MORGAN)


def test_a_number_taken_off_the_list_is_warned_about_no_more(scene):
    add(scene)
    [entry] = read_numbers(scene.somebody("elin"), scene.w).no_contact

    assert no_contact.take_off(entry.id, scene.somebody("elin"), scene.w) is Listing.TAKEN_OFF
    assert no_contact.take_off(entry.id, scene.somebody("elin"), scene.w) is Listing.GONE
    assert WARNING not in whispered(scene, STRANGER)


def test_what_cannot_be_listed_is_said(scene):
    assert add(scene, number="anonymous") is Listing.NO_NUMBER
    assert add(scene, reason="") is Listing.NO_REASON
    assert add(scene, child="C-NONE") is Listing.NO_CHILD
    assert [add(scene), add(scene)] == [Listing.LISTED, Listing.LISTED_ALREADY]


def test_the_list_of_a_restricted_child_is_for_those_who_may_see_them(scene, browser):
    scene.somebody("dai", [Role.MANAGER])

    assert add(scene, child="C-9TRB", who="dai") is Listing.NO_CHILD
    assert add(scene, child="C-9TRB") is Listing.LISTED
    assert "Noor" in words(browser("elin").get("/numbers"))
    assert "Noor" not in words(browser("dai").get("/numbers"))


@pytest.mark.parametrize("number", ["+44 7700 900999", "07700 900 999"])
def test_the_page_lists_a_number(scene, browser, number):
    elin = browser("elin")
    said = elin.post("/numbers/no-contact", "/numbers", child="C-7K2Q", number=number, reason="order")

    assert "is warned before they take it" in words(elin.get(said.location))
    assert "Kit: +447700900999" in words(elin.get("/numbers"))
