"""The emergency duty team's call sheet, and what they said."""

import re

import pytest

from oncall.contacts.read_contact import read_contact
from tests.oncall.contacts.page import words


@pytest.fixture
def ref(scene, browser) -> str:
    """A call about Kit that Asha has taken, partly written up."""
    ref = scene.rings()
    scene.takes_it(ref)
    browser().post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", child="C-7K2Q")
    scene.says(
        ref,
        location_of_child="Not known since eight.",
        situation="Kit has not come back.",
        urgency="U1",
        immediate_danger="unknown",
        must_not_know="His father",
    )
    return ref


def tell(asha, ref: str, **fields):
    page = f"/contacts/{ref}/call-sheet"
    key = re.search(r'name="key" value="([^"]+)"', asha.get(page).text)[1]
    return asha.post(page, page=page, **{"key": key, "when": "22:10", **fields})


def lines(scene, ref: str, kind: str) -> list[dict[str, str]]:
    return [dict(one.parts) for one in read_contact(ref, scene.somebody("asha"), scene.w).lines(kind)]


def test_it_is_in_the_order_in_which_they_ask(ref, browser):
    page = words(browser().get(f"/contacts/{ref}/call-sheet"))

    asked = [
        "Marches Emergency Duty Team, 17:00-09:00: 01632 960500",
        "Who is ringing Asha Verma, on call.",
        "For whom Marches Placement Support",
        "Number to ring back 01632 960100",
        "Kit, born 14 May 2013 (13). Full care order (C2).",
        "Foster care with Jo Morgan. Known risks: goes missing, self-harm. Social worker: Ife Nkemelu,",
        "Now: Not known since eight.",
        "In short Situation: Kit has not come back.",
        "Can it wait, or are emergency services needed? U1: very urgent. Anybody in immediate danger: not",
        "Must not be told: His father",
    ]
    assert [page.index(one) for one in asked] == sorted(page.index(one) for one in asked)


def test_a_floor_that_was_reached_is_read_out_until_an_urgency_is_chosen(scene, browser):
    scene.w.settings = scene.w.settings.model_copy(update={"practice": True})
    ref, asha = scene.rings(), browser()
    scene.takes_it(ref)
    page = f"/contacts/{ref}/triage"
    asha.post(f"{page}/P05", page=page, answer="taken=yes")
    reached = "At least U0: emergency, 999 now, by its red flags"

    assert reached in words(asha.get(f"/contacts/{ref}/call-sheet"))
    scene.says(ref, urgency="U0")
    assert reached not in words(asha.get(f"/contacts/{ref}/call-sheet"))


def test_telling_them_is_kept_with_name_time_and_reference(scene, ref, browser):
    asha = browser()
    sent = tell(asha, ref, who="Pat at the duty desk", reference="EDT-17")

    assert "Written down: the emergency duty team has been told." in words(asha.get(sent.location))
    [action] = lines(scene, ref, "action")
    assert action == {
        "what": "Tell the emergency duty team",
        "owner": "Asha Verma",
        "at": "22:10",
        "standing": "confirmed",
        "confirmed_by": "Pat at the duty desk",
        "confirmed_at": "22:10",
        "reference": "EDT-17",
    }
    [told] = lines(scene, ref, "told")
    assert (told["who"], told["at"]) == ("Pat at the duty desk", "22:10")


def test_the_same_form_twice_is_kept_once(scene, ref, browser):
    asha = browser()
    for _ in range(2):
        tell(asha, ref, who="Pat", key="90aa")

    assert len(lines(scene, ref, "action")) == 1


def test_trying_is_not_telling(scene, ref, browser):
    asha = browser()
    sent = tell(asha, ref, nobody="yes")

    assert "Written down: you tried, and nobody answered." in words(asha.get(sent.location))
    assert [one["standing"] for one in lines(scene, ref, "action")] == ["attempted"]
    assert lines(scene, ref, "told") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"who": " "}, "Write whom you spoke to, or tick that nobody answered"),
        ({"who": "Pat", "when": "just now"}, "Write the time like 22:30, or like Mon 09:30"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_kept(scene, ref, browser, fields, said):
    refused = tell(browser(), ref, **fields)

    assert refused.status_code == 422
    assert words(refused).startswith(f"There is a problem {said}")
    assert lines(scene, ref, "action") == []


def test_when_the_record_is_complete_it_can_still_be_read(scene, ref, browser):
    scene.ends(ref)
    scene.writes_up(ref, urgency="U4")
    page = browser().get(f"/contacts/{ref}/call-sheet")

    assert "When you have told them" not in words(page)


def test_a_restricted_contact_has_no_sheet_for_others(scene, browser):
    ref = scene.rings()
    browser("elin").post(f"/contacts/{ref}/children", page=f"/contacts/{ref}", another="C-9TRB")

    assert browser().get(f"/contacts/{ref}/call-sheet").status_code == 404
