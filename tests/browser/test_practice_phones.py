"""The practice telephones, played by a visitor in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from oncall.practice.script import Network
from tests.browser.checks import PHONE, axe, becomes, no_sideways_scroll
from tests.oncall.practice.line import LINE, ringing

JO, ASHA = "447700900301", "447700900201"


@pytest.fixture
def network():
    network = Network(speed=2)
    network.phone(f"+{JO}", "Jo Morgan").phone.who = "carer"
    network.phone(f"+{ASHA}", "Asha Verma").phone.who = "staff"
    network.allows("unexpected")  # a visitor plays both ends
    yield network
    network.close()


@pytest.fixture
def line(network):
    with ringing(network) as line:
        line.hunts()
        yield line
        for leg in network.exchange.calls.values():
            leg.finish()
        network.quiet()


def card(page: Page, number: str) -> Locator:
    return page.locator(f"#phone-{number}")


def button(where: Locator, name: str) -> Locator:
    return where.get_by_role("button", name=name)


def test_a_visitor_plays_a_call_from_ring_to_goodbye(network, line, open_page):
    page = open_page(network.url)
    jo, asha = card(page, JO), card(page, ASHA)

    button(jo, "Ring the service").click()
    expect(jo).to_contain_text("You are through.")
    expect(jo).to_contain_text("(it rings)")
    expect(asha).to_contain_text("is calling")
    button(asha, "Answer").click()
    expect(asha).to_contain_text("Press 1.")
    asha.get_by_role("button", name="1", exact=True).click()
    expect(asha).to_contain_text("Connected to Jo Morgan")
    expect(page.locator("[data-now]")).to_contain_text("Connected to Asha Verma")
    button(asha, "Hang up").click()

    expect(jo).to_contain_text("Goodbye.")
    expect(jo).to_contain_text("The last call has ended.")


def test_the_focus_stays_on_the_telephone_that_is_being_used(network, line, open_page):
    page = open_page(network.url)
    jo = card(page, JO)

    button(jo, "Ring the service").focus()
    page.keyboard.press("Enter")
    expect(button(jo, "Hang up")).to_be_visible()
    expect(jo).to_contain_text("(it rings)")

    becomes(page, "document.activeElement.closest('[data-phone]').id", f"phone-{JO}")


def test_what_is_said_is_spoken_unless_it_is_muted(network, line, open_page):
    page = open_page(network.url)
    page.evaluate(
        "() => { window.spoken = []; speechSynthesis.speak = (it) => spoken.push([it.text, it.lang]); }"
    )
    jo = card(page, JO)

    button(jo, "Ring the service").click()
    expect(jo).to_contain_text("You are through.")
    becomes(page, "window.spoken", [["You are through.", "en-GB"]])

    page.get_by_label("Speak what is said").uncheck()
    button(card(page, ASHA), "Decline").click()
    expect(jo).to_contain_text("Goodbye.")
    assert len(page.evaluate("window.spoken")) == 1


def test_a_text_is_sent_and_answered_while_more_is_typed(network, line, open_page):
    line.says("sms", "<Message>We have your text.</Message>")
    page = open_page(f"{network.url}/phones/{JO}")
    words = page.get_by_label("Text", exact=False).and_(page.locator("textarea"))

    words.fill("Please ring me")
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(words).to_have_value("")
    words.fill("And one more")

    expect(page.locator("[data-texts]")).to_contain_text("We have your text.")
    expect(words).to_have_value("And one more")
    expect(words).to_be_focused()


def test_the_pages_are_sound_at_a_desk_and_on_a_telephone(network, line, open_page):
    network.phone(f"+{JO}").rings(LINE)
    page = open_page(network.url)
    expect(card(page, ASHA)).to_contain_text("is calling")

    page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
    axe(page)
    page.goto(f"{network.url}/phones/{ASHA}")
    page.set_viewport_size(PHONE)
    axe(page)
    no_sideways_scroll(page)


def test_the_first_tab_skips_to_the_telephones(network, line, open_page):
    page = open_page(network.url)

    page.keyboard.press("Tab")
    becomes(page, "document.activeElement.textContent", "Skip to the phones")
    page.keyboard.press("Enter")

    becomes(page, "location.hash", "#main")


def test_everything_works_without_scripting(network, line, open_page):
    page = open_page(network.url, java_script_enabled=False)

    button(card(page, JO), "Ring the service").click()
    network.phone(f"+{ASHA}").is_rung()
    page.get_by_role("link", name="Refresh", exact=True).click()
    button(card(page, ASHA), "Answer").click()
    network.phone(f"+{ASHA}").call.hears("Press 1")
    page.get_by_role("link", name="Refresh", exact=True).click()
    card(page, ASHA).get_by_role("button", name="1", exact=True).click()
    network.phone(f"+{ASHA}").call.connects_to(network.phone(f"+{JO}"))
    page.get_by_role("link", name="Refresh every 5 seconds").click()

    expect(card(page, JO)).to_contain_text("Connected to Asha Verma")
    expect(page.locator("meta[http-equiv=refresh]")).to_have_count(1)


def test_a_lost_event_stream_is_made_up_for_by_asking(network, line, open_page):
    page = open_page("about:blank")
    page.route("**/events", lambda route: route.abort())
    page.evaluate("0")
    page.goto(network.url)

    network.phone(f"+{JO}").rings(LINE)

    expect(card(page, JO)).to_contain_text("(it rings)")
