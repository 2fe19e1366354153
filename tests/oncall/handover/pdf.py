"""Reading a PDF as a screen reader does: by its tags, in the order of its structure."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

BLOCKS = ("H1", "H2", "H3", "H4", "P", "LI", "TH", "TD", "Caption")
CODES = re.compile(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")


def heard(made: bytes) -> list[tuple[str, str]]:
    """Every block with words in it: its tag and its words, in the order in which they are read out."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        said = {page.obj.objgen: _by_mark(page) for page in pdf.pages}
        blocks: dict[tuple[str, int], list[str]] = {}
        for block, words in _walk(pdf.Root.StructTreeRoot.K[0], said, ("", 0)):
            blocks.setdefault(block, []).append(words)
        return [(tag, " ".join(" ".join(words).split())) for (tag, _), words in blocks.items()]


def feet(made: bytes) -> list[str]:
    """What stands at the foot of each page: its last mark, which no block of the structure has."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return [said[max(said)] for said in map(_by_mark, pdf.pages)]


def _walk(
    element: Any, said: dict[Any, dict[int, str]], block: tuple[str, int]
) -> Iterator[tuple[tuple[str, int], str]]:
    """The words below an element of the structure, each with the block that they stand in."""
    name = str(element.S)[1:]
    here = (name, element.objgen[0]) if name in BLOCKS else block
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    for kid in kids:
        if isinstance(kid, int):
            yield here, said[element.Pg.objgen].get(kid, "")
        elif "/S" in kid:
            yield from _walk(kid, said, here)


def _by_mark(page: pikepdf.Page) -> dict[int, str]:
    """What is written on a page under each mark of its contents."""
    letters = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    font: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operator, given = str(step.operator), step.operands
        if operator == "BDC":
            marks.append(int(given[1].MCID) if "/MCID" in given[1] else None)
        elif operator == "BMC":
            marks.append(None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            font = letters[str(given[0])]
        elif operator in ("Tj", "TJ") and marks and marks[-1] is not None:
            parts = given[0] if operator == "TJ" else [given[0]]
            text = "".join(_read(bytes(one), font) for one in parts if isinstance(one, pikepdf.String))
            found[marks[-1]] = found.get(marks[-1], "") + text
    return found


def _letters(font: Any) -> dict[int, str]:
    """Which letters the glyphs of a font stand for."""
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    return {int(code, 16): bytes.fromhex(word).decode("utf-16-be") for code, word in CODES.findall(table)}


def _read(glyphs: bytes, letters: dict[int, str]) -> str:
    return "".join(
        letters.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2)
    )
