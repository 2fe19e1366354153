"""What every page owes its reader, whoever they are and whatever they read it with."""

import time

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}

WIDER_THAN_THE_PAGE = """() => [...document.querySelectorAll("body *")]
    .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(it => !it.closest(".app-scroll"))
    .map(it => it.outerHTML.slice(0, 120))"""
WITHOUT_AN_EDGE = """() => [...document.querySelectorAll("input, select, textarea, button, .govuk-button")]
    .filter(it => it.type !== "hidden" && it.getClientRects().length)
    .filter(it => !it.matches(".govuk-radios__input, .govuk-checkboxes__input"))
    .filter(it => !it.matches(".govuk-service-navigation__toggle"))
    .map(it => [it, getComputedStyle(it)])
    .filter(([_, style]) => style.textDecorationLine !== "underline")
    .filter(([_, style]) => style.borderBottomStyle === "none" || !parseFloat(style.borderBottomWidth))
    .map(([it, _]) => it.outerHTML.slice(0, 120))"""


PATIENCE_S = 20.0  # a crowded machine is slow, and no fault of the page


def becomes(page: Page, script: str, wanted: object) -> None:
    """What `script` finds in the page is `wanted`, now or as soon as the page has got there."""
    until = time.monotonic() + PATIENCE_S
    while (found := _evaluated(page, script)) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert found == wanted


def _evaluated(page: Page, script: str) -> object:
    """What the script finds, or what stood in its way: the page may just be changing for the next."""
    try:
        return page.evaluate(script)
    except Error as error:
        return error


def axe(page: Page) -> None:
    """Nothing that the accessibility checker can find is wrong with the page as it stands."""
    if not page.evaluate("'axe' in window"):  # half a megabyte: once for each page
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(it => it.violations)", options)
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] == []


def no_sideways_scroll(page: Page) -> None:
    """On the narrowest phone the page is as wide as the glass: only what is made for it scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    becomes(page, f"document.documentElement.scrollWidth <= {PHONE['width']}", wanted=True)
    becomes(page, WIDER_THAN_THE_PAGE, [])
    if before:
        page.set_viewport_size(before)


def first_tab_is_the_skip_link(page: Page) -> None:
    """The first press of Tab offers to skip to the content, and Enter does so. Reloads the page first."""
    page.reload()
    page.keyboard.press("Tab")
    becomes(page, "document.activeElement.className", "govuk-skip-link")
    page.keyboard.press("Enter")
    becomes(page, "location.hash", "#main-content")


def forced_colours(page: Page) -> None:
    """With the reader's own few colours everything that can be pressed or typed in still has an edge."""
    page.emulate_media(forced_colors="active")
    becomes(page, WITHOUT_AN_EDGE, [])
    page.emulate_media(forced_colors="none")


def owes_nothing(page: Page) -> None:
    """All of the above, at a desk and on a phone. The page is reloaded on the way."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        axe(page)
    no_sideways_scroll(page)
    forced_colours(page)
    if page.evaluate("document.querySelector('.govuk-error-summary') === null"):
        first_tab_is_the_skip_link(page)
