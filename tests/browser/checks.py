"""What every page owes its reader, whoever they are and whatever they read it with."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def axe(page: Page) -> None:
    """Nothing that the accessibility checker can find is wrong with the page as it stands."""
    found = (
        Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]}).response["violations"]
    )
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] == []


def no_sideways_scroll(page: Page) -> None:
    """On the narrowest phone the page is as wide as the glass: only what is made for it scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(WIDER_THAN_THE_PAGE) == []
    if before:
        page.set_viewport_size(before)


def first_tab_is_the_skip_link(page: Page) -> None:
    """The first press of Tab offers to skip to the content, and Enter does so. Reloads the page first."""
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


def forced_colours(page: Page) -> None:
    """With the reader's own few colours everything that can be pressed or typed in still has an edge."""
    page.emulate_media(forced_colors="active")
    assert page.evaluate(WITHOUT_AN_EDGE) == []
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
