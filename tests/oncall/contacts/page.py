"""Reading a page as a person does: by its words."""

import html
import re

INLINE = r"</?(?:a|span|strong|time)\b[^>]*>"


def words(page) -> str:
    """All that can be read in the main part of a page, or in a fragment, on one line."""
    return _read(page.text.partition("<main")[2].partition("</main>")[0] or page.text)


def part(page, name: str) -> str:
    """The words from the element with this id to the end of its section."""
    return _read(page.text.partition(f'id="{name}"')[2].partition("</section>")[0])


def _read(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(INLINE, "", f"<p {markup}"))).split())
