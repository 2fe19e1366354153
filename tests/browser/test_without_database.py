"""A visitor stops the database, rings, is put through, and sees the contact once when it is back."""

import re
import threading

import pytest
from playwright.sync_api import expect

from oncall.practice.database_switch import ASKED, RUNNING, STOPPED, TOLD, DatabaseSwitch
from tests.browser.checks import PHONE, axe, no_sideways_scroll
from tests.browser.test_the_first_night import card
from tests.oncall.recovery.conftest import Dark
from tests.scenarios.conftest import night_at  # noqa: F401  (a fixture)
from tests.scenarios.night import PHONES


@pytest.fixture
def dark(night_at, tmp_path):  # noqa: F811
    """A practice night at the visitor's pace; whoever looks after its database does what the page asks."""
    night = night_at(practice=True, speed=2, steady=False)
    night.network.allows("unexpected")
    for name, who, shown in (("price", "carer", "Sam Price"), ("asha", "staff", "Asha Verma")):
        night.network.phone(PHONES[name], shown).phone.who = who
    made, done = Dark(night), threading.Event()
    night.network.exchange.database = DatabaseSwitch(tmp_path)
    (tmp_path / TOLD).write_text(RUNNING)
    keeper = threading.Thread(target=look_after, args=(made, tmp_path, done))
    keeper.start()
    yield made
    done.set()
    keeper.join()


def look_after(dark, folder, done):
    """Stop the database and start it again, as the page asks, and take up what was kept meanwhile."""
    while not done.wait(0.02):
        asked = (folder / ASKED).read_text() if (folder / ASKED).exists() else RUNNING
        if asked != (folder / TOLD).read_text():
            if asked == STOPPED:
                dark.goes()
            else:
                dark.recovers()
            (folder / TOLD).write_text(asked)


def test_a_visitor_stops_the_database_rings_and_finds_the_contact_once(dark, open_page):
    phones = open_page(dark.night.network.url)
    carer, asha = card(phones, "price"), card(phones, "asha")

    phones.get_by_role("button", name="Stop the database").click()
    expect(phones.get_by_text("The database is stopped.")).to_be_visible()
    expect(phones.get_by_role("button", name="Start the database")).to_be_focused()
    carer.get_by_role("button", name="Ring the service").click()
    expect(carer).to_contain_text("through to Marches Placement Support")
    asha.get_by_role("button", name="Answer").click()
    expect(asha).to_contain_text("A known kinship carer is on the line")
    asha.get_by_role("button", name="1", exact=True).click()
    expect(asha).to_contain_text("Connected to Sam Price")
    carer.get_by_role("button", name="Hang up").click()
    expect(carer).to_contain_text("The last call has ended.")
    phones.get_by_role("button", name="Start the database").click()
    expect(phones.get_by_text("The database is running.")).to_be_visible()
    axe(phones)
    phones.set_viewport_size(PHONE)
    no_sideways_scroll(phones)

    board = open_page(f"{dark.night.wiring.settings.public_url}/practice/sign-in/asha")
    expect(board.get_by_role("link", name=re.compile("Sam Price"))).to_have_count(1)
