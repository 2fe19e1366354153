"""Going through a page with the keyboard alone: the focus is looked at, and moved by nothing but keys."""

from playwright.sync_api import Locator, Page, expect

FARTHEST = 150
"""So many presses lead once round the longest page."""
HAS_FOCUS = "it => it === document.activeElement"


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab (or Shift+Tab) until `wanted` has the focus; a page without a way there fails."""
    expect(wanted).to_be_visible()
    page.wait_for_load_state()  # a notice takes the focus once its page is there
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if wanted.evaluate(HAS_FOCUS):
            return
    expect(wanted).to_be_focused(timeout=1)


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go to a link or a button and press it."""
    tab_to(page, wanted)
    page.keyboard.press(key)


def write(page: Page, field: Locator, words: str) -> None:
    """Go to a field, or a list to choose from, and type."""
    tab_to(page, field)
    page.keyboard.type(words)
