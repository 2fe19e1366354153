"""The screen at the phone."""

import pytest

from oncall.access.roles import Role
from oncall.contacts.read_contact import read_contact
from oncall.writeup.complete import Completing
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE

P05 = ("taken", "attempt", "plan", "means", "in_sight")


@pytest.fixture
def ref(scene) -> str:
    """A call that Asha has taken and that goes on."""
    ref = scene.rings()
    scene.takes_it(ref)
    return ref


@pytest.fixture
def practice(scene):
    """The service rehearses: protocols that are drafts count."""
    scene.w.settings = scene.w.settings.model_copy(update={"practice": True})


def values(scene, ref: str) -> dict[str, str]:
    return read_contact(ref, scene.somebody("asha"), scene.w).values


def press(asha, ref: str, question: str, said: str, code: str = "P05"):
    page = f"/contacts/{ref}/triage"
    return asha.post(f"{page}/{code}", page=page, answer=f"{question}={said}")


def test_it_begins_with_the_first_ninety_seconds(ref, browser):
    found = browser().get(f"/contacts/{ref}/triage")
    page = words(found)

    assert 'href="/contacts" aria-current="true"' in found.text
    assert "The first ninety seconds" in page
    assert "Unapproved prompts. Example content. Not clinically approved." in page
    assert "The urgency is yours." in page
    assert "Escalate now: ring a manager" in page


def test_an_answer_is_kept_and_leads_back_to_its_question(scene, ref, browser, practice):
    asha = browser()
    sent = press(asha, ref, "plan", "yes")

    assert sent.location == f"/contacts/{ref}/triage?protocol=P05#plan"
    page = asha.get(sent.location)
    assert "At least U0: emergency, 999 now. 4 red flags not answered: not known counts as yes" in words(page)
    assert 'value="plan=yes" class="app-answer app-answer--said" aria-pressed="true"' in page.text
    kept = values(scene, ref)
    assert (kept["answer.P05.plan"], kept["presenting_issue"], kept["floor.P05"]) == ("yes", "P05", "U1")
    assert kept["protocol.P05"] == "0.1.0"


def test_a_red_flag_is_the_contact_s_urgency_until_one_is_chosen(scene, ref, browser, practice):
    press(browser(), ref, "plan", "yes")
    assert scene.by_ref(ref).urgency == "U1"

    scene.says(ref, urgency="U0")
    assert scene.by_ref(ref).urgency == "U0"


def test_putting_an_answer_right_keeps_both_and_lowers_nothing(scene, ref, browser, practice):
    asha = browser()
    for said in ("yes", "yes", "no"):
        press(asha, ref, "plan", said)

    record = read_contact(ref, scene.somebody("asha"), scene.w)
    assert [one.value for one in record.said if one.name == "answer.P05.plan"] == ["yes", "no"]
    assert record.values["floor.P05"] == "U1"


def test_a_draft_outside_practice_keeps_answers_and_no_floor(scene, ref, browser):
    asha = browser()
    press(asha, ref, "taken", "yes")

    assert values(scene, ref)["answer.P05.taken"] == "yes"
    assert "floor.P05" not in values(scene, ref)
    assert "At least" not in words(asha.get(f"/contacts/{ref}/triage"))


@pytest.mark.parametrize(
    ("question", "said", "code"), [("plan", "maybe", "P05"), ("x", "yes", "P05"), ("x", "y", "P99")]
)
def test_an_answer_that_is_not_on_offer_saves_nothing(scene, ref, browser, question, said, code):
    asha = browser()
    sent = press(asha, ref, question, said, code)

    assert "That answer is not on offer." in words(asha.get(sent.location))
    assert values(scene, ref) == {}


def test_below_a_red_flag_a_record_is_complete_only_with_reason_and_manager(scene, ref, browser, practice):
    asha = browser()
    for question in P05:
        press(asha, ref, question, "yes" if question == "plan" else "no")
    scene.ends(ref)

    down = {"urgency": "U4", "presenting_issue": "P05"}
    lacks = scene.writes_up(ref, **down).lacks
    assert [lack.name for lack in lacks] == ["override_reason", "override_manager"]
    why = {"override_reason": "It was said in jest, seen.", "override_manager": "Elin Hughes"}
    assert scene.writes_up(ref, **down, **why).what is Completing.COMPLETE
    page = words(asha.get(f"/contacts/{ref}"))
    assert "Asked: Suicidal thoughts, attempt or overdose (version 0.1.0)" in page
    assert "Have they said goodbye to anybody? Yes" in page
    assert "Red flags reached U1: very urgent." in page


def test_a_red_flag_without_an_answer_keeps_the_record_open(scene, ref, browser, practice):
    press(browser(), ref, "plan", "no")
    scene.ends(ref)

    lacks = scene.writes_up(
        ref, urgency="U0", watch_for="If", callback_at="22:30", not_consulted_why="999 came."
    )
    assert [lack.name for lack in lacks.lacks] == ["red_flag"]


def test_the_child_s_card_has_what_is_known_and_says_what_is_not(scene, ref, browser):
    asha = browser()
    before = scene.rings(LANDLINE)
    for one in (ref, before):
        asha.post(f"/contacts/{one}/children", page=f"/contacts/{one}", another="C-7K2Q")
    page = words(asha.get(f"/contacts/{ref}/triage"))

    for said in (
        "Kit 13 years old, foster care with Jo Morgan",
        "Legal status Full care order (C2)",
        "Known risks Goes missing. Review date not held: ask Self-harm. Review date not held: ask",
        "Crisis plan None held here",
        "Social worker Ife Nkemelu, Marches Council, children in care team 07700 900401",
        "Supervising social worker Rhys Tudor, Marches Fostering 07700 900402",
        "Last contacts Thu 5 Nov 22:00",
        "Marches Emergency Duty Team, 17:00-09:00 01632 960500",
    ):
        assert said in page


def test_who_rang_and_which_child_are_said_without_leaving_the_screen(scene, ref, browser):
    asha, page = browser(), f"/contacts/{ref}/triage"
    said = asha.post(f"{page}/P01/caller", page=page, who="morgan")
    chosen = asha.post(f"{page}/P01/children", page=page, child="C-7K2Q")
    shown = words(asha.get(chosen.location))

    assert said.location == chosen.location == f"{page}?protocol=P01"
    assert scene.by_ref(ref).caller == "morgan"
    assert "Jo Morgan, foster carer. Confirmed" in shown
    assert "Kit 13 years old, foster care with Jo Morgan" in shown


@pytest.mark.parametrize(
    ("form", "fields", "sentence"),
    [("caller", {}, "Choose who it was"), ("children", {"another": "C-NOBODY"}, "list")],
)
def test_what_is_not_on_offer_is_said_on_the_screen_and_changes_nothing(
    scene, ref, browser, form, fields, sentence
):
    asha, page = browser(), f"/contacts/{ref}/triage"
    sent = asha.post(f"{page}/P01/{form}", page=page, **fields)

    assert sentence in words(asha.get(sent.location))
    assert scene.by_ref(ref).match == "candidate"


def test_a_restricted_contact_has_no_screen_for_others(scene, browser):
    ref = scene.rings()
    browser("elin").post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another="C-9TRB")
    theirs, other = browser(), scene.rings(LANDLINE)

    assert theirs.get(f"/contacts/{ref}/triage").status_code == 404
    for path in ("triage/P05", "triage/P05/note", "escalate"):
        assert theirs.post(f"/contacts/{ref}/{path}", page=f"/contacts/{other}").status_code == 404


class TestEscalate:
    """A manager is wanted now."""

    def press(self, asha, ref):
        page = f"/contacts/{ref}/triage"
        return words(asha.get(asha.post(f"/contacts/{ref}/escalate", page=page).location))

    def test_rings_the_manager_on_duty_first_and_says_so(self, scene, ref, browser):
        assert "The managers are being rung and texted" in self.press(browser(), ref)

        scene.clock.advance(seconds=6)
        scene.does_errands()
        assert [call.to for call in scene.telephony.calls] == ["+447700900205"]
        assert all("A colleague asks for you now" in text.words for text in scene.telephony.texts[-3:])

    def test_is_written_in_the_record_once(self, scene, ref, browser):
        asha = browser()
        self.press(asha, ref)

        assert "The managers are being rung already." in self.press(asha, ref)
        [line] = read_contact(ref, scene.somebody("asha"), scene.w).lines("consulted")
        assert (line["who"], line["at"]) == ("Manager on call", "22:00")

    def test_is_for_the_staff_of_the_service(self, scene, ref, browser):
        scene.somebody("head of service", [Role.TEAM_LEAD], staff=False)

        assert "Only the staff of this service" in self.press(browser("head of service"), ref)
