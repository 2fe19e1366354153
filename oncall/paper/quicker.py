"""What WeasyPrint does slowly for pages as plain as ours, done quicker: showing lines, numbering pages.

A long handover has 100,000 letters and more, and WeasyPrint asks C for each of them anew. Whatever is not
plain is left to it, as is everything if it is not the version that this was made for.
"""

from typing import Any

from oncall.paper.quicker_layout import make_layout_quicker

MADE_FOR = "70."
PANGO_KNOWS_SIZES = 14802
"""Since this version Pango itself says how large a font is."""

Shown = list[tuple[str, float, str]]
"""Pieces of a line: in which font, how large, and its letters as the PDF has them."""


def make_quicker(weasyprint: Any) -> bool:
    """Have this process make documents quicker, each the same as ever; False if it is left as it is."""
    from weasyprint.draw import text
    from weasyprint.text import ffi, line_break

    if not weasyprint.__version__.startswith(MADE_FOR) or ffi.pango.pango_version() < PANGO_KNOWS_SIZES:
        return False
    text.draw_first_line = Lines(text.draw_first_line, ffi).draw
    _lay_out_once(line_break.Layout)
    _list_pages_once(weasyprint.pdf.pydyf)
    make_layout_quicker(weasyprint)
    return True


class Lines:
    """Shows a line by joining what was written before for each of its letters.

    A line with a letter that is new, raised or moved, in a font with pictures, or that is to be cut short, is
    shown by `slowly`, WeasyPrint's own way, which makes its letters known too.
    """

    def __init__(self, slowly: Any, weasy_ffi: Any) -> None:
        self._slowly = slowly
        self._ffi, self._pango, self._unit = weasy_ffi.ffi, weasy_ffi.pango, weasy_ffi.FROM_UNITS
        self._bytes: int = self._ffi.sizeof("PangoGlyphInfo")
        self._known: dict[tuple[str, float], dict[tuple[int, int], str]] = {}

    def draw(self, stream: Any, textbox: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        """Show the first line of a text, as `weasyprint.draw.text.draw_first_line` does."""
        plain = overflow != "ellipsis" and ellipsis == "none" and _is_one_line(textbox.text)
        shown = self._shown(stream, textbox.pango_layout) if plain else None
        if shown is None:
            return self._slowly(stream, textbox, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, letters in shown:
            stream.set_font_size(font, size)
            stream.show_text(f"<{letters}>".removesuffix("<>"))
        return []

    def _shown(self, stream: Any, layout: Any) -> Shown | None:
        """The line in pieces, or None if anything of it is not plain."""
        run = layout.get_first_line()[0].runs[0]
        shown: Shown = []
        while run != self._ffi.NULL:
            font, size = stream.add_font(run.data.item.analysis.font)
            letters = self._letters(font, size, run.data.glyphs)
            if letters is None:
                return None
            if shown and shown[-1][:2] == (font.hash, size):
                letters = shown.pop()[2] + letters
            shown.append((font.hash, size, letters))
            run = run.next
        return shown

    def _letters(self, font: Any, size: float, glyphs: Any) -> str | None:
        if font.bitmap or font.png or font.svg or font.colr:
            return None
        of_all = self._ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * self._bytes)
        numbers, step = memoryview(of_all).cast("i").tolist(), self._bytes // 4
        which, widths, moved, raised = (numbers[place::step] for place in range(4))
        if any(moved) or any(raised):
            return None
        known = self._known.setdefault((font.hash, size), {})
        found = []
        for key in zip(which, widths, strict=True):
            letter = known.get(key) or self._learn(font, size, key, known)
            if letter is None:
                return None
            found.append(letter)
        return "".join(found)

    def _learn(
        self, font: Any, size: float, key: tuple[int, int], known: dict[tuple[int, int], str]
    ) -> str | None:
        """A letter as WeasyPrint writes it, once it has; a move of the next one by nothing is left out."""
        glyph, width = key
        if glyph not in font.widths or glyph not in font.to_unicode:
            return None
        closer = int(font.widths[glyph] - width * 1000 * self._unit / size)
        return known.setdefault(key, f"{glyph:04x}>{closer}<" if closer else f"{glyph:04x}")


def _is_one_line(text: str) -> bool:
    return bool(text.strip()) and len(text.splitlines()) == 1


def _lay_out_once(layout: Any) -> None:
    """WeasyPrint forgets how each line was laid out and lays it out again to show it; here it is kept."""
    again = layout.reactivate

    def reactivate(line: Any, style: Any) -> None:
        if line.justification_spacing or not _is_one_line(line.text):
            again(line, style)

    layout.deactivate = lambda _line: None
    layout.reactivate = reactivate


def _list_pages_once(pydyf: Any) -> None:
    """Every tag asks for the list of all pages, which pydyf makes anew each time; here it is kept."""
    made, kept = pydyf.PDF.page_references.fget, dict[int, Any]()

    def page_references(pdf: Any) -> Any:
        count = pdf.pages["Count"]
        return kept[count] if count in kept else kept.setdefault(count, made(pdf))

    pydyf.PDF.page_references = property(page_references)
