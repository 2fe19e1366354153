"""An item leaves for the council's system: it is kept who took it, and that it arrived."""

import csv
import io

import pytest

from oncall.access.tables import AuditRow
from oncall.handover import paper_views
from oncall.handover.disclose import Confirming, Form, confirm_sent, disclose
from oncall.handover.read_item import open_item
from tests.oncall.contacts.page import words


@pytest.fixture
def address(morning) -> str:
    """The page of the item about Kit, signed."""
    morning.signs()
    return f"/handover/{morning.document().id}/items/{morning.item('Kit').id}"


def test_the_file_has_the_contacts_and_a_name_that_says_nothing(morning, address, browser):
    farah = browser("farah")
    got = farah.post(f"{address}/export/json", page=address, key="k")

    assert [row["contact"] for row in got.json] == [morning.refs[0]]
    assert (got.json[0]["child"], got.json[0]["urgency"]) == ("C-7K2Q", "U1")
    name = got.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="handover-')
    assert "Kit" not in name
    assert "C-7K2Q" not in name


def test_taking_it_out_is_a_disclosure_and_its_arrival_is_confirmed_once(morning, address, browser):
    farah = browser("farah")
    for _ in range(2):
        farah.post(f"{address}/export/csv", page=address, key="k")
    assert words(farah.get(address)).count("Farah Siddiqi took it out as CSV, Fri 6 Nov 08:30.") == 1

    item = morning.item("Kit")
    with morning.scene.w.unit_of_work() as work:
        audited = work.session.query(AuditRow).filter_by(action="handover.disclosed").all()
    assert [row.subject for row in audited] == [
        f"handover_id={morning.document().id} item_id={item.id} form=csv"
    ]
    [kept] = open_item(morning.document().id, item.id, morning.person("farah"), morning.scene.w).disclosures
    for reference, said in (
        (" ", "enter the reference"),
        ("LCS-88", "it is in the council’s record"),
        ("LCS-99", "has been said already"),
    ):
        sent = farah.post(f"{address}/exports/{kept.id}", page=address, reference=reference)
        assert said in words(farah.get(sent.location))
    assert "confirmed it is in the council’s record, Fri 6 Nov 08:30: LCS-88." in words(farah.get(address))


def test_what_left_as_pdf_is_confirmed_with_its_reference_too(morning, address, browser, monkeypatch):
    monkeypatch.setattr(paper_views, "make_pdf", str.encode)
    farah, item = browser("farah"), morning.item("Kit")
    farah.post(f"{address}/pdf", page=address, key="k")
    page = words(farah.get(address))
    assert "Farah Siddiqi took it out as PDF, Fri 6 Nov 08:30." in page
    assert "Its reference in the council’s record" in page

    [kept] = open_item(morning.document().id, item.id, morning.person("farah"), morning.scene.w).disclosures
    farah.post(f"{address}/exports/{kept.id}", page=address, reference="LCS-77")

    page = words(farah.get(address))
    assert "confirmed it is in the council’s record, Fri 6 Nov 08:30: LCS-77." in page
    assert "Its reference in the council’s record" not in page
    [kept] = open_item(morning.document().id, item.id, morning.person("farah"), morning.scene.w).disclosures
    assert (kept.form, kept.sent_by, kept.reference) == ("pdf", "Farah Siddiqi", "LCS-77")


def test_a_spreadsheet_reckons_with_nothing_that_was_written(morning):
    ref = morning.call(note="=1+1")
    morning.signs()
    item = next(one for one in morning.document().items if one.entries[0].ref == ref)

    written = disclose(item.id, Form.CSV, "k", morning.person("farah"), morning.scene.w)

    [row] = csv.DictReader(io.StringIO(written))
    assert row["note"] == "'=1+1"


def test_nobody_takes_out_what_they_may_not_see(morning, browser):
    morning.call(about=["C-9TRB"])
    morning.signs()
    noor, dai = morning.item("Noor"), morning.person("dai")

    assert disclose(noor.id, Form.CSV, "k", dai, morning.scene.w) is None
    assert confirm_sent(noor.id, 1, "LCS-1", dai, morning.scene.w) is Confirming.NOT_THERE
    assert (
        browser("asha").post(f"/handover/1/items/{noor.id}/export/csv", page="/handover").status_code == 403
    )
