"""The handover on paper: the same for the printer and as a PDF, and each reader's own."""

import re
from xml.etree import ElementTree

import pytest

from oncall.access.audit_store import verify
from oncall.access.tables import AuditRow
from oncall.handover import paper_views
from oncall.paper.make import NoPaper
from tests.oncall.contacts.page import words
from tests.oncall.handover.pdf import feet, heard

HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>")


@pytest.fixture
def address(morning) -> str:
    """The handover's page."""
    return f"/handover/{morning.document().id}"


def test_the_pdf_is_read_out_like_the_print_view(morning, address, browser):
    farah = browser("farah")
    shown = [
        " ".join(re.sub("<.*?>", "", one).split())
        for one in HEADING.findall(farah.get(f"{address}/print").text)
    ]

    assert ElementTree.fromstring(farah.get(f"{address}/print").text).tag == "html"  # so it is read quickly
    got = farah.post(f"{address}/pdf", page=address, key="k")

    assert (got.mimetype, got.headers["Cache-Control"]) == ("application/pdf", "no-store")
    name = f'attachment; filename="handover-{morning.document().id}.pdf"'
    assert got.headers["Content-Disposition"] == name
    read = heard(got.data)
    assert [said for tag, said in read if tag in ("H1", "H2", "H3", "H4")] == shown
    assert ("Caption", "Who was on") in read
    assert read.index(("H3", "Kit")) + 3 == read.index(("P", "Kit is missing. Police told."))
    assert [said for tag, said in read if tag == "TH"][:5] == ["Tier", "Who", "From", "Until", "Confirmed"]
    assert ("P", "U1: very urgent. 1 contact.") in read
    assert "Back to the handover" not in str(read)
    foot = "Marches Placement Support: handover for Fri 6 Nov 09:00. Made for Farah Siddiqi. Page 1 of 1"
    assert feet(got.data)[0] == foot
    assert "Page 1 of" not in str(read)


def test_taking_it_out_is_a_disclosure_kept_once(morning, address, browser, monkeypatch):
    monkeypatch.setattr(paper_views, "make_pdf", lambda _markup: b"%PDF")
    farah = browser("farah")
    for _ in range(2):
        farah.post(f"{address}/pdf", page=address, key="k")

    assert words(farah.get(address)).count("Farah Siddiqi took it out as PDF, Fri 6 Nov 08:30.") == 1
    with morning.scene.w.unit_of_work() as work:
        kept = work.session.query(AuditRow).filter_by(action="handover.disclosed").all()
        assert [row.subject for row in kept] == [f"handover_id={morning.document().id} form=pdf"]
        assert verify(work.session).broken is None


@pytest.mark.parametrize(
    ("why", "says"),
    [
        (NoPaper.NO_LIBRARY, "oncall doctor what to install"),
        (NoPaper.BUSY, "Wait a moment"),
        (NoPaper.FAILED, "nothing has left the service"),
    ],
)
def test_without_a_pdf_the_page_says_why_and_where_the_print_view_is(
    address, browser, monkeypatch, why, says
):
    monkeypatch.setattr(paper_views, "make_pdf", lambda _markup: why)
    farah = browser("farah")

    sent = farah.post(f"{address}/pdf", page=address, key="k")

    page = farah.get(sent.location)
    assert says in words(page)
    assert f'href="{address}/print"' in page.text
    assert "took it out" not in words(page)


def test_it_is_for_leads_and_shows_each_reader_what_they_may_see(morning, address, browser):
    morning.call(about=["C-9TRB"])

    assert "Noor" in browser("farah").get(f"{address}/print").text
    assert "Noor" not in browser("dai").get(f"{address}/print").text
    assert browser("asha").post(f"{address}/pdf", page=address, key="k").status_code == 403
    assert browser("farah").get("/handover/999999/print").status_code == 404
