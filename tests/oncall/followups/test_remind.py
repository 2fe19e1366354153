"""The ladder through the outbox: each step once, nobody of what they may not see; a promise that rings."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from oncall.contacts.stopped_store import stop
from oncall.followups.add_by_hand import ByHand, add_by_hand
from oncall.followups.changing import Outcome
from oncall.followups.close import Evidence, close_done
from oncall.followups.propose import Issue
from oncall.followups.set_anchor import set_anchor
from oncall.followups.text import heard
from oncall.ringback.back_calls import keep_own_leg
from oncall.telephony.forms import LegEvent
from tests.oncall.followups.conftest import PROMISE

ASHA, BEN, ELIN, DAI, FARAH = (f"+44770090020{number}" for number in (1, 2, 5, 4, 6))
LATE = Evidence("Duty officer", "telephone", "2026-11-05", "22:06", "LA-7")


def told(night) -> dict[str, list[str]]:
    """What each person was texted about follow-ups."""
    found: dict[str, list[str]] = {}
    for one in night.scene.telephony.texts:
        if one.words.startswith("Follow-ups"):
            found.setdefault(one.to, []).append(one.words)
    return found


@pytest.fixture
def two(night):
    """One statutory follow-up, due within a quarter of an hour."""
    night.propose(Issue("P09", "Told", ("F02",)), urgency="U2")
    with night.w.unit_of_work() as work:
        others = "UPDATE follow_up SET due_at = NULL, status = 'awaiting_anchor' WHERE kind <> 'F02'"
        work.session.execute(text(others))
    return night


def test_the_owner_first_then_the_lead_then_the_managers(two):
    two.passes(minutes=9)
    assert set(told(two)) == {ASHA}

    two.passes(minutes=6)
    assert set(told(two)) == {ASHA, FARAH}

    two.passes(minutes=61)
    assert set(told(two)) == {ASHA, FARAH, ELIN, DAI}


def test_no_step_is_told_twice(two):
    two.passes(minutes=90)
    before = {person: len(words) for person, words in told(two).items()}
    with two.w.unit_of_work() as work:  # the pulse was killed before it could write that the errands are done
        work.session.execute(
            text("UPDATE outbox SET done_at = NULL, leased_until = NULL WHERE kind = 'follow_up_step'")
        )
    two.passes(minutes=3)

    assert {person: len(words) for person, words in told(two).items()} == before


def test_what_is_done_reminds_nobody(two):
    close_done(two.step("F02"), LATE, two.w)
    two.passes(minutes=90)

    assert told(two) == {}


def test_the_words_have_numbers_and_a_link_and_fit_one_text(two):
    two.passes(minutes=90)
    everything = [words for texts in told(two).values() for words in texts]

    assert told(two)[ASHA][0] == "Follow-ups: 1 of yours is due or overdue. http://127.0.0.1:8000/follow-ups"
    assert "1 statutory overdue in the team" in told(two)[ELIN][0]
    assert all(len(words) <= 160 and "Kit" not in words and "C-7K2Q" not in words for words in everything)


def test_whoever_no_text_reaches_is_rung_and_hears_the_numbers(two):
    with two.w.unit_of_work() as work:
        stop(work.session, two.scene.by_ref(two.ref).service_id, ASHA, two.scene.clock())
    two.passes(minutes=9)
    [call] = two.scene.telephony.calls

    assert told(two) == {}
    assert call.to == ASHA
    number = int(call.answer_url.partition("follow-ups/")[2].partition("#")[0])
    said = heard(number, two.w).reply.words[0]
    assert said.startswith("This is Marches Placement Support, about follow-ups. 1 of yours is due")
    assert "Kit" not in said
    close_done(two.step("F02"), LATE, two.w)
    assert "Somebody has seen to the follow-ups" in heard(number, two.w).reply.words[0]
    assert "Somebody has seen to" in heard(number + 999, two.w).reply.words[0]


def test_only_whoever_may_see_a_restricted_child_hears_of_theirs(night):
    night.tick("C-9TRB", who="elin")
    night.propose(Issue("P09", "Told", ("F02",)), who="elin")
    night.passes(minutes=90)

    assert set(told(night)) == {ELIN, FARAH}


def test_a_corrected_clock_reminds_by_the_new_time_alone(night):
    night.propose(Issue("P05", "Child back", ("F05",)), urgency="U3")
    night.scene.clock.advance(hours=10)
    set_anchor(night.step("F05"), "2026-11-03", "09:00", night.w)  # due on the 6th at nine
    set_anchor(night.step("F05"), "2026-11-06", "04:10", night.w)
    night.passes(minutes=120)

    assert [one.what for one in night.read("F05").history] == ["proposed", "anchor_set", "anchor_set"]


def promise(night, clock="23:30"):
    night.propose(PROMISE, urgency="U2")
    assert set_anchor(night.step("F16"), "2026-11-05", clock, night.w) is Outcome.ANCHOR_SET


def test_a_promise_rings_whoever_made_it_two_minutes_before(night):
    promise(night)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 59, tzinfo=UTC)
    night.scene.does_errands()
    assert ASHA not in night.scene.telephony.rung

    night.scene.clock.advance(seconds=2)
    night.scene.does_errands()
    night.scene.does_errands()
    assert night.scene.telephony.rung == [ASHA]


def test_it_rings_again_and_then_whoever_is_on_until_somebody_takes_it(night):
    promise(night)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    rung = []
    for _ in range(14):
        night.passes(minutes=1)
        for call in night.scene.telephony.calls[len(rung) :]:
            rung.append(call.to)
            leave_unanswered(night)

    assert rung[:3] == [ASHA, ASHA, BEN]
    assert sorted(rung[2:]) == sorted([BEN, ELIN, DAI])


def test_pressing_1_ends_the_ringing(night):
    promise(night)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    night.passes(minutes=1)
    with night.w.unit_of_work() as work:
        work.session.execute(text("UPDATE call_back SET pressed = '1', ended_at = now()"))
    night.passes(minutes=12)

    assert night.scene.telephony.rung == [ASHA]


def test_a_promise_that_was_kept_before_its_time_rings_nobody(night):
    promise(night)
    close_done(night.step("F16"), LATE, night.w)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    night.passes(minutes=12)

    assert night.scene.telephony.rung == []


def test_one_written_by_hand_rings_too_if_it_is_to(night):
    wanted = ByHand(
        "Ring Kit's school", "our service", "", "DO", "2026-11-06", "08:00", "", False, rings=True
    )
    asha = night.scene.somebody("asha")

    assert add_by_hand(night.ref, "k", wanted, asha, night.w) is Outcome.ADDED
    assert add_by_hand(night.ref, "k", wanted, asha, night.w) is Outcome.ADDED
    assert len(night.all()) == 1
    night.scene.clock.at = datetime(2026, 11, 6, 7, 57, 30, tzinfo=UTC)
    night.passes(minutes=1)
    assert night.scene.telephony.rung == [ASHA]


def leave_unanswered(night):
    """Whoever is being rung does not pick up, and the company says so."""
    with night.w.unit_of_work() as work:
        number, sid = work.session.execute(
            text("SELECT id, provider_sid FROM call_back ORDER BY id DESC LIMIT 1")
        ).one()
    keep_own_leg(number, LegEvent(sid, None, "no-answer", 3, None, None, None), night.w)
