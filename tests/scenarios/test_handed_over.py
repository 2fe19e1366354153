"""The morning: what a night leaves for the lead, signed and owned once."""

from datetime import UTC, datetime

import pytest

from oncall.access.store import Person
from oncall.handover import export_store
from oncall.handover.accept_item import Accepting, ReadBack, accept_item
from oncall.handover.acknowledge import Acknowledging, acknowledge
from oncall.handover.document import documents_now
from oncall.handover.sign import Signing, sign
from tests.scenarios.night import LINE

FRIDAY_MORNING = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def answered(night_at):
    """A night with one contact, which Asha answered."""
    night = night_at(practice=True)
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    night.morgan.rings(LINE).ends()
    night.settles()
    return night


def person(night, staff_id: str) -> Person:
    """Somebody signed in."""
    from oncall.access import store

    with night.wiring.unit_of_work() as work:
        row = store.by_staff(work.session, staff_id)
    return Person(row.id, 0, row.name, staff_id, frozenset(row.roles))


def exported(night) -> list[dict]:
    """What the export says of handovers."""
    with night.wiring.unit_of_work() as work:
        return list(export_store.handovers(work.session, None, None))


def test_the_next_working_day_s_handover_has_the_contact(answered):
    [document] = documents_now(person(answered, "farah"), answered.wiring)

    assert document.until == FRIDAY_MORNING
    assert [entry.ref for entry in document.entries] == [answered.contact["ref"]]
    assert document.banner.gap_minutes == 0


def test_it_is_signed_once_and_owned_once(answered):
    asha, farah, w = person(answered, "asha"), person(answered, "farah"), answered.wiring
    [document] = documents_now(asha, w)

    assert sign(document.id, asha, w) is Signing.SIGNED
    assert sign(document.id, asha, w) is Signing.SIGNED_BEFORE
    [item] = documents_now(farah, w)[0].items
    assert accept_item(ReadBack(item.id, " ", item.tag), farah, w) is Accepting.NOTHING_READ_BACK
    assert accept_item(ReadBack(item.id, "I ring Jo.", item.tag), farah, w) is Accepting.ALL_ACCEPTED
    assert accept_item(ReadBack(item.id, "Mine.", item.tag), farah, w) is Accepting.ACCEPTED_BEFORE

    [row] = exported(answered)
    assert (row["state"], row["signed_by"], row["acknowledged_by"]) == ("acknowledged", "asha", "farah")
    assert row["contacts"] == [answered.contact["ref"]]
    assert row["nil_return"] is False


def test_what_comes_after_signing_stands_apart(answered):
    asha = person(answered, "asha")
    [document] = documents_now(asha, answered.wiring)
    sign(document.id, asha, answered.wiring)

    answered.price.rings(LINE).ends()
    answered.settles()

    [document] = documents_now(asha, answered.wiring)
    assert [(one.summary.caller.people[0].name, one.late) for one in document.entries] == [
        ("Jo Morgan", False),
        ("Sam Price", True),
    ]


def test_a_quiet_night_is_a_nil_return(night_at):
    night = night_at(practice=True)
    asha = person(night, "asha")
    [document] = documents_now(asha, night.wiring)

    assert document.nil_return
    assert acknowledge(document.id, asha, "Quiet.", night.wiring) is Acknowledging.NOT_SIGNED
    assert sign(document.id, asha, night.wiring) is Signing.SIGNED
    assert acknowledge(document.id, asha, " ", night.wiring) is Acknowledging.NOTHING_READ_BACK
    assert acknowledge(document.id, asha, "Quiet.", night.wiring) is Acknowledging.ACKNOWLEDGED
    assert acknowledge(document.id, asha, "Quiet.", night.wiring) is Acknowledging.ACKNOWLEDGED_BEFORE
    assert exported(night)[0]["nil_return"] is True


def test_it_cannot_be_signed_while_a_call_goes_on(night_at):
    night = night_at(practice=True)
    night.asha.answers().presses("1").hangs_up(after=600)
    night.asha.may_be_texted()
    asha = person(night, "asha")
    call = night.morgan.rings(LINE)
    call.connects_to(night.asha)
    [document] = documents_now(asha, night.wiring)

    assert sign(document.id, asha, night.wiring) is Signing.STILL_GOING_ON

    call.hangs_up()


def test_a_restricted_child_is_in_nobody_s_copy_who_may_not_see_them(answered):
    from oncall.contacts.tables import ContactChildRow, ContactRow

    with answered.wiring.unit_of_work() as work:
        contact = work.session.query(ContactRow).one()
        work.session.add(ContactChildRow(contact_id=contact.id, child_ref="C-9TRB"))

    [hers] = documents_now(person(answered, "farah"), answered.wiring)
    [his] = documents_now(person(answered, "dai"), answered.wiring)

    assert [item.child.name for item in hers.items] == ["Noor"]
    assert his.items == ()
