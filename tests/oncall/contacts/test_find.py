"""Finding contacts, children and people, and how often somebody has been in touch."""

import re
from datetime import timedelta

import pytest

from oncall.contacts import find as finding
from oncall.contacts.find import wanted
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, MORGAN, PRICE, STRANGER

FIND = "/contacts/find"


def refs(page) -> list[str]:
    return re.findall(r'class="app-row__title"><a[^>]*/contacts/([0-9A-Z-]+)"', page.text)


@pytest.fixture
def find(browser):
    """Search as somebody."""

    def search(text: str, who: str = "asha", **more):
        return browser(who).post(FIND, page=FIND, q=text, **more)

    return search


@pytest.mark.parametrize(
    ("typed", "number", "digits"),
    [
        ("07700 900 301", MORGAN, "7700900301"),
        ("+44 7700 900301", MORGAN, "447700900301"),
        ("0044 7700-900301", MORGAN, "447700900301"),
        ("900301", "", "900301"),
        ("301", "", ""),
        ("Morgan 2", "", ""),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed, number, digits):
    assert (wanted(typed).number, wanted(typed).digits) == (number, digits)


def test_a_contact_is_found_by_reference_number_and_words(scene, find):
    ref, other = scene.rings(STRANGER), scene.rings(PRICE)
    scene.says(ref, situation="The boiler has burst and the kitchen is flooded")

    for typed in (ref.lower(), "07700 900999", "flooding boilers", '"boiler has burst"'):
        assert refs(find(typed)) == [ref], typed
    assert refs(find("boiler fire")) == []
    assert other not in find("boiler").text


def test_a_text_and_an_addendum_are_found_by_their_words(scene, find, browser):
    ref = scene.texts("Sam has a rash on both arms")
    done = scene.rings(STRANGER)
    scene.takes_it(done)
    scene.ends(done)
    scene.writes_up(done)
    page = f"/contacts/{done}"
    key = browser().get(page).text.partition('name="key"')[2].partition('value="')[2].partition('"')[0]
    browser().post(f"{page}/addendum", page=page, addendum="The plumber came", key=key)

    assert refs(find("rash")) == [ref]
    assert refs(find("plumbers")) == [done]


def test_children_and_people_are_found_by_name_and_number_and_lead_to_their_contacts(scene, find, browser):
    ref, shared = scene.rings(MORGAN), scene.rings(LANDLINE)
    scene.rings(PRICE)
    asha = browser()
    asha.post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another="C-7K2Q")

    by_name, by_number = find("jo mor"), find("960301")
    assert "Jo Morgan, foster carer" in words(by_name)
    assert "Jo Morgan" in words(by_number)
    theirs = asha.post(f"{FIND}/person", page=FIND, person="morgan")
    assert refs(theirs) == [shared, ref]
    assert "Contacts with Jo Morgan" in words(theirs)
    assert "/contacts/find/child/C-7K2Q" in find("c-7k2q").text
    assert refs(asha.get(f"{FIND}/child/C-7K2Q")) == [ref]


def test_a_restricted_child_and_what_is_about_them_is_not_there_for_others(scene, find, browser):
    ref = scene.rings(STRANGER)
    scene.says(ref, situation="An allegation was made at school")
    browser("elin").post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another="C-9TRB")
    later = scene.rings(STRANGER)

    assert refs(find("allegation", "elin")) == [ref]
    assert refs(find("allegation")) == []
    assert refs(find(ref)) == []
    assert refs(find(STRANGER)) == [later]
    assert "/child/C-9TRB" not in find("C-9TRB").text
    assert "/child/C-9TRB" in find("C-9TRB", "elin").text
    assert browser().get(f"{FIND}/child/C-9TRB").status_code == 404
    assert browser("elin").get(f"{FIND}/child/C-9TRB").status_code == 200
    assert "in 7 days" not in words(browser().get(f"/contacts/{later}"))
    assert "Second contact in 7 days from this caller" in words(browser("elin").get(f"/contacts/{later}"))


def test_another_service_finds_nothing_of_ours(scene, find):
    ref = scene.rings(STRANGER)
    scene.leaves_the_service("dai")
    scene.loads_another_service()

    assert refs(find(ref, "dai")) == []
    assert "Jo Morgan" not in words(find("Morgan", "dai"))


@pytest.mark.parametrize("typed", ["", "   ", "x" * 201])
def test_nothing_typed_or_too_much_gets_a_sentence(find, typed):
    page = find(typed)

    assert page.status_code == 422
    assert "Write what to look for, in at most 200 characters" in words(page)


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "!!! & |", '"', "a\0b", "\\", "the"])
def test_odd_signs_are_only_signs(scene, find, typed):
    scene.rings(STRANGER)
    page = find(typed)

    assert page.status_code == 200
    assert refs(page) == []
    assert "Jo Morgan" not in words(page)


def test_pages_follow_one_another_without_a_gap(scene, find, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    made = [scene.rings(STRANGER) for _ in range(3)][::-1]
    first = find(STRANGER)
    before = first.text.partition('name="before" value="')[2].partition('"')[0]

    assert refs(first) + refs(find(STRANGER, before=before)) == made


def test_what_is_searched_for_stands_in_no_address_and_no_log(scene, find, caplog, capfd, browser):
    scene.rings(STRANGER)
    page = find("Morgan flooded")

    assert page.request.query_string == b""
    assert "?" not in "".join(re.findall(r'action="([^"]*)"', page.text))
    assert "flooded" not in caplog.text + "".join(capfd.readouterr())
    assert browser().get(f"{FIND}?q=Morgan").text.count("Morgan") == 0


def test_repeat_calls_are_counted_over_seven_days(scene, browser):
    scene.rings(STRANGER)
    scene.clock.advance(seconds=timedelta(days=6).total_seconds())
    browser_of_asha, [second, third] = browser(), [scene.rings(STRANGER) for _ in range(2)]
    withheld = [scene.rings(None) for _ in range(2)][1]

    said = [words(browser_of_asha.get(f"/contacts/{ref}")) for ref in (second, third, withheld)]
    assert "Second contact in 7 days from this caller" in said[0]
    assert "Third contact in 7 days from this caller" in said[1]
    assert "in 7 days" not in said[2]
    scene.clock.advance(seconds=timedelta(days=7).total_seconds())
    assert "in 7 days" not in words(browser().get(f"/contacts/{scene.rings(STRANGER)}"))


def test_words_that_stand_everywhere_are_looked_for_among_the_newest_first(scene, find, monkeypatch):
    for name, value in {"FEW": -1, "SPARE": 1, "WIDER": 2, "_how_many": lambda *_: 10**6}.items():
        monkeypatch.setattr(f"oncall.contacts.find_store.{name}", value)
    monkeypatch.setattr("oncall.contacts.find.PAGE", 2)
    made = [scene.rings(STRANGER) for _ in range(8)]
    for ref in (made[0], made[1], made[6]):
        scene.says(ref, note="The boiler again")

    first = find("boiler")
    assert refs(first) == [made[6], made[1]]
    before = re.search(r'name="before" value="(\d+)"', first.text)[1]
    assert refs(find("boiler", before=before)) == [made[0]]
