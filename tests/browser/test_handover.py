"""The lead's half hour in a real browser: with the keyboard alone, and on a phone without any script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import PHONE, owes_nothing
from tests.browser.keyboard import press, tab_to, write
from tests.oncall.contacts.scene import make_app
from tests.oncall.handover.christmas import NOTE, Christmas
from tests.oncall.handover.morning import Morning

MUST_FOLLOW = {
    0: ("Ada", "Ring the school", "Carys Pugh"),
    1: ("Kit", "Tell the social worker", "Carys Pugh"),
}
"""In which item, which child's, something must follow that nobody has, and who is given it."""
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
    """Tuesday after Christmas: fourteen contacts, nine items, and nobody has what must follow two of them."""
    made = Christmas(scene, make_app(scene))
    made.begins()
    made.plays_quickly()
    for call, what in ((0, "Tell the social worker"), (6, "Ring the school")):
        made.nobody_has(what, call)
    morning = Morning(scene)
    morning.signs()
    return morning


def test_the_lead_owns_christmas_by_keys_alone(christmas, visit):
    page = visit("/", "farah")
    press(page, page.get_by_role("link", name="Handover", exact=True))
    expect(page.get_by_role("heading", level=1, name="Handover")).to_be_visible()
    owes_nothing(page)
    press(page, page.get_by_role("button", name="Read back the first item"))
    for done in range(9):
        expect(page.get_by_text(f"Item {done + 1} of 9, {done} accepted")).to_be_visible()
        expect(page.get_by_text(NOTE).first).to_be_visible()
        if done in MUST_FOLLOW:
            gives(page, *MUST_FOLLOW[done])
        says_it_back(page, thinks_again=done == 0)

    expect(page.get_by_text("You have accepted the last item.")).to_be_visible()
    expect(page.get_by_text("9 of 9 accepted")).to_be_visible()
    expect(page.get_by_text("Acknowledged by Farah Siddiqi")).to_be_visible()
    assert [item.readback for item in christmas.document().items] == ["Mine, and Jo's.", *["Mine."] * 8]


def gives(page: Page, child: str, what: str, whom: str) -> None:
    """What must follow and has nobody is given to somebody who is there today."""
    expect(page.get_by_role("heading", level=1, name=child)).to_be_visible()
    write(page, page.get_by_label(f"Give “{what}” to"), whom.split()[0])
    press(page, page.get_by_role("button", name="Give", exact=True), "Space")
    expect(page.get_by_text(f"Offered to {whom}")).to_be_visible()


def says_it_back(page: Page, *, thinks_again: bool) -> None:
    """The lead writes a line, may go back to it from the button, and accepts."""
    words = page.get_by_label("In your own words: what are you taking on?")
    accept = page.get_by_role("button", name="Accept", exact=True)
    write(page, words, "Mine" if thinks_again else "Mine.")
    tab_to(page, accept)
    if thinks_again:
        tab_to(page, words, "Shift+Tab")
        page.keyboard.press("End")
        page.keyboard.type(", and Jo's.")
        tab_to(page, accept)
    page.keyboard.press("Enter")


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
