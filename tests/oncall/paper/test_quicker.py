"""A document that is made quicker is the same document, letter by letter."""

import io
import subprocess
import sys

import pikepdf

from oncall.paper.quicker_layout import read_markup

LINES = (
    "Kit is missing. Police told, crime number 12.",
    "Siân’s “plan”: food – quiet, no questions. AV To Wa, office, fjord.",
    "A second time: Siân’s “plan”: food – quiet, no questions. AV To Wa, office, fjord.",
    "Noor said: أنا هنا and then 🙂 and H\u2082O, e\u0301 and a\u200bb.",
    "One line\nand another\n\n\twith a tab, " + "and much more that goes round the corner " * 6,
    "One paragraph\u2029and the next",
    "   ",
)
PAGE = (
    "<!DOCTYPE html><html lang='en-GB'><head><title>T</title><style>.note { white-space: pre-wrap } "
    "@page { size: A5; @bottom-right { content: counter(page) } } "
    "table { border-collapse: collapse; width: 60% } td { border: 1px solid; padding: 2px } "
    ".aside { float: right; width: 30%; padding: calc(1px + 2%) } "
    ".box { box-sizing: border-box; padding: 1em } "
    ".wide { text-align: justify } .short { overflow: hidden; white-space: nowrap; text-overflow: ellipsis }"
    "</style></head><body>"
    + "".join(
        f"<h2>{one}</h2><p class='{kind}'>{one} <strong>{one}</strong></p>"
        for kind in ("note", "wide", "short")
        for one in LINES
    )
    + f"<div class='aside'>{LINES[0]}</div><div class='box'>{LINES[1]}</div>"
    + f"<table><tr><td>{LINES[0]}</td><td>{LINES[1]}</td></tr></table></body></html>"
)
TWICE = """
import sys
from oncall.paper.load_later import load_later
load_later()
import weasyprint
from oncall.paper.quicker import make_quicker
def make():
    made = weasyprint.HTML(string=sys.stdin_words).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(len(made).to_bytes(8, "big") + made)
sys.stdin_words = sys.stdin.read()
make()
assert make_quicker(weasyprint), "another WeasyPrint: read oncall/paper/quicker.py beside it"
make()
loaded = [name for name in sys.modules if name.startswith("fontTools.varLib")]
assert loaded == ["fontTools.varLib.instancer"], "it is loaded when it is called, and not before"
assert type(weasyprint.pdf.fonts.subset.Options()).__module__ == "fontTools.subset"
"""


def test_what_is_made_quicker_is_the_same_on_every_page():
    done = subprocess.run(
        [sys.executable, "-c", TWICE], input=PAGE.encode(), stdout=subprocess.PIPE, check=True
    )
    size = int.from_bytes(done.stdout[:8], "big")
    slow, quick = done.stdout[8 : 8 + size], done.stdout[16 + size :]

    assert [same(one) for one in pages(quick)] == [same(one) for one in pages(slow)]
    nothing = [sum(words.count(b">0<") for words, _ in pages(made)) for made in (quick, slow)]
    assert nothing[0] < nothing[1], "plain lines are shown the quick way"


def test_markup_that_is_not_well_formed_is_read_as_a_browser_would():
    slowly = read_markup(lambda file, **options: (file.read(), options))

    assert slowly(io.StringIO("<p>Siân<br/></p>")).text == "Siân"
    found = slowly(io.StringIO("<p>Siân<br></p>"), namespace_html_elements=False)
    assert found == (
        "<p>Siân<br></p>".encode(),
        {"override_encoding": "utf-8", "namespace_html_elements": False},
    )


def pages(made: bytes) -> list[tuple[bytes, str]]:
    """What stands on each page, and in which fonts."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return [(page.Contents.read_bytes(), fonts(page.Resources.Font)) for page in pdf.pages]


def same(page: tuple[bytes, str]) -> tuple[bytes, str]:
    """A page without what moves its letters by nothing."""
    words, used = page
    return words.replace(b">0<", b"").replace(b">0]", b">]"), used


def fonts(found: pikepdf.Dictionary) -> str:
    """The fonts of a page: name, the width of each letter, and what each stands for."""
    letters = sorted((name, bytes(font.ToUnicode.read_bytes())) for name, font in found.items())
    widths = sorted((name, str(list(font.DescendantFonts[0].W))) for name, font in found.items())
    return f"{letters} {widths}"
