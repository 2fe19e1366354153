"""What somebody hears who is rung about a promise, and what their key does."""

import pytest
from sqlalchemy import text

from oncall.ringback.back_calls import keep_callers_leg, picked_up, press_key
from oncall.telephony.forms import KeyPressed, LegEvent
from oncall.telephony.replies import AskKey, HangUp, Ring
from tests.oncall.contacts.scene import MORGAN
from tests.oncall.followups.test_agreed import writes


@pytest.fixture
def rung(night):
    """23:28: Asha's telephone rings about her promise for 23:30."""
    writes(night, "23:30")
    return rings(night)


def rings(night):
    night.scene.clock.at = night.one("F16").due_at
    night.scene.clock.advance(seconds=-119)
    night.scene.does_errands()
    night.scene.does_errands()
    with night.w.unit_of_work() as work:
        night.call = work.session.scalar(text("SELECT max(id) FROM call_back"))
    return night


def test_it_says_that_a_call_back_was_promised_and_names_nobody(rung):
    heard = picked_up(rung.call, KeyPressed("CA1", ""), rung.w).reply

    assert isinstance(heard, AskKey)
    assert "A call back was promised for now." in heard.words[0]
    assert "Press 1 and we ring them" in heard.words[0]
    assert "Morgan" not in heard.words[0]


def test_1_rings_the_caller_and_their_answering_is_written_down(rung):
    picked_up(rung.call, KeyPressed("CA1", ""), rung.w)
    reply = press_key(rung.call, 1, KeyPressed("CA1", "1"), rung.w).reply

    assert isinstance(reply, Ring)
    assert reply.number == MORGAN
    keep_callers_leg(rung.call, LegEvent("CA2", "CA1", "in-progress", 2, None, None, None), rung.w)
    assert "reached" in [one.what for one in rung.read("F16").history]
    assert rung.one("F16").open  # a voicemail box answers too: a person says whether it was kept


def test_a_number_that_was_withheld_is_rung_by_hand(scene, nights):
    night = nights(scene)
    night.ref = scene.rings(None)
    scene.takes_it(night.ref)
    scene.ends(night.ref)
    writes(night, "23:30")
    rings(night)

    assert (
        "Press 1 to ring them yourself"
        in picked_up(night.call, KeyPressed("CA1", ""), night.w).reply.words[0]
    )
    reply = press_key(night.call, 1, KeyPressed("CA1", "1"), night.w).reply
    assert isinstance(reply, HangUp)
    assert "Please ring them now from your own telephone" in reply.words[0]
    night.passes(minutes=10)
    assert len(night.scene.telephony.rung) == 1
