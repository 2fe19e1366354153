"""A text whose callbacks are lost is asked for once; the answer is heeded, and it is never sent again."""

import pytest

from oncall.clock import beat
from oncall.contacts.tables import MessageRow
from oncall.telephony.gateway import SentText, TelephonyError
from oncall.texts.lost import look_for_lost


@pytest.fixture
def replied(scene, browser):
    """Asha has replied to Morgan; gives the company's id of that reply."""
    ref = scene.texts("He will not come out of his room")
    browser().post(f"/contacts/{ref}/texts", f"/contacts/{ref}/texts", key="k", words="We will ring you")
    scene.does_errands()
    [reply] = [text for text in scene.telephony.texts if text.words == "We will ring you"]
    return reply.sid


def status(scene, sid):
    with scene.w.unit_of_work() as work:
        row = work.session.query(MessageRow).filter_by(provider_sid=sid).one()
        return row.status, row.error_code


def test_nothing_is_asked_before_five_minutes(scene, replied):
    scene.clock.advance(minutes=4)

    assert look_for_lost(scene.w) == 0


def test_a_lost_delivery_is_learnt_by_asking_once(scene, replied):
    sent = len(scene.telephony.texts)
    scene.telephony.text_statuses[replied] = SentText(replied, "delivered", None)
    scene.clock.advance(minutes=6)

    assert look_for_lost(scene.w) == sent
    scene.does_errands()

    assert status(scene, replied) == ("delivered", None)
    assert look_for_lost(scene.w) == 0
    assert len([text for text in scene.telephony.texts if text.words == "We will ring you"]) == 1


def test_a_lost_failure_tells_the_owner_to_ring(scene, replied):
    scene.telephony.text_statuses[replied] = SentText(replied, "undelivered", 30003)
    scene.clock.advance(minutes=6)

    scene.does_errands()
    beat(scene.w, mend=True)
    scene.does_errands()
    scene.does_errands()

    assert status(scene, replied) == ("undelivered", 30003)
    assert [text.to for text in scene.telephony.texts if "was not delivered" in text.words] == [
        "+447700900201"
    ]


@pytest.mark.parametrize("later", ["company down", "not known", "older than a day"])
def test_what_cannot_be_learnt_changes_nothing(scene, replied, later):
    scene.clock.advance(days=2 if later == "older than a day" else 0, minutes=6)
    if later == "not known":
        scene.telephony.texts.clear()
    asked = look_for_lost(scene.w)
    if later == "company down":
        scene.telephony.fail(TelephonyError(20500), times=9)
    scene.does_errands()

    assert (asked == 0) is (later == "older than a day")
    assert status(scene, replied) == ("queued", None)
