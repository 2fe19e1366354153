"""The list of contacts."""

import re

import pytest

from oncall.contacts import read_contact
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, STRANGER


def refs(page) -> list[str]:
    return re.findall(r'class="app-row__title"><a[^>]*/contacts/([0-9A-Z-]+)"', page.text)


def test_the_newest_come_first(scene, browser):
    made = [scene.rings(), scene.rings(STRANGER), scene.rings(None)]

    assert refs(browser().get("/contacts")) == made[::-1]


def test_a_line_says_who_rang_who_took_it_and_what_is_left_to_do(scene, browser):
    ref = scene.rings(LANDLINE)
    scene.goes_unanswered(ref)
    scene.takes_it(ref)
    scene.ends(ref)
    said = words(browser().get("/contacts"))

    assert "Alex Lowe or Jo Morgan Not written up Thu 5 Nov 22:00. Answered by Ben Okafor." in said
    assert "They share this number. Not confirmed" in said


def test_pages_follow_one_another_without_a_gap(scene, browser, monkeypatch):
    monkeypatch.setattr(read_contact, "PAGE", 2)
    made = [scene.rings(STRANGER) for _ in range(5)][::-1]
    asha, address, seen = browser(), "/contacts", []

    while address:
        page = asha.get(address)
        seen.append(refs(page))
        scene.rings(STRANGER)  # what comes in meanwhile moves nothing
        found = re.search(r'href="(/contacts\?[^"]*before=[^"]*)"', page.text)
        address = found and found[1].replace("&amp;", "&")

    assert seen == [made[:2], made[2:4], made[4:]]


def test_what_is_not_written_up_can_be_picked_out(scene, browser):
    done, left = scene.rings(), scene.rings(STRANGER)
    for ref in (done, left):
        scene.takes_it(ref)
        scene.ends(ref)
        scene.clock.advance(hours=1)
    scene.writes_up(done)

    assert refs(browser().get("/contacts?show=to-write")) == [left]
    assert refs(browser().get("/contacts")) == [left, done]


def test_what_the_office_took_is_not_ours_to_write_up(scene, browser):
    scene.clock.advance(hours=-10)
    ref = scene.rings()
    scene.office_answers(ref)
    scene.ends(ref)
    asha = browser()

    assert refs(asha.get("/contacts?show=to-write")) == []
    assert "Answered by the office" in words(asha.get("/contacts"))


def test_call_backs_that_wait_can_be_picked_out(scene, browser):
    answered, missed = scene.rings(), scene.rings(STRANGER)
    scene.takes_it(answered)
    scene.ends(answered)
    scene.nobody_answers(missed)
    scene.says_nothing(missed)
    page = browser().get("/contacts?show=call-backs")

    assert refs(page) == [missed]
    assert "To be rung back by Asha Verma" in words(page)


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?before=x", "?before=-1", f"?before={10**30}", "?show="]
)
def test_an_odd_address_is_read_as_far_as_it_goes(browser, query):
    assert browser().get(f"/contacts{query}").status_code == 200


def test_nothing_yet_is_said(browser):
    asha = browser()

    assert "Nobody has been in touch yet." in words(asha.get("/contacts"))
    assert "Nothing waits here." in words(asha.get("/contacts?show=call-backs"))


def test_only_those_who_work_for_a_service_see_its_contacts(scene, browser):
    scene.loads_another_service()
    ours, theirs = scene.rings(), scene.rings(STRANGER, to="+441632960600")

    assert refs(browser().get("/contacts")) == [ours]
    assert refs(browser("dai").get("/contacts")) == [theirs, ours]
    assert "Borders Family Line" in browser("dai").get("/contacts").text
