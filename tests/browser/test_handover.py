"""The lead's half hour in a real browser: with the keyboard alone, and on a phone without any script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.checks import PHONE, owes_nothing
from tests.oncall.contacts.scene import make_app
from tests.oncall.handover.christmas import Christmas
from tests.oncall.handover.morning import Morning

EARLY = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)


@pytest.fixture
def signed(scene) -> Morning:
    """Thursday night, with two calls, one of them about Kit, signed in the morning."""
    morning = Morning(scene)
    morning.call(about=["C-7K2Q"], urgency="U1", note="Kit is missing. Police told, crime number 12.")
    morning.call(urgency="U4", note="A question about family time.")
    scene.clock.at = EARLY
    morning.signs()
    return morning


@pytest.fixture
def christmas(scene) -> Morning:
    """Tuesday morning after Christmas: fourteen contacts, nine items, and nobody has what must follow."""
    made = Christmas(scene, make_app(scene))
    made.begins()
    made.plays_quickly()
    made.nobody_has("Tell the social worker")
    morning = Morning(scene)
    morning.signs()
    return morning


def test_the_lead_owns_christmas_with_the_keyboard_alone(christmas, visit):
    page = visit("/handover", "farah")
    owes_nothing(page)
    page.get_by_role("button", name="Read back the first item").focus()
    page.keyboard.press("Enter")
    for done in range(9):
        expect(page.get_by_text(f"Item {done + 1} of 9, {done} accepted")).to_be_visible()
        if done == 1:
            gives_what_must_follow(page)
        page.get_by_label("In your own words: what are you taking on?").focus()
        page.keyboard.type("Mine.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

    expect(page.get_by_text("You have accepted the last item.")).to_be_visible()
    expect(page.get_by_text("9 of 9 accepted")).to_be_visible()
    assert christmas.document().state == "acknowledged"


def gives_what_must_follow(page) -> None:
    """The item about Kit, the second most urgent, can only be accepted when somebody has it."""
    expect(page.get_by_role("heading", level=1, name="Kit")).to_be_visible()
    page.get_by_label("Give “Tell the social worker” to").focus()
    page.keyboard.type("Carys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Offered to Carys Pugh")).to_be_visible()


def test_a_question_and_its_answer_on_a_phone_without_a_script(signed, visit):
    item = signed.item("Kit")
    address = f"/handover/{signed.document().id}/items/{item.id}"
    lead = visit(address, "farah", java_script_enabled=False, viewport=PHONE)
    lead.get_by_text("Something is not clear? Ask first").click()
    lead.get_by_label("Your question").fill("Who has the crime number?")
    lead.get_by_role("button", name="Ask").click()
    expect(lead.get_by_text("This item waits for the answer.")).to_be_visible()

    asha = visit(address, "asha")
    asha.get_by_label("Answer Farah Siddiqi").fill("Jo has it.")
    asha.get_by_role("button", name="Send the answer").click()

    lead.reload()
    expect(lead.get_by_text("Asha Verma answered, Fri 6 Nov 08:30: Jo has it.")).to_be_visible()
    owes_nothing(visit(address, "farah"))
