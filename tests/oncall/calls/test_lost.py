"""Calls whose end nobody told us: the telephone company is asked, so that no contact rings for ever."""

import pytest
from structlog.testing import capture_logs

from oncall import clock
from oncall.calls import lost
from oncall.calls.lost import end_lost_calls
from oncall.telephony.gateway import TelephonyError
from tests.oncall.contacts.scene import PRICE


def company_says(scene, ref, status):
    scene.telephony.call_statuses[scene.by_ref(ref).provider_sid] = status


@pytest.mark.parametrize("status", ["completed", "canceled", None])
def test_a_call_that_is_over_or_unknown_there_is_ended_and_somebody_owns_it(scene, status):
    ref = scene.rings()
    if status is not None:
        company_says(scene, ref, status)
    scene.clock.advance(minutes=3, seconds=1)

    assert end_lost_calls(scene.w) == 1
    assert end_lost_calls(scene.w) == 0
    contact = scene.by_ref(ref)
    assert (contact.outcome, contact.callback_owner) == ("abandoned", "asha")
    assert contact.ended_at == scene.clock()


def test_a_call_that_goes_on_there_or_was_heard_of_just_now_is_left_alone(scene):
    talking = scene.rings()
    company_says(scene, talking, "in-progress")
    scene.takes_it(talking)
    scene.clock.advance(minutes=40)
    ringing = scene.rings(PRICE)

    assert end_lost_calls(scene.w) == 0
    assert [scene.by_ref(ref).ended_at for ref in (talking, ringing)] == [None, None]


def test_a_call_that_was_put_through_is_answered_although_its_end_was_lost(scene):
    ref = scene.rings()
    scene.takes_it(ref)
    company_says(scene, ref, "completed")
    scene.clock.advance(minutes=4)

    end_lost_calls(scene.w)

    assert (scene.by_ref(ref).outcome, scene.by_ref(ref).accepted_by) == ("answered", "asha")


def test_a_company_that_does_not_answer_is_asked_again(scene):
    ref = scene.rings()
    scene.clock.advance(minutes=4)
    scene.telephony.fail(TelephonyError(20500))

    assert [end_lost_calls(scene.w), end_lost_calls(scene.w)] == [0, 1]
    assert scene.by_ref(ref).ended_at is not None


def test_one_that_cannot_be_ended_holds_up_no_other(scene, monkeypatch):
    first, second = scene.rings(), scene.rings(PRICE)
    sid, end_call = scene.by_ref(first).provider_sid, lost.end_call

    def fails(ended, w):
        if ended.call_sid == sid:
            raise ValueError
        end_call(ended, w)

    monkeypatch.setattr(lost, "end_call", fails)
    scene.clock.advance(minutes=4)

    assert end_lost_calls(scene.w) == 1
    assert scene.by_ref(first).ended_at is None
    assert scene.by_ref(second).ended_at is not None


def test_what_fails_in_a_beat_holds_up_nothing_after_it(scene, monkeypatch):
    done = []

    def fails(_w):
        raise ValueError

    monkeypatch.setattr(clock, "MENDED", (fails, done.append))
    with capture_logs() as logged:
        clock.beat(scene.w, mend=True)

    assert done == [scene.w]
    assert [line["event"] for line in logged] == ["beat_failed"]
