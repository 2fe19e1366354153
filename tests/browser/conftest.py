"""A real browser, once for the run; what its console complains of fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytest.register_assert_rewrite("tests.browser.checks")

from tests.browser.checks import DESK, PATIENCE_S  # noqa: E402  (so that its asserts say what they saw)
from tests.browser.live import serving  # noqa: E402
from tests.browser.night import home, scene, visit  # noqa: E402

__all__ = ["home", "scene", "visit"]

expect.set_options(timeout=PATIENCE_S * 1000)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium: the one `CHROMIUM` names, or the machine's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serves an application to the end of the test and gives its address."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(serving(app))


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a new browser window at an address, with cookies; options are Playwright's for a context.

    Whatever breaks the page's own rules, fails in a script or cannot be loaded fails the test; an
    answer that refuses the page itself (422, 403, …) does not.
    """
    complaints: list[str] = []
    with ExitStack() as windows:

        def open_(address: str, cookies=(), **options) -> Page:
            context = chromium.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
            windows.callback(context.close)
            context.add_cookies(list(cookies))
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: _note(message, complaints))
            page.goto(address)
            return page

        yield open_
    assert complaints == []


def _note(message, complaints: list[str]) -> None:
    refused_page = "Failed to load resource" in message.text and "/assets/" not in message.location["url"]
    if message.type in ("error", "warning") and not refused_page:
        complaints.append(message.text)
