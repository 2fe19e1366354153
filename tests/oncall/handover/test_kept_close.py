"""What nobody who leads may see: the rest does not wait for it, and one of the few takes it on."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from oncall.access.tables import AuditRow
from oncall.contacts.open_restricted import Opening, open_restricted
from oncall.contacts.restrict import Asked, Restricting, restrict
from oncall.handover import shift_store
from oncall.handover.accept_item import Accepting
from oncall.handover.acknowledge import Acknowledging, acknowledge
from oncall.handover.document import documents_now
from oncall.handover.sign import Signing
from oncall.handover.tables import HandoverState
from oncall.handover.watch import keep_handovers
from oncall.people.tables import ChildRow
from tests.oncall.contacts.page import words
from tests.oncall.handover.morning import Morning
from tests.oncall.handover.pdf import heard

NINE = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def noor(morning) -> str:
    """A contact about Noor, whom two practitioners alone may see; the night is signed."""
    ref = morning.call(about=["C-9TRB"], note="Noor told me something.")
    with morning.scene.w.unit_of_work() as work:
        work.session.get_one(ChildRow, "C-9TRB").visible_to = ["asha", "ben"]
    assert morning.signs() is Signing.SIGNED
    return ref


def told(morning: Morning, *minutes: int) -> list[tuple[str, str]]:
    """Who is texted of what is kept close, by the last figure of their number, at minutes after nine."""
    seen = len(morning.scene.telephony.texts)
    for minute in minutes:
        morning.scene.clock.at = NINE + timedelta(minutes=minute)
        keep_handovers(morning.scene.w)
        morning.scene.does_errands()
        morning.scene.does_errands()
    texts = [(one.to[-1], one.words.partition(" ")[0]) for one in morning.scene.telephony.texts[seen:]]
    return [one for one in texts if one[1] in ("Part", "Restricted")]


def accepts_all(morning: Morning, who: str) -> list[Accepting]:
    """Somebody takes on all that they see."""
    return [morning.accepts(item, who) for item in morning.document(who).items]


def restricted(morning: Morning, ref: str, *people: str, accused: str = "") -> None:
    """Asha restricts a contact to herself, these people and the leads, but for the accused."""
    asked = Asked("About one of us.", f"staff:{accused}" if accused else "", people)
    asha = morning.person("asha")
    assert restrict(ref, asked, asha, morning.scene.w) is Restricting.RESTRICTED


def test_the_lead_acknowledges_the_rest_and_reads_nothing_of_it(morning, noor, browser):
    assert accepts_all(morning, "farah") == [Accepting.ACCEPTED, Accepting.ALL_ACCEPTED]

    assert morning.document().state == HandoverState.ACKNOWLEDGED
    page = browser("farah").get(f"/handover/{morning.document().id}").text
    assert not any(word in page for word in ("Noor", noor, "may see part of this"))
    assert "2 contacts" in page
    assert morning.scene.by_ref(noor).state == "handed_over"


def test_one_of_the_few_takes_it_on_by_the_page_and_nobody_else_can(morning, noor, browser):
    item, kit = morning.item("Noor", "ben"), morning.item("Kit", "ben")
    address = f"/handover/{morning.document().id}"
    page = f"{address}/items/{item.id}"
    seen = {"readback": "I ring her at ten.", "seen": item.tag}
    accepts_all(morning, "farah")

    ben = browser("ben")
    assert f'href="{page}"' in ben.get(address).text
    assert ben.post(f"{page}/accept", page=page, **seen).status_code == 303
    assert ben.post(f"{page}/accept", page=address, **seen).status_code == 303
    assert ben.post(f"{address}/items/{kit.id}/accept", page=address, **seen).status_code == 403
    for other in ("carys", "dai", "farah"):
        assert browser(other).post(f"{page}/accept", page=address, **seen).status_code in (403, 404)
    taken = morning.item("Noor", "ben")
    assert (taken.accepted_by, taken.readback) == ("Ben Okafor", "I ring her at ten.")
    assert morning.scene.by_ref(noor).state == "acknowledged"


def test_one_of_the_few_takes_their_item_out_and_nothing_else(morning, noor, browser):
    item, kit = morning.item("Noor", "ben"), morning.item("Kit", "ben")
    address = f"/handover/{morning.document().id}"
    mine, other = f"{address}/items/{item.id}", f"{address}/items/{kit.id}"
    ben = browser("ben")
    files = [ben.post(f"{mine}/{form}", page=mine, key=form) for form in ("export/csv", "export/json", "pdf")]

    assert [row["contact"] for row in csv.DictReader(io.StringIO(files[0].text))] == [noor]
    assert [(row["contact"], row["note"]) for row in files[1].json] == [(noor, "Noor told me something.")]
    read = heard(files[2].data)
    assert [tag for tag, _ in read[:5]] == ["H1", "P", "H2", "P", "H3"]
    assert [said for tag, said in read if tag == "H2"] == ["Noor"]
    assert ("P", "Noor told me something.") in read
    assert re.findall("<h2>(.*?)</h2>", ben.get(f"{mine}/print").text) == ["Noor"]
    for form in ("export/csv", "export/json", "pdf"):
        assert ben.post(f"{other}/{form}", page=mine, key="k").status_code == 403
        for who in ("carys", "dai", "farah"):
            assert browser(who).post(f"{mine}/{form}", page=address, key="k").status_code in (403, 404)
    assert ben.get(f"{other}/print").status_code == ben.post(f"{address}/pdf", page=mine).status_code == 403
    with morning.scene.w.unit_of_work() as work:
        kept = work.session.query(AuditRow).filter_by(action="handover.disclosed").order_by(AuditRow.id).all()
    assert [row.subject.partition("form=")[2] for row in kept] == ["csv", "json", "pdf"]
    assert words(ben.get(mine)).count("Ben Okafor took it out as") == 3


def test_whoever_takes_it_on_first_acknowledges_nothing_else(morning, noor):
    assert morning.accepts(morning.item("Noor", "ben"), "ben") is Accepting.ACCEPTED
    assert morning.document().state == HandoverState.SIGNED
    assert accepts_all(morning, "farah")[-1] is Accepting.ALL_ACCEPTED


def test_the_few_are_told_and_reminded_and_then_left_alone(morning, noor):
    morning.scene.does_errands()
    first = [one.to[-1] for one in morning.scene.telephony.texts if one.words.startswith("Part of")]
    assert first == ["1", "2"]

    accepts_all(morning, "farah")
    item = morning.item("Noor", "ben")
    assert told(morning, 1, 61) == [("1", "Part"), ("2", "Part")]
    morning.accepts(item, "ben")
    assert told(morning, 121) == []


def test_of_what_accuses_the_lead_a_manager_hears_at_last_and_may_open_it(morning):
    ref = morning.call(about=["C-7K2Q"])
    restricted(morning, ref, accused="farah")
    morning.scene.does_errands()
    morning.signs()
    accepts_all(morning, "farah")
    assert morning.document().state == HandoverState.ACKNOWLEDGED

    assert told(morning, 1, 61) == [("1", "Part")]
    assert told(morning, 121) == [("1", "Part"), ("4", "Restricted"), ("5", "Restricted")]
    dai = morning.person("dai")
    assert open_restricted(ref, "Nobody has taken it on.", dai, morning.scene.w) is Opening.OPENED
    [item] = [one for one in documents_now(dai, morning.scene.w)[0].items if one.entries[0].ref == ref]
    assert morning.accepts(item, "dai") is Accepting.ALL_ACCEPTED


def test_whoever_accepts_a_child_s_item_does_not_take_on_what_they_may_not_see(morning):
    hidden = morning.call(about=["C-7K2Q"], urgency="U2")
    restricted(morning, hidden)
    morning.signs()

    assert len(morning.item("Kit").entries) == 2
    assert accepts_all(morning, "dai") == [Accepting.ACCEPTED, Accepting.ACCEPTED]
    left = [one for one in morning.document().items if one.accepted_at is None]
    assert [(one.child.name, [each.ref for each in one.entries]) for one in left] == [("Kit", [hidden])]
    assert morning.accepts(left[0]) is Accepting.ALL_ACCEPTED


def test_a_night_with_nothing_else_is_a_nil_return_to_the_lead(scene):
    morning = Morning(scene)
    ref = morning.call()
    restricted(morning, ref, accused="farah")
    scene.clock.at = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
    morning.signs()
    farah, address = morning.person("farah"), morning.document().id

    assert morning.document().nil_return
    assert acknowledge(address, farah, "Nothing for me.", scene.w) is Acknowledging.ACKNOWLEDGED
    assert morning.accepts(morning.document("asha").items[0], "asha") is Accepting.ALL_ACCEPTED


def test_the_digest_counts_what_its_reader_may_see(morning, noor):
    with morning.scene.w.unit_of_work() as work:
        service = morning.scene.by_ref(noor).service_id
        day = (NINE - timedelta(days=1), NINE)
        counts = [shift_store.count_since(work.session, service, *day, who) for who in ("asha", "dai")]

    assert counts == [(3, 1), (2, 1)]
