"""Saying who rang."""

import pytest

from oncall.contacts.confirm_caller import Confirming, confirm_caller
from tests.oncall.contacts.page import part, words
from tests.oncall.contacts.scene import LANDLINE, STRANGER


def stands(scene, ref):
    contact = scene.by_ref(ref)
    return contact.match, contact.caller, contact.candidates


def test_a_candidate_is_confirmed(scene, browser):
    ref = scene.rings(LANDLINE)
    asha = browser()
    sent = asha.post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", who="lowe")
    page = asha.get(sent.location)

    assert (sent.status_code, sent.location) == (303, f"/contacts/{ref}")
    assert stands(scene, ref) == ("confirmed", "lowe", ["lowe", "morgan"])
    assert "Saved: you have confirmed who it was." in words(page)
    assert "Alex Lowe, special guardian 01632 960301. Confirmed." in part(page, "caller")


@pytest.mark.parametrize("sent", [{"who": "else", "other": "price"}, {"other": "price"}])
def test_a_stranger_s_number_may_be_somebody_we_know(scene, browser, sent):
    ref = scene.rings(None)
    asha = browser()
    asha.post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", **sent)

    assert stands(scene, ref) == ("confirmed", "price", [])
    assert "Sam Price, kinship carer Number withheld. Confirmed." in part(
        asha.get(f"/contacts/{ref}"), "caller"
    )


def test_it_may_be_none_of_the_candidates(scene, browser):
    ref = scene.rings(LANDLINE)
    asha = browser()
    asha.post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", who="unknown")

    assert stands(scene, ref) == ("none", None, ["lowe", "morgan"])
    assert "Not one of the people known by this number." in part(asha.get(f"/contacts/{ref}"), "caller")


def test_it_can_be_put_right_and_said_twice(scene):
    ref, asha = scene.rings(LANDLINE), scene.somebody("asha")

    for who in ("lowe", "lowe", "morgan", "morgan"):
        assert confirm_caller(ref, who, "", asha, scene.w) is Confirming.CONFIRMED

    assert stands(scene, ref) == ("confirmed", "morgan", ["lowe", "morgan"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose who it was"),
        ({"who": ""}, "Choose who it was"),
        ({"who": "else", "other": ""}, "Choose who it was"),
        ({"who": "nobody we know"}, "Choose somebody from the list"),
        ({"who": "else", "other": "asha"}, "Choose somebody from the list"),
        ({"who": "\0"}, "Choose somebody from the list"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_changes_nothing(scene, browser, sent, said):
    ref = scene.rings(STRANGER)
    page = browser().post(f"/contacts/{ref}/caller", page=f"/contacts/{ref}", **sent)

    assert page.status_code == 422
    assert words(page).startswith(f"There is a problem {said}")
    assert '<a href="#who">' in page.text
    assert stands(scene, ref) == ("none", None, [])


def test_without_the_page_s_token_nothing_is_taken(scene, browser):
    ref = scene.rings(LANDLINE)
    sent = browser().client.post(f"/contacts/{ref}/caller", data={"who": "lowe"})

    assert sent.status_code == 400
    assert stands(scene, ref)[0] == "candidate"
