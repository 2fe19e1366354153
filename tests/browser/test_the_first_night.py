"""The whole first night in a real browser: the practice phones on one side, the service on the other."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import PHONE, owes_nothing
from tests.scenarios.conftest import night_at  # noqa: F401  (a fixture)
from tests.scenarios.night import PHONES, Night


@pytest.fixture
def night(night_at) -> Night:  # noqa: F811
    """A practice night that goes by the visitor's own clock; both ends are played in the browser."""
    night = night_at(practice=True, speed=2, steady=False)
    night.network.allows("unexpected")
    for name, who, shown in (("price", "carer", "Sam Price"), ("asha", "staff", "Asha Verma")):
        night.network.phone(PHONES[name], shown).phone.who = who
    return night


def card(phones: Page, name: str) -> Locator:
    """Somebody's phone."""
    return phones.locator(f"#phone-{PHONES[name].removeprefix('+')}")


def test_a_carer_rings_a_practitioner_answers_the_lead_reads(night, open_page):
    service = night.wiring.settings.public_url
    board = open_page(f"{service}/practice/sign-in/asha", viewport=PHONE)
    phones = open_page(night.network.url)
    carer, asha = card(phones, "price"), card(phones, "asha")

    carer.get_by_role("button", name="Ring the service").click()
    expect(carer).to_contain_text("through to Marches Placement Support")
    expect(board.locator("#main-content").get_by_text("Ringing Asha Verma,")).to_be_visible()
    asha.get_by_role("button", name="Answer").click()
    expect(asha).to_contain_text("A known kinship carer is on the line")
    asha.get_by_role("button", name="1", exact=True).click()
    expect(asha).to_contain_text("Connected to Sam Price")
    expect(board.get_by_text("Connected with you,")).to_be_visible()
    carer.get_by_role("button", name="Hang up").click()
    expect(board.get_by_text("Connected with you,")).to_be_hidden()

    board.get_by_role("link", name=re.compile("Sam Price")).first.click()
    board.get_by_role("textbox", name=re.compile("What was said")).fill("Ada is safe and in bed.")
    board.get_by_label("Urgency").select_option(index=4)
    board.get_by_role("button", name="Save the note").click()
    expect(board.get_by_role("alert").get_by_text("Saved.")).to_be_visible()
    board.goto(f"{service}/handover")
    expect(board.get_by_text("Ada is safe and in bed.")).to_be_visible()
    owes_nothing(board)
    board.get_by_role("button", name="Sign this handover").last.click()
    expect(board.get_by_text("You have signed this handover.")).to_be_visible()

    lead = open_page(f"{service}/practice/sign-in/farah?next=/handover")
    lead.get_by_role("button", name="Read back the first item").click()
    lead.get_by_role("textbox", name=re.compile("In your own words")).fill("I ring Sam at ten.")
    lead.get_by_role("button", name="Accept").click()
    expect(lead.get_by_text("You have accepted the last item.")).to_be_visible()
    expect(lead.get_by_text("I ring Sam at ten.")).to_be_visible()
    owes_nothing(lead)


def test_every_page_says_that_this_is_practice(night, open_page):
    service = night.wiring.settings.public_url
    page = open_page(f"{service}/practice/sign-in/asha")

    for path in ("/", "/contacts", "/handover", "/sign-in", "/nowhere"):
        page.goto(f"{service}{path}")
        expect(page.get_by_text("Nothing here reaches a real phone")).to_be_visible()


def test_the_handover_reads_and_signs_without_javascript(night, open_page):
    service = night.wiring.settings.public_url
    page = open_page(f"{service}/practice/sign-in/asha?next=/handover", java_script_enabled=False)

    page.get_by_role("button", name="Sign the nil return").last.click()

    expect(page.get_by_text("You have signed this handover.")).to_be_visible()
