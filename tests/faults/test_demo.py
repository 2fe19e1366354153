"""`oncall demo` as a visitor meets it: the manager joins, a carer is rung back, a message is heard, and the
database is stopped from the page.
"""

import re
import socket
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import chromium, open_page
from tests.faults.processes import Program, eventually

__all__ = ["chromium", "open_page"]
pytestmark = [pytest.mark.visitor, pytest.mark.timeout(600), pytest.mark.xdist_group("visitor")]

OFFICE, LAST_RESORT = "441632960101", "441632960199"
MORGAN, PRICE = "447700900301", "447700900302"
SLOW = 60_000


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """The demo runs, and no staffed line answers: the addresses of the service and of the practice phones."""
    tmp_path = tmp_path_factory.mktemp("demo")
    port = two_free_ports()
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "ONCALL_DATA_DIR": str(tmp_path / "var"),
        "ONCALL_BIND": f"127.0.0.1:{port}",
    }
    program = Program(("demo",), env, tmp_path / "demo.log")
    service, phones = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    said = tmp_path / "demo.log"
    eventually(lambda: "the practice phones: " in said.read_text(), "the demo does not come up")
    for line in (OFFICE, LAST_RESORT):
        requests.post(f"{phones}/phones/{line}/settings", data={"off": "on"}, timeout=30)
    yield service, phones
    program.stop()
    assert "Traceback" not in said.read_text()


def two_free_ports():
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            with socket.socket() as second:
                if second.connect_ex(("127.0.0.1", port + 1)) != 0:
                    return port


def test_a_visitor_stops_the_database_rings_and_finds_the_contact_once(addresses, open_page):
    service, network = addresses
    phones = open_page(network)
    carer = phones.locator(f"#phone-{PRICE}")

    phones.get_by_role("button", name="Stop the database").click()
    expect(phones.get_by_text("The database is stopped.")).to_be_visible(timeout=SLOW)
    carer.get_by_role("button", name="Ring the service").click()
    expect(carer).to_contain_text("through to Marches Placement Support", timeout=SLOW)
    phones.locator("[data-state=ringing_in]").get_by_role("button", name="Answer").click(timeout=SLOW)
    practitioner = phones.locator("[data-state=asked]")
    expect(practitioner).to_contain_text("A known kinship carer is on the line", timeout=SLOW)
    practitioner.get_by_role("button", name="1", exact=True).click()
    expect(carer).to_contain_text("Connected to", timeout=SLOW)
    carer.get_by_role("button", name="Hang up").click()
    assert requests.get(f"{service}/readyz", timeout=30).status_code == 503
    phones.get_by_role("button", name="Start the database").click()
    expect(phones.get_by_text("The database is running.")).to_be_visible(timeout=SLOW)

    board = open_page(f"{service}/practice/sign-in/asha")
    expect(board.get_by_role("link", name=re.compile("Sam Price"))).to_have_count(1, timeout=SLOW)


def takes(phones, carer):
    """A carer rings, and whoever is on call takes it: their telephone, and their id."""
    carer.get_by_role("button", name="Ring the service").click()
    phones.locator("[data-state=ringing_in]").get_by_role("button", name="Answer").click(timeout=SLOW)
    asked = phones.locator("[data-state=asked]")
    expect(asked).to_contain_text("Press 1 to take the call", timeout=SLOW)
    theirs = phones.locator(f"#{asked.get_attribute('id')}")
    theirs.get_by_role("button", name="1", exact=True).click()
    expect(carer).to_contain_text("Connected to", timeout=SLOW)
    return theirs, theirs.locator(".phone-name").inner_text().split()[0].lower()


def test_a_visitor_has_the_manager_join_and_rings_the_carer_back(addresses, open_page):
    service, network = addresses
    phones = open_page(network)
    carer = phones.locator(f"#phone-{MORGAN}")
    theirs, name = takes(phones, carer)
    pages = open_page(f"{service}/practice/sign-in/{name}")
    pages.locator("#board [id^=live-]").click(timeout=SLOW)

    pages.get_by_role("button", name="Bring in the manager").click()
    expect(pages.get_by_text("The manager’s telephone will ring in a moment.")).to_be_visible(timeout=SLOW)
    phones.locator("[data-state=ringing_in]").get_by_role("button", name="Answer").click(timeout=SLOW)
    managers = phones.locator("[data-state=asked]")
    expect(managers).to_contain_text("A colleague asks you to join their call", timeout=SLOW)
    managers.get_by_role("button", name="1", exact=True).click()
    for phone in (carer, theirs):
        expect(phone.locator("[data-says]")).to_have_text(re.compile("Connected to .+, .+"), timeout=SLOW)
    pages.reload()
    expect(pages.get_by_text(re.compile("is in the call too"))).to_be_visible(timeout=SLOW)
    theirs.get_by_role("button", name="Hang up").click()
    carer.get_by_role("button", name="Hang up").click()
    expect(phones.get_by_text("No phone is in use.")).to_be_visible(timeout=SLOW)

    pages.reload()
    pages.get_by_role("button", name="Ring them back").click(timeout=SLOW)
    theirs.get_by_role("button", name="Answer").click(timeout=SLOW)
    expect(theirs).to_have_attribute("data-state", "asked", timeout=SLOW)
    theirs.get_by_role("button", name="1", exact=True).click()
    carer.get_by_role("button", name="Answer").click(timeout=SLOW)
    expect(carer).to_contain_text("Connected to", timeout=SLOW)
    theirs.get_by_role("button", name="Hang up").click()
    expect(phones.get_by_text("No phone is in use.")).to_be_visible(timeout=SLOW)


def test_a_visitor_leaves_a_message_and_whoever_is_on_call_hears_it(addresses, open_page):
    service, network = addresses
    phones = open_page(network)
    carer = phones.locator(f"#phone-{PRICE}")
    carer.get_by_role("button", name="Ring the service").click()
    for _ in range(3):
        ringing = phones.locator("[data-state=ringing_in]").get_attribute("data-phone", timeout=SLOW)
        requests.post(f"{network}/phones/{ringing}/decline", timeout=30)
        expect(phones.locator(f"#phone-{ringing}")).not_to_have_attribute(
            "data-state", "ringing_in", timeout=SLOW
        )
    carer.get_by_role("button", name="Leave a message").click(timeout=SLOW)
    expect(carer).to_contain_text("message", timeout=SLOW)

    board = open_page(f"{service}/practice/sign-in/asha")
    board.locator("#board [id^=back-]").filter(has_text="Sam Price").first.click(timeout=SLOW)
    sound = board.locator("audio")
    for _ in range(30):
        if sound.count():
            break
        board.wait_for_timeout(1000)
        board.reload()
    expect(sound).to_have_count(1)
    played = sound.evaluate("it => (it.muted = true, it.play().then(() => it.error))")
    assert played is None
