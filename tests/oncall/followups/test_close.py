"""Closing: never without evidence; never against the law without a second person; never twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from oncall.followups.changing import Outcome
from oncall.followups.close import Evidence, agree, close_done, keep_open, not_applicable
from oncall.followups.propose import Issue
from oncall.followups.read_follow_ups import read_of_contact
from oncall.followups.set_anchor import set_anchor
from tests.oncall.followups.conftest import MISSING

TOLD = Evidence("PC 4411, control room", "telephone", "2026-11-05", "22:05", "MP-2026-118")


@pytest.fixture
def proposed(night):
    night.propose()
    return night


def test_done_keeps_who_how_when_and_the_reference(proposed):
    assert close_done(proposed.step("F02"), TOLD, proposed.w) is Outcome.DONE
    two = proposed.one("F02")

    assert (two.status, two.told, two.how, two.reference) == (
        "done",
        "PC 4411, control room",
        "telephone",
        "MP-2026-118",
    )
    assert [(one.what, one.by) for one in proposed.read("F02").history][-1] == ("done", "Asha Verma")


def test_nothing_is_done_without_evidence(proposed):
    refused = [
        ({"told": "  "}, Outcome.TOLD_NEEDED),
        ({"how": ""}, Outcome.HOW_NEEDED),
        ({"day": ""}, Outcome.WHEN_NEEDED),
        ({"clock": "99:99"}, Outcome.WHEN_NEEDED),
        ({"clock": "23:30"}, Outcome.WHEN_IN_FUTURE),
        ({"reference": "\0"}, Outcome.REFERENCE_NEEDED),
        ({"told": "x" * 2_001}, Outcome.TOO_LONG),
    ]

    for missing, outcome in refused:
        assert close_done(proposed.step("F02"), replace(TOLD, **missing), proposed.w) is outcome
    assert proposed.one("F02").open


def test_what_was_done_late_needs_a_reason(proposed):
    proposed.scene.clock.advance(hours=1)
    late = replace(TOLD, clock="22:40")

    assert close_done(proposed.step("F02"), late, proposed.w) is Outcome.LATE_REASON_NEEDED
    given = replace(late, late_reason="could_not_reach")
    assert close_done(proposed.step("F02"), given, proposed.w) is Outcome.DONE
    assert proposed.one("F02").overdue_reason == "could_not_reach"


def test_what_was_done_in_time_and_written_down_late_needs_none(proposed):
    proposed.scene.clock.advance(hours=5)

    assert close_done(proposed.step("F02"), TOLD, proposed.w) is Outcome.DONE


def test_the_law_is_not_met_before_its_clock_has_started(proposed):
    assert close_done(proposed.step("F05"), TOLD, proposed.w) is Outcome.ANCHOR_FIRST


def test_the_same_form_twice_closes_once_and_says_so_both_times(proposed):
    step = proposed.step("F02", key="once")

    assert close_done(step, TOLD, proposed.w) is Outcome.DONE
    assert close_done(step, TOLD, proposed.w) is Outcome.DONE
    assert [one.what for one in proposed.read("F02").history].count("done") == 1


def test_what_is_closed_stays_as_it_is(proposed):
    close_done(proposed.step("F02"), TOLD, proposed.w)

    assert not_applicable(proposed.step("F02", who="ben"), "Not ours.", proposed.w) is Outcome.CLOSED
    assert proposed.one("F02").status == "done"


def test_of_two_at_once_one_closes_it_and_the_other_is_told(crowd, nights):
    night = nights(crowd)
    night.propose()
    steps = [night.step("F02", who=who) for who in ("asha", "ben")]
    barrier = Barrier(2)

    def press(step):
        barrier.wait()
        return close_done(step, TOLD, night.w)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(press, steps))

    assert sorted(outcomes) == sorted([Outcome.DONE, Outcome.CLOSED])
    assert [one.what for one in night.read("F02").history].count("done") == 1


def test_a_good_practice_is_put_aside_with_a_reason(proposed):
    assert not_applicable(proposed.step("F12"), "", proposed.w) is Outcome.REASON_NEEDED
    assert not_applicable(proposed.step("F12"), "She was on the call.", proposed.w) is Outcome.NOT_APPLICABLE
    assert proposed.one("F12").reason == "She was on the call."


def test_a_statutory_one_needs_a_second_person_who_is_another(proposed):
    asked = not_applicable(proposed.step("F10c"), "Home within the hour.", proposed.w)

    assert asked is Outcome.SECOND_NEEDED
    assert proposed.one("F10c").open
    assert agree(proposed.step("F10c"), proposed.w) is Outcome.SECOND_IS_FIRST
    assert agree(proposed.step("F10c", who="elin"), proposed.w) is Outcome.NOT_APPLICABLE
    ten = proposed.one("F10c")
    assert (ten.status, ten.asked_name, ten.second_name) == ("not_applicable", "Asha Verma", "Elin Hughes")


def test_the_second_person_may_keep_it_open(proposed):
    not_applicable(proposed.step("F10c"), "Home within the hour.", proposed.w)

    assert keep_open(proposed.step("F10c", who="elin"), proposed.w) is Outcome.KEPT_OPEN
    assert agree(proposed.step("F10c", who="elin"), proposed.w) is Outcome.NOBODY_ASKED
    assert proposed.one("F10c").open


def test_what_is_not_known_yet_comes_again_after_its_own_pause(night):
    night.propose(MISSING, Issue("P18", "Illness", ("F15",)))
    set_anchor(night.step("F15"), "2026-11-05", "22:01", night.w)
    close_done(night.step("F15"), replace(TOLD, more=True), night.w)

    [first, second] = sorted((one for one in _all(night) if one.kind == "F15"), key=lambda one: one.id)
    assert (first.status, second.status) == ("done", "open")
    assert (second.due_at - first.done_at).total_seconds() == 4 * 3600


def test_the_database_itself_refuses_to_close_one_without_what_it_needs(proposed):
    for to in ("done", "not_applicable"):
        refuses(proposed, to)


def refuses(proposed, to):
    number = proposed.one("F02").id
    with (
        pytest.raises(IntegrityError),
        proposed.w.unit_of_work() as work,
    ):
        work.session.execute(
            text("UPDATE follow_up SET status = :to, closed_at = now() WHERE id = :id"),
            {"to": to, "id": number},
        )


def test_nothing_with_a_history_can_be_deleted(proposed):
    with (
        pytest.raises(IntegrityError),
        proposed.w.unit_of_work() as work,
    ):
        work.session.execute(text("DELETE FROM follow_up"))


def _all(night):
    return read_of_contact(night.ref, night.scene.somebody("asha"), night.w).follow_ups
