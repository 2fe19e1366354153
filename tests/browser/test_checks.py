"""The checks themselves: each finds what it is there to find."""

import pytest

from tests.browser import checks

GOOD = """<!doctype html><html lang=en><head><title>Page</title>
<meta name=viewport content="width=device-width"><body><main id=main-content><h1>Page</h1>%s</main></html>"""


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        pytest.param(checks.axe, "<input>", id="a field without a label"),
        pytest.param(checks.axe, '<p style="color:#aaa">Faint</p>', id="too little contrast"),
        pytest.param(checks.no_sideways_scroll, '<p style="width:400px">Wide</p>', id="wider than the phone"),
        pytest.param(checks.forced_colours, '<button style="border:0">Go</button>', id="no edge"),
        pytest.param(checks.first_tab_is_the_skip_link, '<a href="/">Home</a>', id="no skip link"),
    ],
)
def test_a_fault_is_found(open_page, monkeypatch, check, fault):
    monkeypatch.setattr(checks, "PATIENCE_S", 0.2)
    page = open_page(f"data:text/html,{(GOOD % fault).replace('#', '%23')}")

    with pytest.raises(AssertionError):
        check(page)


def test_a_table_that_is_made_to_scroll_may_do_so(open_page):
    wide = '<div class="app-scroll" style="overflow-x:auto"><p style="width:400px">Wide</p></div>'

    checks.no_sideways_scroll(open_page(f"data:text/html,{GOOD % wide}"))
