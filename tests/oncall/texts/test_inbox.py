"""The inbox of texts: what waits, newest first, and who has taken which; and ringing instead of texting."""

from datetime import timedelta

import pytest

from oncall.access.roles import Role
from tests.oncall.contacts.scene import MORGAN, PRICE

INBOX = "/contacts/texts"


def test_tonight_leads_to_the_texts_that_wait_newest_first(scene, browser):
    scene.texts("first words", MORGAN)
    scene.clock.advance(minutes=2)
    scene.texts("second words", PRICE)
    asha = browser()

    assert f'href="{INBOX}"' in asha.get("/").text
    page = asha.get(INBOX).text

    assert page.index("second words") < page.index("first words")
    assert page.count("Nobody has taken it.") == 2


def test_taking_one_says_who_has_it_and_whether_they_have_read_the_newest(scene, browser):
    ref = scene.texts("first words")
    asha, ben = browser(), browser("ben")
    asha.post(f"/contacts/{ref}/call-back", INBOX)

    assert "Asha Verma has it" in ben.get(INBOX).text
    assert "You have it" in asha.get(INBOX).text
    assert "The newest text is not read yet." in ben.get(INBOX).text
    asha.get(f"/contacts/{ref}")
    assert "Read." in ben.get(INBOX).text
    scene.clock.advance(seconds=5)
    scene.texts("more words")

    page = ben.get(INBOX).text
    assert "more words" in page
    assert "The newest text is not read yet." in page


def test_a_closed_conversation_leaves_the_inbox(scene, browser):
    ref = scene.texts("first words")
    asha = browser()
    asha.post(f"/contacts/{ref}/call-back", INBOX)
    asha.post(f"/contacts/{ref}/texts/close", f"/contacts/{ref}")

    assert "No text waits for anybody." in asha.get(INBOX).text


def test_by_day_it_says_so_and_flags_stand_out(scene, browser):
    scene.clock.advance(seconds=timedelta(hours=14).total_seconds())
    scene.texts("he has a knife")

    page = browser().get(INBOX).text

    assert "in office hours" in page
    assert "weapon: knife" in page
    assert "app-card--overdue" in page


def test_nobody_sees_what_is_not_for_them(scene, browser):
    scene.loads_another_service()
    scene.texts("first words")
    scene.leaves_the_service("dai")
    scene.somebody("keeper", [Role.ADMIN], staff=False)

    assert "first words" not in browser("dai").get(INBOX).text
    assert browser("keeper").get(INBOX).status_code == 403
    assert INBOX not in browser("keeper").get("/").text


@pytest.mark.parametrize("number", ["ASDA", "60777"])
def test_a_sender_without_a_number_cannot_be_rung(scene, browser, number):
    ref = scene.texts("special offer", number)

    page = browser().get(f"/contacts/{ref}").text

    assert "cannot be texted, nor rung" in page
    assert "Ring instead" not in page
