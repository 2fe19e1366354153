"""The rota in a real browser: at a desk, on a phone, on paper, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.night import scene, visit
from tests.oncall.calendar.rota_pages import with_rota_pages

__all__ = ["scene", "visit"]

PATHS = [
    "/rota",
    "/rota?view=month&on=2026-12-10",
    "/rota/cover",
    "/rota/feeds",
    "/rota/edit",
    "/rota/edit/text",
    "/rota/versions",
    "/rota/fairness",
    "/rota/mine?for=asha",
    "/rota/ill?for=asha",
    "/rota/take-over?tier=practitioner&for=ben",
]


@pytest.fixture
def home(scene, serve) -> str:
    """Its address."""
    return serve(with_rota_pages(scene))


@pytest.mark.parametrize("path", PATHS)
def test_everybody_can_read_it(visit, path):
    checks.owes_nothing(visit(path, "elin"))


def test_the_weeks_are_a_table_at_a_desk_and_a_list_on_a_phone(visit):
    page = visit("/rota?on=2026-11-10")
    ben = page.get_by_role("cell", name="Ben Okafor")
    at_desk = [cell.bounding_box()["x"] for cell in page.get_by_role("row").nth(2).get_by_role("cell").all()]

    page.set_viewport_size(checks.PHONE)
    on_phone = [cell.bounding_box()["x"] for cell in page.get_by_role("row").nth(2).get_by_role("cell").all()]

    assert len(set(at_desk)) == 3
    assert len(set(on_phone)) == 1
    expect(ben.first).to_be_visible()
    expect(page.get_by_text("Practitioner:").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_next_week_and_the_month_are_reached_by_keyboard(visit, scripts):
    page = visit("/rota", java_script_enabled=scripts)

    page.get_by_role("link", name="Next week").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Week of 9 November 2026")).to_be_visible()
    page.get_by_role("link", name="Show the month").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("table", name=": November 2026")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Sunday")).to_be_visible()


def test_on_paper_there_is_the_rota_and_nothing_to_press(visit):
    page = visit("/rota?view=month&on=2026-12-10")
    page.emulate_media(media="print")

    expect(page.get_by_role("cell", name=re.compile("Bank holiday")).first).to_be_visible()
    for name in ("Next month", "Sign out", "Proof of cover"):
        expect(page.get_by_text(name)).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_address_is_made_and_revoked(visit, scripts):
    page = visit("/rota/feeds", java_script_enabled=scripts)

    page.get_by_role("button", name="Make an address for my shifts").click()
    expect(page.get_by_text(re.compile(r"/rota/feed/[\w-]{43}\.ics"))).to_be_visible()
    checks.no_sideways_scroll(page)
    page.get_by_role("button", name="Revoke").click()

    expect(page.get_by_text("The address is revoked.")).to_be_visible()


def test_a_period_is_asked_for(visit):
    page = visit("/rota/cover", "elin")
    page.get_by_label("From the beginning of").fill("2026-11-06")
    page.get_by_label("Up to the beginning of").fill("2026-11-20")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("every one of the 15,420 minutes")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_next_rota_is_drafted_looked_at_published_and_undone(visit, scripts):
    page = visit("/rota/edit", "elin", java_script_enabled=scripts)
    page.get_by_role("button", name=re.compile("Up.*Ben Okafor, practitioner, weeks")).click()
    page.get_by_text("Add a change").click()
    page.get_by_label("What changes").select_option("They stand in for one person")
    page.get_by_label("Who", exact=True).select_option("Dai Rees")
    page.get_by_label("In place of").select_option("Ben Okafor")
    page.get_by_label("From", exact=True).first.fill("2026-11-07T09:00")
    page.get_by_label("Until", exact=True).first.fill("2026-11-06T09:00")
    page.get_by_role("button", name="Add the change").click()
    expect(page.get_by_role("alert")).to_contain_text("`until` must be after `from`")
    expect(page.get_by_label("Who", exact=True)).to_have_value("dai")
    page.get_by_label("Until", exact=True).first.fill("2026-11-08T09:00")
    page.get_by_role("button", name="Add the change").click()
    expect(page.get_by_text("Dai Rees for Ben Okafor").first).to_be_visible()
    checks.no_sideways_scroll(page)

    page.get_by_text("See what changes, and publish").click()
    expect(page.get_by_role("heading", name="Ben Okafor")).to_be_visible()
    if scripts:
        checks.owes_nothing(page)
    page.get_by_role("button", name="Publish it now").click()
    expect(page.get_by_role("main")).to_contain_text("published from the draft by Elin Hughes")
    page.get_by_role("button", name="Undo version 2").click()

    expect(page.get_by_role("main")).to_contain_text("undone by Elin Hughes")


def test_a_swap_is_asked_offered_and_agreed(visit, scene):
    page = visit("/rota/mine")
    page.get_by_text("Ask somebody to take it").first.click()
    page.get_by_label("Whom").first.select_option("Dai Rees")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    expect(page.get_by_text("Asked of Dai Rees.").first).to_be_visible()

    dais = visit("/rota/mine", "dai")
    dais.get_by_role("link", name=re.compile("Open.*for Asha Verma")).click()
    checks.owes_nothing(dais)
    dais.get_by_label("In return they take").select_option(index=1)
    dais.get_by_role("button", name=re.compile("Take it")).click()
    expect(dais.get_by_text("It waits for your colleague")).to_be_visible()

    page.reload()
    page.get_by_role("link", name=re.compile("Open.*for Asha Verma")).click()
    page.get_by_role("button", name="Agree", exact=True).click()

    expect(page.get_by_text("Dai Rees has it.")).to_be_visible()
