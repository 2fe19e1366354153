"""The tray, the page of one follow-up, and the follow-ups on the page of a contact."""

import pytest
from flask import get_template_attribute

from oncall.access.roles import Role
from oncall.followups.changing import Outcome
from oncall.followups.forms import AT_FIELD, WORDS
from oncall.followups.read_follow_ups import read_one
from oncall.pages.forms import sentence
from tests.oncall.contacts.page import part, words

EVIDENCE = {
    "told": "PC 4411, control room",
    "how": "telephone",
    "done_day": "2026-11-05",
    "done_clock": "22:05",
    "reference": "MP-118",
}


@pytest.fixture
def proposed(night):
    night.propose()
    return night


def address(night, kind, who="asha"):
    return f"/follow-ups/{night.one(kind, who).id}"


def sends(night, browser, kind, act, who="asha", seen=None, key="k", **fields):
    """Send one of the forms that stand on the page of a follow-up."""
    it = night.one(kind, who)
    page = f"/follow-ups/{it.id}"
    version = it.version if seen is None else seen
    return browser(who).post(f"{page}/{act}", page, key=key, seen=str(version), **fields)


def test_the_contact_page_lists_what_is_open(proposed, browser):
    page = browser().get(f"/contacts/{proposed.ref}")

    assert "Missing report made to the police" in part(page, "follow-ups")
    assert "All follow-ups of this contact, and add more" in part(page, "follow-ups")


def test_issues_are_chosen_looked_at_and_added(night, browser):
    here = f"/contacts/{night.ref}/follow-ups"
    look = browser().post(f"{here}/propose", here, issue=["P01"], urgency="U1")
    codes = [one.partition('"')[0] for one in look.text.split('name="code" type="checkbox" value="')[1:]]

    assert look.status_code == 200
    assert "Return interview offered by somebody independent" in words(look)
    assert {"F01", "F05", "F10c"} <= set(codes)
    assert night.all() == {}
    kept = [code for code in codes if code != "F03"]
    sent = browser().post(f"{here}/propose", here, issue=["P01"], urgency="U1", add="yes", code=kept)
    assert sent.status_code == 303
    assert set(night.all()) == set(kept)


def test_nothing_chosen_is_asked_for_at_its_field(night, browser):
    here = f"/contacts/{night.ref}/follow-ups"

    assert "Choose at least one" in words(browser().post(f"{here}/propose", here, urgency="U1"))
    assert "Choose the urgency" in words(browser().post(f"{here}/propose", here, issue=["P01"]))


def test_one_is_added_by_hand_and_a_form_sent_twice_adds_one(night, browser):
    here = f"/contacts/{night.ref}/follow-ups"
    form = {
        "title": "Ring the school",
        "organisation": "Our service",
        "our_part": "DO",
        "due_day": "2026-11-06",
        "due_clock": "08:30",
        "child": "C-7K2Q",
        "key": "one",
    }
    for _ in range(2):
        assert browser().post(here, here, **form).status_code == 303

    [it] = night.all().values()
    assert (it.title, it.child, it.owner) == ("Ring the school", "Kit", "asha")
    page = browser().post(here, here, **{**form, "title": "", "key": "two"})
    assert page.status_code == 422
    assert "Error: Write what must follow" in words(page)


def test_the_page_says_whose_duty_by_when_and_what_waits(proposed, browser):
    page = words(browser().get(address(proposed, "F05")))

    assert "Statutory Waits for a time No clock yet: the child’s return is not known. You have it." in page
    assert "Responsible authority, missing children coordinator" in page
    assert "We tell whose duty it is; we make sure it was done" in page


def test_the_return_is_entered_and_the_due_time_shown(proposed, browser):
    proposed.scene.clock.advance(hours=8)
    sent = sends(proposed, browser, "F05", "anchor", anchor_day="2026-11-06", anchor_clock="04:10")
    page = words(browser().get(sent.location))

    assert "Due Mon 9 Nov 04:10" in page
    assert "Fri 6 Nov 04:10: the child’s return" in page


def test_done_shows_its_evidence_and_offers_nothing_more(proposed, browser):
    sent = sends(proposed, browser, "F02", "done", **EVIDENCE)
    page = browser().get(sent.location)

    assert "PC 4411, control room" in words(page)
    assert "MP-118" in words(page)
    assert "<form" not in page.text.partition("<main")[2]


def test_without_a_reference_it_says_so_at_the_field_and_keeps_what_was_typed(proposed, browser):
    page = sends(proposed, browser, "F02", "done", **{**EVIDENCE, "reference": ""})

    assert page.status_code == 422
    assert "Write the reference they gave; if they gave none, write that" in words(page)
    assert 'value="PC 4411, control room"' in page.text


def test_a_colleague_was_faster_and_what_was_typed_is_not_lost(proposed, browser):
    seen = proposed.one("F05").version
    proposed.scene.clock.advance(hours=8)
    sends(proposed, browser, "F05", "anchor", who="ben", anchor_day="2026-11-06", anchor_clock="04:10")
    page = sends(proposed, browser, "F05", "done", seen=seen, **EVIDENCE)

    assert page.status_code == 409
    assert "Ben Okafor changed this at Fri 6 Nov 06:05" in words(page)
    assert 'value="PC 4411, control room"' in page.text
    assert proposed.one("F05").open


def test_what_does_not_apply_is_agreed_to_by_somebody_else(proposed, browser):
    sends(proposed, browser, "F10c", "not-applicable", reason="Back within ten minutes")
    mine = words(browser().get(address(proposed, "F10c")))
    theirs = words(browser("elin").get(address(proposed, "F10c")))

    assert "Somebody else must agree." in mine
    assert "Asha Verma says that it does not: Back within ten minutes" in theirs
    sent = sends(proposed, browser, "F10c", "agree", who="elin")
    assert "Asha Verma and Elin Hughes" in words(browser("elin").get(sent.location))


def test_the_tray_has_the_overdue_first_and_says_so_in_words(proposed, browser):
    proposed.scene.clock.advance(hours=3)
    page = words(browser("farah").get("/follow-ups"))

    assert "overdue, 2 of them statutory" in page
    assert page.index("Overdue (") < page.index("Due today (") < page.index("Waiting for a time (")
    assert "Overdue by 2 hours" in page
    assert page.index("Statutory.") < page.index("Asha Verma has it")


def test_the_tray_is_sifted_by_person_child_and_day(proposed, browser):
    lead = browser("farah")

    assert "No open follow-up is like that" in words(lead.get("/follow-ups?person=ben"))
    assert "Missing report" in words(lead.get("/follow-ups?person=asha&child=C-7K2Q"))
    today = words(lead.get("/follow-ups?today=1"))
    assert "Missing report" in today
    assert "Waiting for a time (" not in today
    assert "No open follow-up is like that" in words(lead.get("/follow-ups?person=nobody"))


def test_the_lead_reassigns_and_the_colleague_accepts(proposed, browser):
    sends(proposed, browser, "F13", "offer", who="farah", to="ben")
    page = words(browser("ben").get(address(proposed, "F13")))
    assert "This is offered to you" in page
    sends(proposed, browser, "F13", "accept", who="ben")

    assert proposed.one("F13").owner == "ben"


def test_a_restricted_childs_is_nowhere_for_whoever_may_not_see_them(night, browser):
    night.tick("C-9TRB", who="elin")
    night.propose(who="elin")
    there = address(night, "F21", "elin")

    assert browser("ben").get(there).status_code == 404
    assert browser("ben").get(f"/contacts/{night.ref}/follow-ups").status_code == 404
    assert "Nothing is open" in words(browser("ben").get("/follow-ups"))
    assert browser("elin").get(there).status_code == 200


def test_an_admin_reads_none_and_quality_changes_none(proposed, browser):
    proposed.scene.somebody("admin", [Role.ADMIN], staff=False)
    proposed.scene.somebody("quality", [Role.QUALITY], staff=False)

    assert browser("admin").get("/follow-ups").status_code == 403
    assert "Follow-ups" not in browser("admin").get("/").text
    page = browser("quality").get(address(proposed, "F02"))
    assert (page.status_code, "<form" in page.text.partition("<main")[2]) == (200, False)


def test_there_is_no_follow_up_of_a_number_nobody_has(browser):
    assert browser().get("/follow-ups/999999999999999999999").status_code == 404
    assert browser().get("/follow-ups/0").status_code == 404


def test_everything_that_may_come_of_a_form_has_its_sentence(proposed, app):
    full = read_one(proposed.one("F05").id, proposed.scene.somebody("asha"), proposed.w)
    with app.test_request_context("/"):
        for outcome in Outcome:
            needs = get_template_attribute(WORDS, outcome).arguments
            says = sentence(WORDS, outcome, **dict.fromkeys(needs, full))
            assert says.endswith(".") is (outcome not in AT_FIELD and outcome is not Outcome.TOO_LONG)
