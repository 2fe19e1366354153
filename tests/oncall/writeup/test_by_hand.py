"""A contact on another line, or in person."""

from datetime import UTC, datetime

import pytest

from oncall.access.roles import Role
from oncall.contacts import export_store
from oncall.contacts.read_contact import read_contact
from tests.oncall.contacts.page import part, words

PAGE = "/contacts/by-hand"
GIVEN = {
    "way": "in_person",
    "when": "21:15",
    "caller": "morgan",
    "note": "Jo came to the door.",
    "key": "one",
}


def enter(asha, **changes):
    return asha.post(PAGE, page=PAGE, **{**GIVEN, **changes})


def ref_of(sent) -> str:
    return sent.location.split("/")[2]


def test_it_is_a_contact_like_any_other(scene, browser):
    asha = browser()
    sent = enter(asha, child=["C-7K2Q", "C-M4XD"])
    ref = ref_of(sent)

    assert sent.location == f"/contacts/{ref}/record"
    contact = scene.by_ref(ref)
    assert (contact.channel, contact.state, contact.outcome) == ("manual", "open", "answered")
    assert (contact.accepted_by, contact.caller, contact.match) == ("asha", "morgan", "confirmed")
    assert contact.started_at == contact.ended_at == datetime(2026, 11, 5, 21, 15, tzinfo=UTC)
    assert contact.in_office_hours is False
    record = read_contact(ref, scene.somebody("asha"), scene.w)
    assert record.values == {"way": "in_person", "note": "Jo came to the door."}
    assert [child.name for child in record.children] == ["Ada", "Kit"]
    page = asha.get(f"/contacts/{ref}")
    assert "Written down by you. Not written up" in words(page)
    assert "They were in touch, not on this line Thu 5 Nov 21:15" in part(page, "timeline-heading")
    assert "The call ended" not in page.text
    assert ref in asha.get("/contacts?show=to-write").text


def test_the_same_form_twice_opens_one(scene, browser):
    asha = browser()

    assert enter(asha).location == enter(asha).location
    assert enter(asha, key="another").location != enter(asha).location


def test_it_may_be_about_nobody_and_from_nobody_we_know(scene, browser):
    ref = ref_of(enter(browser(), caller=""))

    contact = scene.by_ref(ref)
    assert (contact.caller, contact.match) == (None, "none")
    assert read_contact(ref, scene.somebody("asha"), scene.w).children == ()


def test_it_is_exported_as_manual(scene, browser):
    ref = ref_of(enter(browser(), child="C-7K2Q"))
    with scene.w.unit_of_work() as work:
        [row] = list(export_store.contacts(work.session, None, None))

    assert (row["ref"], row["channel"], row["provider_sid"], row["children"]) == (
        ref,
        "manual",
        None,
        ["C-7K2Q"],
    )


def test_an_earlier_day_is_said_by_its_name(scene, browser):
    ref = ref_of(enter(browser(), when="Tue 18:30"))

    assert scene.by_ref(ref).started_at == datetime(2026, 11, 3, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"way": "by_pigeon"}, "way", "Choose how they were in touch"),
        ({"when": "lately"}, "when", "Write when it was, like 22:30, or like Mon 09:30"),
        ({"caller": "nobody"}, "caller", "Choose somebody from the list"),
        ({"child": "C-NONE"}, "child", "Choose children from the list"),
        ({"child": "C-9TRB"}, "child", "Choose children from the list"),
        ({"note": " "}, "note", "Write what was said"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_nothing_is_opened(scene, browser, changes, field, said):
    page = enter(browser(), **changes)

    assert page.status_code == 422
    assert words(page).startswith(f"There is a problem {said}")
    assert f'<a href="#{field}">' in page.text
    assert "Nobody has been in touch yet." in words(browser().get("/contacts"))


def test_a_restricted_child_is_offered_to_those_who_are_named(scene, browser):
    assert "Noor" in browser("elin").get(PAGE).text
    assert "Noor" not in browser().get(PAGE).text


def test_only_the_staff_of_a_service_write_for_it(scene, browser):
    scene.somebody("head of service", [Role.TEAM_LEAD], staff=False)

    assert "only its staff can write a contact down" in words(enter(browser("head of service")))
