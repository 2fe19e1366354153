"""Ben rings the service from his own telephone."""

import pytest

from oncall.calls.own_step import own_step
from oncall.calls.receive_call import receive_call
from oncall.contacts.tables import ContactRow
from oncall.ringback import own_phone
from oncall.ringback.set_pin import Setting, set_pin
from oncall.telephony.forms import InboundCall
from tests.oncall.contacts.scene import LINE, MORGAN

BEN = "+447700900202"
PIN = "281946"


@pytest.fixture(autouse=True)
def quick(quick_hashes):
    """Passwords and PINs are hashed quickly."""


def missed(scene, number=MORGAN, who="ben"):
    """A call that nobody answered; the call back is Ben's."""
    ref = scene.rings(number)
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    with scene.w.unit_of_work() as work:
        work.session.query(ContactRow).filter_by(ref=ref).one().callback_owner = who
    return ref


@pytest.fixture
def known(scene):
    """Ben has a PIN."""
    assert set_pin(PIN, PIN, scene.somebody("ben"), scene.w) is Setting.SET
    return scene


def call(n=1, number=BEN):
    return InboundCall(f"CA{n:030x}aa", number, LINE, None)


def rings(scene, n=1, number=BEN):
    return receive_call(call(n, number), scene.w).reply


def enters(scene, digits, turn=1, n=1):
    return own_step(call(n), own_phone.PIN, digits, turn, [], scene.w).reply


def ids(scene, *refs):
    return [scene.by_ref(ref).id for ref in refs]


def chooses(scene, key, of, n=1):
    return own_step(call(n), own_phone.CHOICE, key, 1, of, scene.w).reply
