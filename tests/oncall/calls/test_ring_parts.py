"""Whoever is rung for more than 20 seconds is rung in parts; their line stays theirs between them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from oncall.calls.after_attempt import after_attempt
from oncall.calls.leg_event import keep_leg_event
from oncall.contacts import store
from oncall.contacts.tables import LineRow
from oncall.telephony.forms import DialEnded, LegEvent
from oncall.telephony.replies import Ring, TakeMessage
from tests.oncall.contacts.scene import PRICE


@pytest.fixture
def elin_rings(scene):
    """Nobody took Morgan's call, and Elin's telephone rings: 25 seconds in two parts."""
    ref = scene.rings()
    for _ in range(2):
        scene.goes_unanswered(ref)
    return scene, ref


def attempts(scene, ref):
    with scene.w.unit_of_work() as work:
        return store.lock(work.session, scene.by_ref(ref).id)[1]


def part_over(scene, ref, word="no-answer", part=0, after=13, sip=487):
    """One part of the last ringing is over: what the caller hears next."""
    attempt, contact = attempts(scene, ref)[-1], scene.by_ref(ref)
    scene.clock.advance(seconds=after)
    leg = f"CA{attempt.id:029x}{part}ff"
    event = LegEvent(leg, contact.provider_sid, word, 3, None, sip, None)
    keep_leg_event(attempt.id, event, scene.w)
    ended = DialEnded(contact.provider_sid, "in-progress", word, leg, None, None)
    return after_attempt(attempt.id, ended, scene.w, part=part).reply


def test_the_same_telephone_rings_on_after_a_word(elin_rings):
    again = part_over(*elin_rings)

    assert isinstance(again, Ring)
    assert (again.number, again.seconds) == ("+447700900205", 12)
    assert any("still trying" in words for words in again.words)
    assert [a.person for a in attempts(*elin_rings)] == ["asha", "ben", "elin"]


def test_between_the_parts_nobody_else_gets_that_line(elin_rings):
    scene, ref = elin_rings
    part_over(scene, ref)

    with scene.w.unit_of_work() as work:
        assert "elin" in store.busy_staff(work.session, scene.clock())
    other = scene.rings(PRICE)
    assert attempts(scene, other)[-1].person == "asha"


def test_a_line_that_somebody_else_has_by_now_is_not_rung_on(elin_rings):
    scene, ref = elin_rings
    other = scene.by_ref(scene.rings(PRICE))
    with scene.w.unit_of_work() as work:
        line = work.session.get_one(LineRow, "elin")
        line.contact_id, line.until = other.id, scene.clock() + timedelta(hours=1)

    assert part_over(scene, ref).number == "+441632960199"


def test_asked_twice_it_rings_the_same_part_and_at_the_end_the_next_one(elin_rings):
    first, repeated = part_over(*elin_rings), part_over(*elin_rings, after=0)
    after = part_over(*elin_rings, part=1, after=12)

    assert repeated == first
    assert after.number == "+441632960199"
    assert [a.result for a in attempts(*elin_rings)][:3] == ["no_answer"] * 3


@pytest.mark.parametrize(
    "how",
    [
        {"word": "busy"},
        {"word": "failed"},
        {"sip": 603},
        {"after": 2},
    ],
    ids=["engaged", "out of reach", "refused on the handset", "over at once"],
)
def test_whoever_did_not_let_it_ring_out_is_not_rung_on(elin_rings, how):
    assert part_over(*elin_rings, **how).number == "+441632960199"


def test_a_refusal_in_a_later_part_counts(elin_rings):
    part_over(*elin_rings)
    part_over(*elin_rings, word="busy", part=1, after=3, sip=603)

    assert attempts(*elin_rings)[2].result == "declined"


def test_whoever_passed_the_call_on_is_not_rung_when_the_service_hunts_again(scene):
    with scene.w.unit_of_work() as work:
        work.session.execute(text("UPDATE service SET hunt_again = true, version = version + 1"))
    ref = scene.rings()
    with scene.w.unit_of_work() as work:
        store.lock(work.session, scene.by_ref(ref).id)[1][0].pressed = "2"
    for _ in range(6):
        scene.goes_unanswered(ref)
    last = part_over(scene, ref, part=9)

    assert isinstance(last, TakeMessage)
    rung = [a.person or a.kind for a in attempts(scene, ref)]
    assert rung == ["asha", "ben", "elin", "last_resort", "ben", "elin", "last_resort"]
