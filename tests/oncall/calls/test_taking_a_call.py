"""Whoever is rung takes a call by a key: it is theirs if the caller is still there and put through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from oncall.calls.accept import press_key
from oncall.calls.after_attempt import after_attempt
from oncall.calls.receive_call import receive_call
from oncall.calls.whisper import whisper
from oncall.contacts import store
from oncall.paging.steps import wanted
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from oncall.telephony.forms import DialEnded, InboundCall, KeyPressed
from oncall.telephony.replies import HangUp, Ring
from tests.house import MARCHES
from tests.oncall.contacts.scene import LINE, MORGAN

LEG = "CA" + "f" * 32
OFFICE, ASHA, BEN = "+441632960101", "+447700900201", "+447700900202"
FRIDAY = datetime(2026, 11, 6, tzinfo=UTC)
"""The office is open from 09:00 to 16:30."""


def attempts(scene, ref):
    with scene.w.unit_of_work() as work:
        return store.lock(work.session, scene.by_ref(ref).id)[1]


def ringing(scene, ref):
    """The id of the attempt that goes on."""
    return attempts(scene, ref)[-1].id


def connection_ends(scene, ref, *, bridged):
    """What the caller, who is still there, hears when the ringing of one telephone is over."""
    ended = DialEnded(scene.by_ref(ref).provider_sid, "in-progress", "completed", LEG, bridged, None)
    return after_attempt(ringing(scene, ref), ended, scene.w).reply


def test_whoever_presses_1_after_the_caller_has_gone_is_told_so_and_has_the_call_back(scene):
    ref = scene.rings()
    scene.goes_unanswered(ref)
    attempt = ringing(scene, ref)
    whisper(attempt, scene.w)
    scene.ends(ref, after=3)
    before = scene.by_ref(ref)

    said = press_key(attempt, 1, KeyPressed(LEG, "1"), scene.w).reply

    assert (before.callback_owner, before.owned_at) == ("asha", None)
    assert isinstance(said, HangUp)
    assert "has hung up" in said.words[0]
    assert "waiting for a call back" in said.words[0]
    after = scene.by_ref(ref)
    assert (after.outcome, after.accepted_by) == ("abandoned", None)
    assert (after.callback_owner, after.owned_at) == ("ben", scene.clock())


def test_a_press_of_before_the_end_that_is_told_after_it_has_taken_the_call(scene):
    ref = scene.rings()
    pressed_at = scene.clock() + timedelta(seconds=10)
    scene.ends(ref, after=60)
    assert wanted(scene.by_ref(ref))

    told_late = replace(scene.w, now=lambda: pressed_at)
    press_key(ringing(scene, ref), 1, KeyPressed(LEG, "1"), told_late)

    contact = scene.by_ref(ref)
    assert (contact.outcome, contact.accepted_by, contact.answered_at) == ("answered", "asha", pressed_at)
    assert (contact.callback_owner, contact.callback_due_at) == (None, None)
    assert not wanted(contact)
    with scene.w.unit_of_work() as work:
        assert "asha" not in store.busy_staff(work.session, scene.clock())


def test_whoever_picks_up_after_the_caller_has_gone_is_asked_for_no_key(scene):
    ref = scene.rings()
    scene.ends(ref, after=3)

    said = whisper(ringing(scene, ref), scene.w).reply

    assert isinstance(said, HangUp)
    assert "has hung up" in said.words[0]


def test_whoever_takes_a_call_and_is_gone_before_they_are_put_through_has_not_got_it(scene):
    ref = scene.rings()
    scene.takes_it(ref)

    said = connection_ends(scene, ref, bridged=False)

    assert isinstance(said, Ring)
    assert said.number == BEN
    assert scene.by_ref(ref).accepted_by is None
    scene.takes_it(ref)
    assert scene.by_ref(ref).accepted_by == "ben"


def test_whoever_was_put_through_has_got_it(scene):
    ref = scene.rings()
    scene.takes_it(ref)

    assert isinstance(connection_ends(scene, ref, bridged=True), HangUp)
    assert scene.by_ref(ref).accepted_by == "asha"


@pytest.mark.parametrize(
    ("names", "who"), [("false", "A known foster carer is"), ("true", "Jo Morgan, a foster carer, is")]
)
def test_a_name_is_said_only_where_the_service_allows_it(scene, names, who):
    text = MARCHES.read_text("utf-8").replace("names: false", f"names: {names}")
    load(read_service(parse(text, "marches.yaml")), unit_of_work=scene.w.unit_of_work, now=scene.clock)
    ref = scene.rings()

    said = whisper(ringing(scene, ref), scene.w).reply

    assert who in said.words[0]
    assert ("Morgan" in said.words[0]) is (names == "true")


@pytest.mark.parametrize(
    ("time_", "rung"),
    [
        pytest.param({"hour": 8, "minute": 59, "second": 59}, ASHA, id="before opening"),
        pytest.param({"hour": 9}, OFFICE, id="opening"),
        pytest.param({"hour": 16, "minute": 29, "second": 59}, OFFICE, id="before closing"),
        pytest.param({"hour": 16, "minute": 30}, ASHA, id="closing"),
    ],
)
def test_the_first_and_the_last_minute_of_the_office(scene, time_, rung):
    scene.clock.at = FRIDAY.replace(**time_)

    said = receive_call(InboundCall("CA" + "1" * 32, MORGAN, LINE, None), scene.w).reply

    assert said.number == rung


def test_a_call_that_began_out_of_hours_stays_so_when_the_office_opens(scene):
    scene.clock.at = FRIDAY.replace(hour=8, minute=59, second=50)
    ref = scene.rings()

    for _ in range(3):
        scene.goes_unanswered(ref)

    assert [one.kind for one in attempts(scene, ref)] == ["tier", "tier", "tier", "last_resort"]
    assert scene.by_ref(ref).in_office_hours is False
