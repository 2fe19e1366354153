"""A practitioner rings the service from their own telephone, enters a PIN and is put through to a carer."""

import pytest

from oncall.access.add_user import add_for_practice
from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.own_call_back import own_call_back
from oncall.ringback.set_pin import set_pin
from tests.oncall.ringback.conftest import quick_hashes
from tests.scenarios.night import LINE
from tests.scenarios.pulse import passes

__all__ = ["quick_hashes"]

BEN = Person(1, 1, "Ben Okafor", "ben", frozenset({Role.PRACTITIONER}))
PIN = "281946"


@pytest.fixture
def waiting(night, quick_hashes):
    """Morgan gave up while it rang, Ben has taken the call back, and has a PIN."""
    w = night.wiring
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted().does_not_answer()
    night.last_resort.does_not_answer()
    add_for_practice("ben", "Ben Okafor", [Role.PRACTITIONER], unit_of_work=w.unit_of_work, now=w.now)
    night.morgan.rings(LINE).hangs_up(after=8).ends()
    night.network.wait_until(lambda: night.contact["outcome"] == "abandoned", "the call is over")
    own_call_back(night.contact["ref"], BEN, w)
    set_pin(PIN, PIN, BEN, w)
    passes(night, seconds=60)
    return night


@pytest.mark.parametrize("twice", [False, True])
def test_the_carer_is_rung_and_neither_sees_the_others_number(waiting, twice):
    waiting.network.switches.ask_twice = twice
    waiting.morgan.answers()

    call = waiting.ben.rings(LINE).hears("We know this telephone").presses(PIN).hears("Press 1 for")
    call.presses("1").connects_to(waiting.morgan).hangs_up(after=20).ends()
    passes(waiting, seconds=5)

    assert [rung.from_ for rung in waiting.morgan.rung] == [LINE]
    assert "Morgan" not in call.words
    legs = [leg for leg in waiting.export("calls") if leg["role"] == "callback"]
    assert sorted(leg["status"] for leg in legs) == ["completed", "completed"]
    assert len(waiting.export()) == 1


@pytest.mark.parametrize("told", [False, True])
def test_whoever_hangs_up_in_mid_pin_opens_no_contact_and_rings_nobody(waiting, told):
    waiting.network.switches.gather_on_hangup = told
    rung = len(waiting.asha.rung)

    waiting.ben.rings(LINE).hears("We know this telephone").presses(PIN[:3]).hangs_up(after=1).ends()
    passes(waiting, seconds=10)

    assert len(waiting.export()) == 1
    assert (len(waiting.asha.rung), waiting.morgan.rung) == (rung, [])


def test_whoever_presses_nothing_is_put_through_to_whoever_is_on_call(waiting):
    waiting.asha.answers().presses("1").hangs_up(after=5)

    waiting.ben.rings(LINE).hears("We know this telephone").connects_to(waiting.asha).ends()

    assert waiting.export()[1]["accepted_by"] == "asha"
