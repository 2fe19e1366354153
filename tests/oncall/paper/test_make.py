"""A page becomes a PDF that a screen reader can read; nothing is fetched, and what fails says why."""

import io
import sys

import pikepdf
import pytest

from oncall.paper import make
from oncall.paper.make import NoPaper, make_pdf, missing_libraries

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>A title</title>
<link rel="stylesheet" href="/assets/build/paper.css"></head><body><nav><a href="/x">Back</a></nav>
<main><h1>One</h1><img src="file:///etc/passwd" alt="no"><img src="http://127.0.0.1:9/x" alt="no">
<p>Two</p></main></body></html>"""


def test_it_is_tagged_and_says_its_language_and_title():
    with pikepdf.open(io.BytesIO(make_pdf(PAGE))) as made:
        assert made.Root.Lang == "en-GB"
        assert made.Root.MarkInfo.Marked
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert made.docinfo.Title == "A title"
        with made.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        assert made.pages[0].mediabox[2] < 600  # the style sheet is read: A4
        assert "/Image" not in str([page.Resources for page in made.pages])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (f"import sys; sys.exit({make.NO_LIBRARY})", NoPaper.NO_LIBRARY),
        ("import sys; sys.exit(1)", NoPaper.FAILED),
    ],
)
def test_a_document_that_cannot_be_made_says_why(code, why):
    assert make_pdf(PAGE, (sys.executable, "-S", "-c", code)) is why


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(make, "SECONDS", 0.2)

    assert make_pdf(PAGE, (sys.executable, "-S", "-c", "import time; time.sleep(60)")) is NoPaper.FAILED


def test_a_third_document_at_once_waits_its_turn(monkeypatch):
    monkeypatch.setattr(make, "WAIT_SECONDS", 0)
    with make.AT_ONCE, make.AT_ONCE:
        assert make_pdf(PAGE) is NoPaper.BUSY


def test_our_secrets_are_not_handed_on(monkeypatch):
    monkeypatch.setenv("ONCALL_SECRET_KEY", "planted")
    code = "import os; print(sorted(name for name in os.environ if 'ONCALL' in name), end='')"

    assert make_pdf(PAGE, (sys.executable, "-S", "-c", code)) == b"[]"


def test_a_library_that_is_not_there_is_named_by_its_package(monkeypatch):
    assert missing_libraries() == []

    monkeypatch.setitem(make.LIBRARIES, "libpango-1.0-0", ("libnothing-of-the-kind.so.9",))

    assert missing_libraries() == ["libpango-1.0-0"]
