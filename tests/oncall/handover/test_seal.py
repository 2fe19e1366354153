"""A signed handover is held against its seal wherever it is shown: what somebody changes by SQL is told."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from oncall.calls.nightly import Nightly
from oncall.cli.doctor_handover import examine_handovers
from oncall.cli.handover import words_of
from oncall.handover import export_store, paper_views, store
from oncall.handover.disclose import Form, disclose
from oncall.service.findings import Level
from oncall.service.store import config_of
from tests.oncall.contacts.page import words
from tests.oncall.handover.morning import Morning

SAYS = "What is kept here is not what was signed. Do not rely on it"
NOTE = "UPDATE contact SET note = 'Kit is in bed.' WHERE note LIKE 'Kit is missing%'"
CHANGES = {
    "who signed": 'UPDATE handover SET signed_by = (SELECT max(id) FROM "user")',
    "when": "UPDATE handover SET signed_at = signed_at - interval '1 hour'",
    "a contact fewer": "UPDATE handover SET signed_contacts = signed_contacts[2:]",
    "a mark": 'UPDATE handover SET signed_marks = signed_marks || \'{"261105-22222": "0"}\'',
    "another seal": "UPDATE handover SET signed_hash = md5('forged')",
    "what was known of the words": "UPDATE handover SET signed_words = '{}'",
    "a note": NOTE,
    "an urgency": "UPDATE contact SET urgency = 'U4' WHERE urgency = 'U1'",
    "a contact moved to another night": "UPDATE contact SET started_at = started_at - interval '9 days'",
}


@pytest.fixture
def signed(morning) -> Morning:
    """The morning, signed by Asha; Farah has a sign-in too."""
    morning.signs()
    morning.person("farah")
    return morning


def by_sql(morning: Morning, change: str) -> None:
    """Somebody changes a row past the service."""
    with morning.scene.w.unit_of_work() as work:
        work.session.execute(text(change))


def told(morning: Morning) -> tuple[list[bool | None], list[str], str]:
    """What the export, the doctor and the terminal say of the handover."""
    w = morning.scene.w
    with w.unit_of_work() as work:
        row = store.by_id(work.session, morning.document().id)
        config = config_of({}, work.session, row.service_id)
        findings = examine_handovers(work.session, [config], w.now())
        problems = [one.says for one in findings if one.level is Level.PROBLEM]
        exported = [one["as_signed"] for one in export_store.handovers(work.session, None, None)]
        return exported, problems, words_of(work, config, row)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_past_the_service_is_told(signed, change):
    by_sql(signed, change)

    exported, [problem], printed = told(signed)
    number = signed.document().id
    assert exported == [False]
    assert problem == f"the one for 2026-11-06 09:00Z, /handover/{number}, is not what was signed"
    assert SAYS in printed
    assert not signed.document().as_signed


@pytest.mark.parametrize("marks", ["signed_marks", 'signed_marks || \'{"261105-22222": "0"}\''])
def test_a_signature_of_before_words_were_kept_is_held_against_what_it_covered(signed, marks):
    by_sql(
        signed,
        """UPDATE handover SET signed_words = NULL, signed_hash = encode(sha256(convert_to(
           id || chr(10) || signed_by || chr(10) || (
             SELECT string_agg(ref || chr(10) || (signed_marks ->> ref) || chr(10), '' ORDER BY nth)
             FROM unnest(signed_contacts) WITH ORDINALITY AS one (ref, nth)
           ), 'UTF8')), 'hex')""",
    )
    by_sql(signed, f"UPDATE handover SET signed_marks = {marks}")

    assert told(signed)[0] == [marks == "signed_marks"]


def test_what_the_service_itself_does_after_signing_leaves_the_seal_whole(morning):
    late = morning.call(note=None)
    assert told(morning)[0] == [None]
    morning.signs()
    morning.writes_up(late, "U2", "Written in the morning.")
    morning.is_about(late, "C-M4XD")
    morning.call()
    for item in morning.document().items:
        morning.accepts(item)

    exported, problems, printed = told(morning)
    assert (exported, problems) == ([True], [])
    assert SAYS not in printed


def test_page_item_paper_and_file_say_so(signed, browser, monkeypatch):
    item = signed.item("Kit")
    by_sql(signed, NOTE)
    monkeypatch.setattr(paper_views, "make_pdf", str.encode)
    farah, address = browser("farah"), f"/handover/{signed.document().id}"
    of_item = f"{address}/items/{item.id}"

    pages = [words(farah.get(one)) for one in ("/handover", address, of_item, f"{address}/print")]
    papers = [farah.post(f"{one}/pdf", page=one, key="k") for one in (address, of_item)]

    assert all(SAYS in one and "Not what was signed" in one for one in [*pages, *map(words, papers)])
    written = disclose(item.id, Form.JSON, "k", signed.person("farah"), signed.scene.w)
    assert '"altered": true' in written


def test_nobody_learns_by_it_of_what_they_may_not_see(morning):
    morning.call(about=["C-9TRB"], note="Noor is at her aunt's.")
    morning.signs()
    by_sql(morning, "UPDATE contact SET note = 'All well.' WHERE note LIKE 'Noor%'")

    assert not morning.document("farah").as_signed
    assert morning.document("dai").as_signed


def test_by_night_it_is_found_and_the_managers_are_told_once(signed):
    scene = signed.scene
    address = f"/handover/{signed.document().id}"
    by_sql(signed, NOTE)
    for day in (7, 8):
        scene.clock.at = datetime(2026, 11, day, 3, 31, tzinfo=UTC)
        Nightly(scene.w).put()
        scene.does_errands()

    said = [one for one in scene.telephony.texts if "not any more what was signed" in one.words]
    assert [one.to for one in said] == ["+447700900204", "+447700900205"]
    assert said[0].words.endswith(address)
