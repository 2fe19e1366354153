"""`oncall demo` as a visitor meets it: its database stopped from the page, and a call all the same."""

import re
import socket
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import chromium, open_page
from tests.faults.processes import Program, eventually

__all__ = ["chromium", "open_page"]
pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

OFFICE, PRICE = "441632960101", "447700900302"
SLOW = 30_000


@pytest.fixture
def addresses(tmp_path):
    """The demo runs: the addresses of the service and of the practice phones."""
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
    eventually(lambda: "the practice phones: " in said.read_text(), "the demo does not come up", within=120)
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
    requests.post(f"{network}/phones/{OFFICE}/settings", data={"off": "on"}, timeout=30)
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
