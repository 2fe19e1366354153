"""Saying which children a contact is about."""

import pytest

from oncall.contacts.child_store import chosen
from oncall.contacts.choose_children import Choosing, Ticks, choose_children
from tests.oncall.contacts.page import part, words
from tests.oncall.contacts.scene import LANDLINE

KIT, ADA, NOOR = "C-7K2Q", "C-M4XD", "C-9TRB"


@pytest.fixture
def about(scene):
    """Which children a contact is about now."""

    def ask(ref: str) -> set[str]:
        with scene.w.unit_of_work() as work:
            return chosen(work.session, scene.by_ref(ref).id)

    return ask


def ticks(*now: str, another: str = "", before: tuple[str, ...] = ()) -> Ticks:
    return Ticks(frozenset(now), another, frozenset(before))


def test_a_likely_child_and_another_are_chosen(scene, browser, about):
    ref = scene.rings()
    asha = browser()
    sent = asha.post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", child=KIT, another=ADA)
    page = asha.get(sent.location)

    assert about(ref) == {KIT, ADA}
    assert "Which children Ada 15 years old" in part(page, "children")
    assert "about Ada and Kit" in words(asha.get("/contacts"))


def test_a_child_is_unticked(scene, browser, about):
    ref = scene.rings()
    asha = browser()
    asha.post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", child=KIT, another=ADA)
    asha.post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", child=ADA, was=[KIT, ADA])

    assert about(ref) == {ADA}


def test_the_same_form_twice_changes_nothing_more(scene, about):
    ref, asha = scene.rings(), scene.somebody("asha")

    for _ in range(2):
        assert choose_children(ref, ticks(KIT), asha, scene.w) is Choosing.CHOSEN

    assert about(ref) == {KIT}


def test_two_who_choose_at_once_undo_nothing_of_each_other_s(scene, about):
    ref = scene.rings()
    choose_children(ref, ticks(KIT), scene.somebody("asha"), scene.w)
    choose_children(ref, ticks(another=ADA), scene.somebody("ben"), scene.w)

    assert about(ref) == {KIT, ADA}


@pytest.mark.parametrize("ref_sent", ["C-NONE", NOOR, "\0", "x" * 500])
def test_a_child_that_is_not_there_and_one_that_is_restricted_are_refused_alike(
    scene, browser, about, ref_sent
):
    ref = scene.rings(LANDLINE)
    page = browser().post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another=ref_sent)

    assert page.status_code == 422
    assert words(page).startswith("There is a problem Choose a child from the list")
    assert ref_sent not in page.text
    assert about(ref) == set()


def test_whoever_may_see_a_restricted_child_is_told_what_choosing_means(scene, browser):
    said = part(browser("elin").get(f"/contacts/{scene.rings(LANDLINE)}"), "children")

    assert "Noor Placed with whoever has this number. Restricted: once chosen, only those named" in said


def test_once_the_caller_is_confirmed_only_their_children_are_likely(scene, browser):
    ref = scene.rings(LANDLINE)
    asha = browser()
    asha.post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", who="lowe")

    assert "Placed with" not in part(asha.get(f"/contacts/{ref}"), "children")
