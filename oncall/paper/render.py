"""The process that makes a PDF: markup in on standard input, the document out on standard output.

It is started anew for each document, so that neither its memory nor its work is in the way of a call, and
it fetches nothing: the one style sheet it may read lies beside the built assets.
"""

import gc
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from oncall.paper.load_later import load_later
from oncall.paper.quicker import make_quicker

STYLES = Path(__file__).parent.parent / "static" / "dist" / "paper.css"
BASE = "https://paper.invalid/"
"""What addresses in the markup are relative to; there is nothing behind it."""
NICE = 5
"""Calls come first."""
NO_LIBRARY = 3
"""The exit code that says that a library of the system is missing."""


def main() -> int:
    """Make one document; 3 if this machine cannot."""
    os.nice(NICE)
    gc.disable()  # it lives for one document: what goes round in circles goes with it
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its lines would quote the markup
    load_later()
    try:
        import weasyprint
    except OSError:
        return NO_LIBRARY
    make_quicker(weasyprint)
    markup = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(_document(weasyprint, markup))
    return 0


def _document(weasyprint: Any, markup: str) -> bytes:
    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Reads our style sheet and refuses everything else."""

        def fetch(self, url: str, _headers: Sequence[str] | None = None) -> Any:
            if not (url.startswith(BASE) and url.endswith("/paper.css")):
                raise ValueError("a document fetches nothing")
            return weasyprint.urls.URLFetcherResponse(url, STYLES.read_bytes(), {"Content-Type": "text/css"})

    page = weasyprint.HTML(string=markup, base_url=BASE, url_fetcher=Fetcher())
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


if __name__ == "__main__":
    sys.exit(main())
