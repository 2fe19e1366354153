"""The moment a clock runs from becomes known."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.followups.changing import Outcome
from oncall.followups.read_follow_ups import read_of_contact
from oncall.followups.set_anchor import set_anchor
from tests.oncall.followups.conftest import PROMISE

RETURN = ("2026-11-06", "04:10")


@pytest.fixture
def returned(night):
    """The next morning at eight; the child is back."""
    night.propose()
    night.scene.clock.advance(hours=10)
    return night


def test_the_return_at_ten_past_four_starts_72_hours_from_then(returned):
    assert set_anchor(returned.step("F05"), *RETURN, returned.w) is Outcome.ANCHOR_SET
    five = returned.one("F05")

    assert five.anchor_at == datetime(2026, 11, 6, 4, 10, tzinfo=UTC)
    assert five.due_at == five.anchor_at + timedelta(hours=72)
    assert five.status == "open"


def test_whatever_waits_for_the_same_moment_starts_with_it(returned):
    set_anchor(returned.step("F05"), *RETURN, returned.w)

    assert returned.one("F04").due_at == datetime(2026, 11, 6, 4, 10, tzinfo=UTC)
    assert "anchor_set" in [one.what for one in returned.read("F04").history]


def test_what_is_proposed_later_knows_the_moment_already(returned):
    set_anchor(returned.step("F05"), *RETURN, returned.w)
    returned.tick("C-M4XD")
    returned.propose()

    fours = [one for one in _of(returned) if one.kind == "F05"]
    assert {one.child_ref: one.status for one in fours} == {"C-7K2Q": "open", "C-M4XD": "awaiting_anchor"}


def test_the_same_form_twice_reckons_it_once(returned):
    step = returned.step("F05", key="once")
    set_anchor(step, *RETURN, returned.w)
    before = returned.read("F05")
    returned.scene.clock.advance(minutes=5)

    assert set_anchor(step, *RETURN, returned.w) is Outcome.ANCHOR_SET
    assert returned.read("F05") == before


def test_a_slip_can_be_put_right_and_both_are_kept(returned):
    set_anchor(returned.step("F05"), "2026-11-06", "01:40", returned.w)
    set_anchor(returned.step("F05"), *RETURN, returned.w)
    last = returned.read("F05").history[-1]

    assert returned.one("F05").due_at == datetime(2026, 11, 9, 4, 10, tzinfo=UTC)
    assert last.facts["was_due_at"] == "2026-11-09T01:40:00+00:00"
    assert last.by == "Asha Verma"


def test_a_time_that_cannot_be_meant_is_refused(returned):
    refused = {
        ("2026-11-06", "09:30"): Outcome.ANCHOR_IN_FUTURE,
        ("2026-05-06", "09:30"): Outcome.ANCHOR_LONG_AGO,
        ("", "04:10"): Outcome.ANCHOR_NEEDED,
        ("2026-11-31", "04:10"): Outcome.ANCHOR_NEEDED,
        ("2026-11-06", "25:10"): Outcome.ANCHOR_NEEDED,
        ("2026-11-06", "ten"): Outcome.ANCHOR_NEEDED,
        ("2026-11-06'--", "٠٤:١٠"): Outcome.ANCHOR_NEEDED,
    }

    for (day, clock), outcome in refused.items():
        assert set_anchor(returned.step("F05"), day, clock, returned.w) is outcome
    assert returned.one("F05").due_at is None


def test_a_call_back_is_agreed_within_two_hours_when_it_is_urgent(night):
    night.propose(PROMISE, urgency="U2")

    assert set_anchor(night.step("F16"), "2026-11-06", "00:30", night.w) is Outcome.ANCHOR_TOO_LATE
    assert set_anchor(night.step("F16"), "2026-11-05", "23:30", night.w) is Outcome.ANCHOR_SET
    assert night.one("F16").due_at == datetime(2026, 11, 5, 23, 30, tzinfo=UTC)


def test_whoever_has_not_seen_the_newest_changes_nothing_and_is_told(returned):
    seen = returned.one("F05").version
    set_anchor(returned.step("F05", who="ben"), *RETURN, returned.w)

    late = returned.step("F05", seen=seen)
    assert set_anchor(late, "2026-11-06", "03:00", returned.w) is Outcome.OVERTAKEN
    assert returned.one("F05").anchor_at == datetime(2026, 11, 6, 4, 10, tzinfo=UTC)


def _of(night):
    return read_of_contact(night.ref, night.scene.somebody("asha"), night.w).follow_ups
