"""A night of texts in a real browser: the practice phones on one side, the conversation on the other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from oncall.clock import beat
from tests.browser.checks import axe, no_sideways_scroll
from tests.scenarios.conftest import night_at  # noqa: F401  (a fixture)
from tests.scenarios.night import PHONES, TEXT_LINE, Night

BEATS, PAUSE_MS = 80, 250
LENGTHS = (
    (" " + "x" * 40 + "€", "118 characters left in one text."),
    ("x" * 67 + "😱", "1 character left in one text."),
    ("x" * 161, "This is 2 texts long."),
    ("😱" * 66, "This is 2 texts long."),
    ("😱" * 67, "This is 3 texts long."),
)
"""The script of the page counts as the server does."""


@pytest.fixture
def night(night_at) -> Night:  # noqa: F811
    """A practice night at a quick pace; both ends are played in the browser."""
    night = night_at(practice=True, speed=3, steady=False)
    night.network.allows("unexpected")
    for name, who, shown in (("price", "carer", "Sam Price"), ("asha", "staff", "Asha Verma")):
        night.network.phone(PHONES[name], shown).phone.who = who
    return night


def card(phones: Page, name: str) -> Locator:
    """Somebody's phone."""
    return phones.locator(f"#phone-{PHONES[name].removeprefix('+')}")


def texts(phone: Locator, words: str, *, picture: bool = False) -> None:
    """Somebody texts the service from their phone."""
    box = phone.locator("[data-texts-box]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    if box.get_by_role("combobox").count():
        box.get_by_role("combobox").select_option(TEXT_LINE)
    box.locator("textarea").fill(words)
    box.get_by_label("With a picture").set_checked(picture)
    box.get_by_role("button", name=re.compile("^Send")).click()
    expect(box.locator("textarea")).to_have_value("")


def goes_on(night: Night, page: Page, until: Callable[[], bool]) -> None:
    """The pulse beats until something can be seen."""
    for _ in range(BEATS):
        beat(night.wiring, mend=False)
        if until():
            return
        page.wait_for_timeout(PAUSE_MS)
    raise AssertionError("it never came")


def last(night: Night) -> str:
    """How the newest text to Sam fared."""
    return [one["status"] for one in night.export("messages") if one["to"] == PHONES["price"]][-1]


def came(night: Night) -> int:
    """How many texts have come in."""
    return len([one for one in night.export("messages") if one["direction"] == "in"])


def reply(page: Page, words: str) -> None:
    """Asha answers from the page."""
    page.get_by_role("textbox", name="Reply").fill(words)
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("Your reply is on its way.")).to_be_visible()


def test_a_carer_texts_a_practitioner_takes_it_and_answers(night, open_page):
    service = night.wiring.settings.public_url
    phones = open_page(night.network.url)
    sam, asha = card(phones, "price"), card(phones, "asha")

    texts(sam, "I cannot talk. Ada will not come down", picture=True)
    answer = asha.get_by_role("button", name="Answer")
    goes_on(night, phones, answer.is_visible)
    answer.click()
    expect(asha).to_contain_text("has sent a text")
    asha.get_by_role("button", name="1", exact=True).click()
    expect(asha).to_contain_text("I cannot talk. a name will not come down")

    page = open_page(f"{service}/practice/sign-in/asha?next=/contacts/texts")
    expect(page.get_by_text("You have it")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name=re.compile("Sam Price")).click()
    for words, said in LENGTHS:
        page.get_by_role("textbox", name="Reply").fill(words)
        expect(page.locator("#words-length")).to_have_text(said)
    expect(page.get_by_role("status").filter(has_text="This is 3 texts long.")).to_be_attached()
    reply(page, "We will ring you at ten")
    goes_on(night, phones, lambda: last(night) == "delivered")
    page.reload()
    expect(page.locator(".app-bubble").last).to_contain_text("Delivered")
    expect(sam).to_contain_text("We will ring you at ten")

    sam.get_by_text("How this phone behaves").click()
    sam.get_by_label("Switched off").check()
    sam.get_by_role("button", name="Change").click()
    expect(sam).to_contain_text("witched off")
    reply(page, "Are you there?")
    goes_on(night, phones, lambda: last(night) == "undelivered")
    page.reload()
    expect(page.locator(".app-bubble--lost")).to_contain_text("Not delivered: the telephone is off")
    sam.get_by_label("Switched off").uncheck()
    sam.get_by_role("button", name="Change").click()
    texts(sam, "STOP")
    goes_on(night, phones, lambda: came(night) == 2)
    page.reload()
    expect(page.get_by_text("They have sent STOP")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)

    page.get_by_role("link", name="What to do with it").click()
    page.get_by_label("Why must you see it?").fill("Sam says it shows the bruise.")
    page.get_by_role("button", name="Open the picture").click()
    expect(page.locator("img")).to_be_visible()
