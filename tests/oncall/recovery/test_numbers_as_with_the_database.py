"""Restricted numbers, conflicts and no-contact lists count without a database too, and so say the records."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from oncall.numbers.tables import NoContactRow, RestrictedCallRow, RestrictionRow
from oncall.people.tables import ConflictRow
from oncall.recovery.take_snapshot import keep_snapshot
from tests.oncall.recovery.conftest import Dark
from tests.scenarios.night import LINE, PHONES


def add(dark, *rows):
    """Rows that somebody with an account has added; the snapshot knows of them."""
    w = dark.night.wiring
    with w.unit_of_work() as work:
        for row in rows:
            work.session.add(row)
    keep_snapshot(w, every=timedelta(0))


def restriction(dark):
    """The stranger's number is restricted until tomorrow."""
    now, elin = dark.night.now(), account(dark, "elin")
    return RestrictionRow(
        service_id=1,
        number=PHONES["stranger"],
        reason="silent calls",
        asked_at=now,
        asked_by=elin,
        until=now + timedelta(days=1),
        approved_at=now,
        approved_by=account(dark, "farah"),
    )


def account(dark, staff_id):
    with dark.night.wiring.unit_of_work() as work:
        return work.session.scalar(text('SELECT id FROM "user" WHERE staff_id = :id'), {"id": staff_id})


def restricted_calls(dark):
    with dark.night.wiring.unit_of_work() as work:
        return work.session.scalars(select(RestrictedCallRow.provider_sid)).all()


@pytest.fixture
def with_accounts(dark_at) -> Dark:
    """A night in which everybody has an account."""
    return dark_at(practice=True)


def test_a_restricted_number_is_counted_and_opens_no_contact(with_accounts):
    add(with_accounts, restriction(with_accounts))

    with with_accounts.gone():
        with_accounts.night.stranger.rings(LINE).hears("cannot put this call through").hears(
            "immediate danger"
        ).ends()
    with_accounts.recovers()

    assert with_accounts.night.export() == []
    assert len(restricted_calls(with_accounts)) == 1
    assert with_accounts.aside == 0


def test_where_it_was_lifted_meanwhile_somebody_owns_the_call_back(with_accounts):
    night = with_accounts.night
    for phone in (night.asha, night.ben, night.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    add(with_accounts, restriction(with_accounts))

    with with_accounts.gone():
        night.stranger.rings(LINE).hears("cannot put this call through").ends()
    with night.wiring.unit_of_work() as work:
        work.session.execute(text("UPDATE restriction SET ended_at = asked_at"))
    with_accounts.recovers()
    night.settles()

    assert (night.contact["outcome"], night.contact["callback_owner"]) == ("abandoned", "asha")
    assert restricted_calls(with_accounts) == []


def test_where_it_was_approved_meanwhile_the_call_that_was_put_through_is_there(with_accounts):
    night = with_accounts.night
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    with with_accounts.gone():
        night.stranger.rings(LINE).connects_to(night.asha).ends()
    add(with_accounts, restriction(with_accounts))
    with_accounts.recovers()
    night.settles()

    assert night.contact["accepted_by"] == "asha"


def test_a_call_goes_round_whoever_is_in_conflict_with_the_caller(with_accounts):
    night = with_accounts.night
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    at, by = night.now(), account(with_accounts, "farah")
    add(
        with_accounts,
        ConflictRow(staff_id="asha", person_id="morgan", why="Her aunt.", added_at=at, added_by=by),
    )
    night.ben.answers().presses("1").hangs_up(after=5)

    with with_accounts.gone():
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    with_accounts.recovers()
    night.settles()

    assert night.results == [("backup", "ben", "accepted")]
    assert not night.asha.rung


def test_a_no_contact_list_is_warned_of_in_the_whisper(with_accounts):
    night = with_accounts.night
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    with night.wiring.unit_of_work() as work:
        child = work.session.scalar(text("SELECT child_ref FROM service_child LIMIT 1"))
    listed = NoContactRow(
        child_ref=child,
        number=PHONES["stranger"],
        reason="court order",
        added_at=night.now(),
        added_by=account(with_accounts, "elin"),
    )
    add(with_accounts, listed)

    with with_accounts.gone():
        night.stranger.rings(LINE).connects_to(night.asha).ends()

    assert "no-contact list" in night.asha.call.words
    with_accounts.recovers()
    assert child not in str(night.asha.call.words)
