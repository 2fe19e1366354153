"""Completing a record: only when nothing is lacking, and then never changed again."""

from datetime import UTC, datetime

import pytest

from oncall.contacts.read_contact import read_contact
from oncall.contacts.save_record import Saving
from oncall.followups.changing import Outcome
from oncall.followups.propose import Asked, Issue, propose
from oncall.writeup.complete import Completing, complete
from tests.oncall.contacts.page import part, words
from tests.oncall.contacts.scene import ALL_OF_IT


@pytest.fixture
def ended(scene) -> str:
    """A call that Asha took, and that has ended."""
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)
    return ref


def names(completed) -> list[str]:
    return [lack.name for lack in completed.lacks]


def test_a_record_that_holds_all_it_must_writes_the_contact_up(scene, browser, ended):
    assert scene.writes_up(ended).what is Completing.COMPLETE

    contact = scene.by_ref(ended)
    assert (contact.state, contact.written_up_at, contact.urgency) == ("written_up", scene.clock(), "U4")
    assert contact.written_up_by == scene.somebody("asha").user_id
    page = browser().get(f"/contacts/{ended}")
    assert "Answered by you. Written up" in words(page)
    assert "Situation Kit is back and in bed." in part(page, "write")
    assert "Completed by Asha Verma, Thu 5 Nov 22:05." in part(page, "write")
    assert 'name="note"' not in page.text


def test_it_is_completed_once(scene, ended):
    scene.writes_up(ended)
    first = scene.by_ref(ended).written_up_at
    scene.clock.advance(minutes=5)

    assert complete(ended, scene.somebody("ben"), scene.w).what is Completing.COMPLETE
    assert scene.by_ref(ended).written_up_at == first


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"situation": "see notes"}, ["situation"]),
        ({"behaviours": ""}, ["behaviours"]),
        ({"outcome": "", "verification": ""}, ["verification", "outcome"]),
        ({"urgency": "U3"}, ["safety_net", "callback_time"]),
        ({"urgency": "U3", "watch_for": "If he goes out, ring.", "callback_at": "soon"}, ["callback_time"]),
        ({"action__01a__what": "Ring the police"}, ["action_owner", "action_time"]),
        (
            {
                "action__01a__what": "Ring the police",
                "action__01a__owner": "Jo Morgan",
                "action__01a__at": "22:15",
                "action__01a__standing": "confirmed",
            },
            ["action_evidence"],
        ),
        ({"told__01a__who": "Ife Nkemelu"}, ["told_why", "told_when"]),
        (
            {"told__01a__who": "Ife Nkemelu", "told__01a__why": "Duty team", "told__01a__at": "late"},
            ["told_when"],
        ),
        ({"action__01a__owner": "Asha Verma", "action__01a__at": "22:30"}, ["action_what"]),
    ],
)
def test_what_is_lacking_keeps_it_open(scene, ended, changes, lacks):
    completed = scene.writes_up(ended, **changes)

    assert (completed.what, names(completed)) == (Completing.LACKING, lacks)
    assert scene.by_ref(ended).written_up_at is None


def test_what_must_follow_at_once_keeps_it_open(scene, browser, ended):
    asked = Asked([Issue("P01", "Missing", ("F01",))], urgency="U4")
    assert propose(ended, asked, scene.somebody("asha"), scene.w) is Outcome.PROPOSED

    assert names(scene.writes_up(ended)) == ["immediate_follow_up"]
    page = browser().get(f"/contacts/{ended}/record")
    assert f'href="/contacts/{ended}#follow-ups"' in page.text


def test_a_contact_about_a_child_says_where_the_child_is(scene, browser, ended):
    browser().post(f"/contacts/{ended}/children", page=f"/contacts/{ended}", child="C-7K2Q")

    assert names(scene.writes_up(ended, location_of_child="")) == ["location_of_child"]


def test_while_the_call_goes_on_all_is_saved_but_not_complete(scene):
    ref = scene.rings()
    scene.takes_it(ref)

    assert scene.writes_up(ref).what is Completing.STILL_GOING_ON
    assert (scene.by_ref(ref).urgency, scene.by_ref(ref).written_up_at) == ("U4", None)


def test_a_complete_record_is_never_changed(scene, ended):
    scene.writes_up(ended)

    assert scene.says(ended, situation="Something else entirely.").what is Saving.WRITTEN_UP
    assert read_contact(ended, scene.somebody("asha"), scene.w).values == ALL_OF_IT


def test_a_record_written_long_after_says_so(scene, browser, ended):
    scene.clock.advance(hours=9)
    scene.writes_up(ended)

    said = part(browser().get(f"/contacts/{ended}"), "write")
    assert "Late entry: written Fri 6 Nov 07:05 about Thu 5 Nov 22:00." in said


def test_the_form_saves_all_and_says_what_is_still_missing(scene, browser, ended):
    asha = browser()
    fields = ALL_OF_IT | {"outcome": ""}
    sent = {**fields, **{f"was.{name}": "" for name in fields}}
    page = asha.post(f"/contacts/{ended}/record", page=f"/contacts/{ended}/record", **sent, do="complete")

    assert page.status_code == 422
    assert words(page).startswith("Saved, but not complete yet Choose how it ended.")
    assert '<a href="#outcome">' in page.text
    assert read_contact(ended, scene.somebody("asha"), scene.w).values["situation"] == fields["situation"]

    last = {"outcome": "advice_only", "was.outcome": "", "do": "complete"}
    done = asha.post(f"/contacts/{ended}/record", page=f"/contacts/{ended}/record", **last)
    assert (done.status_code, done.location) == (303, f"/contacts/{ended}")
    assert "this contact is written up" in words(asha.get(done.location))


def test_ticks_are_kept_together_and_none_stands_alone(scene, browser, ended):
    asha, page = browser(), f"/contacts/{ended}/record"
    for ticked, kept in ((["self_harm", "aggression"], "self_harm aggression"), (["none"], "none")):
        had = read_contact(ended, scene.somebody("asha"), scene.w).values.get("behaviours", "")
        asha.post(page, page=page, **{"was.behaviours": had, "behaviours": ticked})
        assert read_contact(ended, scene.somebody("asha"), scene.w).values["behaviours"] == kept


def test_a_row_that_was_begun_has_its_own_place_for_ever(scene, browser, ended):
    scene.says(ended, action__01ab__what="Ring the police", action__01ab__owner="Jo Morgan")
    page = browser().get(f"/contacts/{ended}/record")

    assert 'name="action.01ab.what" type="text" value="Ring the police"' in page.text
    assert "Another action" in page.text
    assert page.text.count('name="action.02') == 7


def test_a_record_that_is_complete_has_no_form(scene, browser, ended):
    scene.writes_up(ended)
    page = f"/contacts/{ended}/record"

    assert browser().get(page).location == f"/contacts/{ended}"


def test_a_restricted_contact_has_no_form_for_others(scene, browser):
    ref = scene.rings()
    browser("elin").post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another="C-9TRB")

    assert browser("asha").get(f"/contacts/{ref}/record").status_code == 404


def test_an_addendum_says_about_when_it_is(scene, browser, ended):
    scene.writes_up(ended)
    scene.clock.advance(hours=10)
    sent = {"addendum": "He went out again.", "key": "k"}
    asha = browser()
    refused = asha.post(f"/contacts/{ended}/addendum", page=f"/contacts/{ended}", **sent, about="half two")
    assert "Write the time like 22:30, or like Mon 09:30" in words(refused)

    asha.post(f"/contacts/{ended}/addendum", page=f"/contacts/{ended}", **sent, about="02:30")

    said = part(asha.get(f"/contacts/{ended}"), "write")
    assert "Late entry: written Fri 6 Nov 08:05 about Fri 6 Nov 02:30. He went out again." in said
    assert scene.clock() == datetime(2026, 11, 6, 8, 5, tzinfo=UTC).replace(second=11)


def test_how_the_caller_sees_it_and_what_comes_after_no_answer_stand_in_the_record(scene, browser, ended):
    scene.writes_up(ended, carer_view="He has never hit me before.", if_no_answer="Twice, then the police.")
    page = browser().get(f"/contacts/{ended}")

    assert "How the caller sees it, in their words He has never hit me before." in words(page)
    assert "If they do not answer when we ring back Twice, then the police." in words(page)
    assert "He has never hit me before." in words(browser().get(f"/contacts/{ended}/call-sheet"))


def test_what_was_shared_and_with_whom_it_was_agreed_stand_in_the_record(scene, browser, ended):
    form = words(browser().get(f"/contacts/{ended}/record"))
    sharing = {"consent": "no", "shared_why": "Kit was in danger."}
    scene.writes_up(ended, **sharing, agreed_with="Jo", other_behaviour="Fires")
    page = words(browser().get(f"/contacts/{ended}"))

    assert "Did the family, or the child, agree that it is shared?" in form
    for line in (
        "Another behaviour Fires",
        "Agreed that it is shared No",
        "Why it was shared all the same Kit was in danger.",
        "Safety net agreed with Jo",
    ):
        assert line in page
