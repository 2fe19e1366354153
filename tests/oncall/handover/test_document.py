"""What a handover says, in the order in which a lead needs it."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.contacts.tables import ContactRow, FieldRow
from oncall.followups.tables import FollowUpRow, FollowUpStatus
from oncall.handover.accept_item import Accepting
from oncall.handover.today import Reason
from oncall.recovery.tables import LifelinePeriodRow
from tests.oncall.contacts.page import words

NINE = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def follows(morning):
    """Adds a follow-up of a contact (the one about Kit, unless told)."""
    numbers = iter(range(100))

    def add(title: str, due_at: datetime | None, ref: str | None = None, **more) -> int:
        with morning.scene.w.unit_of_work() as work:
            contact = work.session.query(ContactRow).filter_by(ref=ref or morning.refs[0]).one()
            about = None if ref else "C-7K2Q"
            values = {
                "child_ref": about,
                "statutory": False,
                "owner": "asha",
                "anchor": "manual",
                "anchor_is": "",
                "rings": False,
                **more,
            }
            row = FollowUpRow(
                key=f"test:{next(numbers)}",
                contact_id=contact.id,
                kind="F01",
                title=title,
                organisation="Marches Council",
                role="social worker",
                our_part=["prompt"],
                sure=True,
                source="",
                due_rule="PT24H",
                latest="",
                repeats="",
                calendar="office",
                due_at=due_at,
                status=FollowUpStatus.OPEN if due_at else FollowUpStatus.AWAITING_ANCHOR,
                version=1,
                created_at=morning.scene.clock(),
                **values,
            )
            work.session.add(row)
            work.session.flush()
            return row.id

    return add


def test_whoever_must_not_wait_stands_first(morning, follows):
    follows("Return interview", None, anchor="child_returned")
    follows("Ring back", NINE, ref=morning.refs[1], rings=True)

    kit, plain = morning.document().watch_now

    assert (kit.name, kit.urgency, kit.reasons) == ("Kit", "U1", (Reason.MISSING, Reason.URGENT))
    assert (plain.name, plain.ref, plain.reasons) == (None, morning.refs[1], (Reason.PROMISED,))


def test_a_placement_that_may_not_hold_is_watched_too(morning):
    says(morning, morning.refs[1], "other_issues", "P03 P14")

    _kit, plain = morning.document().watch_now

    assert (plain.ref, plain.urgency, plain.reasons) == (morning.refs[1], "U4", (Reason.PLACEMENT,))


def test_the_top_says_how_long_somebody_was_on_and_what_of_it_was_confirmed(morning, browser):
    address = f"/handover/{morning.document().id}"
    page = words(browser("farah").get(address))
    assert "Somebody on call: 11 hours, none of it confirmed" in page
    assert "Of the time before Thu 5 Nov 22:00 nothing is known: the first rota counts from then." in page
    assert morning.document().banner.confirmed_minutes == 0


def test_the_state_says_when_every_urgent_item_has_been_opened(morning, browser):
    morning.signs()
    farah, address = browser("farah"), f"/handover/{morning.document().id}"
    assert "Signed, waiting for the team lead" in words(farah.get(address))
    browser("asha").get(f"{address}/items/{morning.item('Kit').id}")
    assert not morning.document().red_read

    farah.get(f"{address}/items/{morning.item('Kit').id}")

    assert "Signed, every urgent item opened, waiting for the team lead" in words(farah.get(address))


def says(morning, ref: str, name: str, value: str, number: int = 1) -> None:
    """A field of the record of a contact says something."""
    asha = morning.person("asha")
    with morning.scene.w.unit_of_work() as work:
        contact = work.session.query(ContactRow).filter_by(ref=ref).one()
        said = {"contact_id": contact.id, "name": name, "number": number, "value": value}
        now = morning.scene.clock()
        work.session.add(FieldRow(**said, page=f"p{number}", seq=1, saved_at=now, saved_by=asha.user_id))


def test_what_is_due_today_comes_statutory_first_and_by_the_clock(morning, follows):
    follows("Tomorrow", NINE + timedelta(days=1))
    follows("At ten", NINE + timedelta(hours=1))
    follows("By law at four", NINE + timedelta(hours=7), statutory=True)
    follows("Last week", NINE - timedelta(days=7))

    assert [one.title for one in morning.document().due_today] == ["By law at four", "Last week", "At ten"]


def test_the_page_has_its_parts_in_the_order_of_the_standard(morning, follows, browser):
    follows("Tell the police when he is back", None, anchor="child_returned")
    follows("Tell the social worker", NINE + timedelta(hours=1), statutory=True)
    morning.call(note=None)
    ref = morning.scene.rings()
    morning.scene.nobody_answers(ref)
    morning.scene.leaves_a_message(ref)

    page = words(browser("farah").get(f"/handover/{morning.document().id}"))

    parts = (
        "Minutes without anybody",
        "Watch now",
        "Each child",
        "To do today",
        "If this happens today",
        "Still waiting for an answer",
        "Not written up yet",
    )
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert "4 contacts: 1 U1, 1 U4, 2 without an urgency yet." in page
    assert "its clock runs from the child’s return" in page


def test_what_to_watch_for_is_handed_over_and_signed_with_the_record(morning, browser):
    def watch(number: int, words: str) -> None:
        says(morning, morning.refs[0], "watch_for", words, number)

    watch(1, "If he rings his mother")
    watch(2, "If he rings his aunt")
    address = f"/handover/{morning.document().id}"
    happens = words(browser("farah").get(address)).partition("If this happens today")[2]
    assert happens.startswith(" Kit If he rings his aunt")
    assert "mother" not in happens
    morning.signs()
    watch(3, "If he is seen in town")

    assert [one.ref for one in morning.document().entries if one.changed] == [morning.refs[0]]


def test_an_item_is_accepted_once_each_follow_up_has_somebody(morning, follows, browser):
    number = follows("Tell the social worker", NINE, owner=None)
    morning.signs()
    kit = morning.item("Kit")
    assert morning.accepts(kit) is Accepting.GIVE_FIRST

    farah, address = browser("farah"), f"/handover/{morning.document().id}/items/{kit.id}"
    page = farah.get(address)
    key = page.text.partition(f"/give/{number}")[2].partition('name="key" value="')[2].partition('"')[0]
    sent = farah.post(f"{address}/give/{number}", page=address, to="carys", version="1", key=key)

    assert "Offered." in words(farah.get(sent.location))
    assert "Offered to Carys Pugh" in words(farah.get(address))
    assert morning.accepts(morning.item("Kit")) is Accepting.ACCEPTED


def test_a_follow_up_of_another_item_is_not_given_from_here(morning, follows, browser):
    number = follows("Ring back", NINE, ref=morning.refs[1])
    morning.signs()
    address = f"/handover/{morning.document().id}/items/{morning.item('Kit').id}"

    sent = browser("farah").post(f"{address}/give/{number}", page=address, to="carys", version="1", key="k")

    assert sent.status_code == 404


def test_a_time_on_the_lifeline_is_said(morning, browser):
    began = datetime(2026, 11, 6, 2, 10, tzinfo=UTC)
    with morning.scene.w.unit_of_work() as work:
        work.session.add(
            LifelinePeriodRow(began_at=began, ended_at=began + timedelta(minutes=30), requests=3, put_aside=1)
        )

    page = words(browser("farah").get("/handover"))

    assert "worked all the time: no" in page
    assert "without the records from Fri 6 Nov 02:10, for 30 minutes. 1 still to be looked at" in page


def test_two_leads_differ_by_the_restricted_child_alone(morning):
    noor = morning.call(about=["C-9TRB"], urgency="U1")

    hers, his = morning.document("farah"), morning.document("dai")

    assert {entry.ref for entry in hers.entries} - {entry.ref for entry in his.entries} == {noor}
    assert [one for one in hers.watch_now if one.name != "Noor"] == list(his.watch_now)
    assert [
        item.child and item.child.name
        for item in hers.items
        if item.child is None or item.child.name != "Noor"
    ] == [item.child and item.child.name for item in his.items]
