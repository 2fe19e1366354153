"""Contacts in a real browser: a night's writing, with and without scripts, on a phone."""

import io
import re
import wave

import pytest
from playwright.sync_api import expect

from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.read_contact import read_contact
from tests.browser import checks
from tests.oncall.contacts.scene import LANDLINE, STRANGER, Scene


def taken(scene: Scene, number: str | None = LANDLINE) -> str:
    """A call that Asha took, and that has ended."""
    ref = scene.rings(number)
    scene.takes_it(ref)
    scene.ends(ref)
    return ref


def a_message(scene: Scene) -> str:
    """A call that nobody answered; the caller's message has been fetched."""
    ref = scene.rings()
    scene.nobody_answers(ref)
    sid = scene.leaves_a_message(ref)
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 96000, "NONE", ""))
        file.writeframes(bytes(192_000))
    scene.clock.advance(seconds=5)
    scene.keeps_the_recording(sid, sound.getvalue())
    return ref


@pytest.mark.parametrize("scripts", [True, False])
def test_a_contact_is_written_up_on_a_phone(scene, visit, scripts):
    ref = taken(scene)
    page = visit("/", viewport=checks.PHONE, java_script_enabled=scripts)
    page.get_by_role("link", name="Alex Lowe or Jo Morgan").click()

    page.get_by_label("Jo Morgan").check()
    page.get_by_role("button", name="Save who it was").click()
    expect(page.get_by_text("07700 900301")).to_have_count(0)
    expect(page.get_by_text("01632 960301. Confirmed.")).to_be_visible()

    page.get_by_label("Kit").check()
    page.get_by_label("Another child").select_option("C-M4XD")
    page.get_by_role("button", name="Save which child").click()
    expect(page.get_by_role("heading", name="Kit")).to_be_visible()
    expect(page.get_by_text("13 years old")).to_be_visible()
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()

    page.get_by_label("What was said, and who does what by when").fill(
        "Kit is back.\nJo rings if he goes out."
    )
    page.get_by_label("Urgency").select_option("U4")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("alert").get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Write it up").click()
    page.get_by_label("Who was it?").select_option("foster_carer")
    page.get_by_label("How do you know?").select_option("two_facts")
    page.get_by_role("group", name="Were they safe to talk?").get_by_label("Yes").check()
    page.get_by_role("group", name="Was anybody in immediate danger?").get_by_label("No", exact=True).check()
    page.get_by_label("Where is the child").fill("At home, with Jo.")
    page.get_by_label("What is happening right now?").fill("Kit is back and in bed.")
    page.get_by_label("What was it about?").select_option("P03")
    page.get_by_label("Missing, or away from placement").check()
    page.get_by_role("button", name="Complete the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved, but not complete yet Choose how it ended.")
    page.get_by_label("What came of it?").select_option("advice_only")
    page.get_by_role("button", name="Complete the record").click()
    expect(page.get_by_text("this contact is written up")).to_be_visible()
    expect(page.get_by_role("textbox", name="What was said")).to_have_count(0)

    page.get_by_label("Addendum").fill("He went out at six.")
    page.get_by_role("button", name="Save the addendum").click()
    expect(page.get_by_role("heading", name="Addendum by Asha Verma")).to_be_visible()
    assert scene.by_ref(ref).state == "written_up"


def test_the_page_of_a_contact_can_be_read_by_everybody(scene, visit):
    ref = taken(scene)
    page = visit(f"/contacts/{ref}")

    expect(page).to_have_title(f"Contact {ref} – On call")
    checks.owes_nothing(page)


def test_a_contact_with_everything_on_it_can_be_read_by_everybody(scene, visit):
    ref, asha = a_message(scene), scene.somebody("asha")
    choose_children(ref, Ticks(frozenset({"C-7K2Q"}), "C-M4XD", frozenset()), asha, scene.w)
    for text in ("Kit is out.", "Kit is back."):
        scene.says(ref, note=text, urgency="U1")
    scene.clock.advance(hours=1)
    page = visit(f"/contacts/{ref}")
    for summary in page.locator("summary").all():
        summary.click()

    checks.axe(page)
    checks.no_sideways_scroll(page)


def test_a_contact_that_is_written_up_can_be_read_by_everybody(scene, visit):
    ref = taken(scene)
    scene.writes_up(
        ref, note="x" * 400, action__01a__what="Ring", action__01a__owner="Jo", action__01a__at="9:00"
    )
    page = visit(f"/contacts/{ref}")

    checks.owes_nothing(page)


def test_the_list_can_be_read_by_everybody(scene, visit):
    for number in (LANDLINE, STRANGER, None):
        taken(scene, number)
    a_message(scene)
    page = visit("/contacts")

    checks.owes_nothing(page)
    page.get_by_role("link", name="Call back waiting").click()
    expect(page.get_by_role("heading", level=1, name="Call backs that wait")).to_be_visible()
    checks.axe(page)


def test_a_mistake_is_read_out_first_and_leads_to_its_field(scene, visit):
    page = visit(f"/contacts/{taken(scene)}/record")
    page.get_by_role("button", name="Complete the record").click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Write up"))
    checks.owes_nothing(page)
    page.get_by_role("alert").get_by_role("link", name="Choose how it ended").click()
    expect(page.locator("#outcome")).to_be_focused()


def test_a_mistake_about_who_rang_leads_to_the_choices(scene, visit):
    page = visit(f"/contacts/{taken(scene)}")
    page.get_by_role("button", name="Save who it was").click()
    page.get_by_role("alert").get_by_role("link", name="Choose who it was").click()

    expect(page.locator("#who")).to_be_focused()


def test_somebody_else_we_know_is_picked_from_the_list(scene, visit):
    page = visit(f"/contacts/{taken(scene, None)}")
    page.get_by_label("Somebody else we know").check()
    page.get_by_label("Somebody else", exact=True).select_option("price")
    page.get_by_role("button", name="Save who it was").click()

    expect(page.get_by_text("Sam Price, kinship carer").first).to_be_visible()


def test_two_who_write_at_once_without_scripts_see_both_texts(scene, visit):
    ref = taken(scene)
    ben = visit(f"/contacts/{ref}", who="ben", java_script_enabled=False)
    scene.says(ref, note="Kit is back.")
    ben.get_by_label("What was said").fill("Jo rings if he goes out.")
    ben.get_by_role("button", name="Save the note").click()

    expect(ben.get_by_text("Asha Verma wrote this")).to_be_visible()
    expect(ben.get_by_text("Kit is back.")).to_be_visible()
    expect(ben.get_by_label("What was said")).to_have_value("Jo rings if he goes out.")
    ben.get_by_label("What was said").fill("Kit is back. Jo rings if he goes out.")
    ben.get_by_role("button", name="Save the note").click()
    expect(ben.get_by_role("alert").get_by_text("Saved.")).to_be_visible()
    assert scene.by_ref(ref).note == "Kit is back. Jo rings if he goes out."


def test_a_message_can_be_listened_to(scene, visit):
    page = visit(f"/contacts/{a_message(scene)}")
    sound = page.locator("audio")
    sound.evaluate("it => { it.load(); it.preload = 'metadata'; }")

    expect(sound).to_have_js_property("duration", 12)
    sound.evaluate("it => { it.currentTime = 10; }")
    expect(sound).to_have_js_property("currentTime", 10)


def test_going_back_after_saving_sends_nothing_again(scene, visit):
    ref = taken(scene)
    page = visit(f"/contacts/{ref}")
    page.get_by_label("What was said").fill("Kit is back.")
    page.get_by_role("button", name="Save the note").click()
    expect(
        page.get_by_role("alert").get_by_text("Saved.")
    ).to_be_visible()  # a reload would break the post off
    page.reload()
    page.go_back()
    page.go_forward()

    expect(page.get_by_label("What was said")).to_have_value("Kit is back.")
    record = read_contact(ref, scene.somebody("asha"), scene.w)
    assert [one.value for one in record.said] == ["Kit is back."]


def test_on_a_phone_the_next_thing_to_do_is_seen_first(scene, visit):
    page = visit(f"/contacts/{a_message(scene)}", viewport=checks.PHONE)
    take = page.get_by_role("button", name="Take this call back").bounding_box()

    assert take["y"] + take["height"] < checks.PHONE["height"]
    assert take["height"] >= 44 or take["width"] > 200
