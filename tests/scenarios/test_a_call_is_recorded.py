"""Where a service records its calls: told first, refused by a key, paused, copied here and deleted there."""

import pytest

from oncall.access.add_user import add_for_practice
from oncall.access.roles import Role
from oncall.access.store import Person, by_staff
from oncall.joining.bring_in import Bringing, Kind, bring_in
from oncall.recording.listen import Hearing, listen
from oncall.recording.record import pause
from oncall.recording.setting import set_recording
from oncall.ringback.ring_back import Ringing, ring_back
from tests.scenarios.night import LINE
from tests.scenarios.pulse import passes

A_SECOND = 16_000
"""Bytes of the practice network's sound."""


@pytest.fixture
def asha(night):
    """Elin has turned recording on; Asha, who is on first."""
    w, people = night.wiring, {}
    for who, name in (("asha", "Asha Verma"), ("elin", "Elin Hughes")):
        add_for_practice(who, name, [Role.MANAGER], unit_of_work=w.unit_of_work, now=w.now)
        with w.unit_of_work() as work:
            user = by_staff(work.session, who)
            people[who] = Person(user.id, 0, name, who, frozenset({Role.MANAGER}))
    assert set_recording("marches", people["elin"], w, records=True)
    night.asha.may_be_texted().answers().presses("1")
    return people["asha"]


@pytest.mark.parametrize("doubled", [False, True])
def test_it_is_kept_here_and_gone_there_without_what_was_paused(night, asha, doubled):
    if doubled:
        night.network.switches.callback_copies = 2
        night.network.switches.ask_twice = True
    call = night.morgan.rings(LINE).hears("may be recorded").connects_to(night.asha)
    passes(night, seconds=20)
    ref = night.contact["ref"]
    assert [one.status for one in night.network.exchange.recordings.values()] == ["in-progress"]
    pause(ref, asha, night.wiring, paused=True)
    passes(night, seconds=60)
    pause(ref, asha, night.wiring, paused=False)
    passes(night, seconds=10)
    call.hangs_up().ends()
    passes(night, seconds=20)

    what, sound = listen(ref, "a complaint", asha, night.wiring)
    assert what is Hearing.HEARD
    assert 10 * A_SECOND < len(sound) < 60 * A_SECOND
    assert night.network.exchange.recordings == {}
    assert "The call is recorded." in night.asha.call.words
    assert night.contact["outcome"] == "answered"


def test_a_key_refuses_and_they_are_put_through_unrecorded(night, asha):
    call = night.morgan.rings(LINE).presses("5").hears("will not be recorded").connects_to(night.asha)
    passes(night, seconds=20)
    call.hangs_up().ends()

    assert night.network.exchange.recordings == {}
    assert "recorded" not in night.asha.call.words


def test_unless_the_service_wants_it_nothing_of_a_call_a_conference_or_a_call_back_is_recorded(night):
    w = night.wiring
    add_for_practice("asha", "Asha Verma", [Role.PRACTITIONER], unit_of_work=w.unit_of_work, now=w.now)
    with w.unit_of_work() as work:
        asha = Person(
            by_staff(work.session, "asha").id, 0, "Asha Verma", "asha", frozenset({Role.PRACTITIONER})
        )
    for phone in (night.asha, night.elin):
        phone.may_be_texted().answers().presses("1")
    call = night.morgan.rings(LINE).connects_to(night.asha)
    assert bring_in(night.contact["ref"], Kind.MANAGER, asha, w) is Bringing.COMING
    passes(night, seconds=30)
    assert {other.phone for other in call.leg.others} == {night.asha.phone, night.elin.phone}
    call.hangs_up().ends()
    passes(night, seconds=15)
    night.morgan.answers().hangs_up(after=10)
    assert ring_back(night.contact["ref"], asha, w) is Ringing.YOUR_PHONE_RINGS
    passes(night, seconds=60)

    assert len(night.morgan.rung) == 1
    assert not [hook for hook in night.network.webhooks if "record" in hook.body.lower()]
    assert not [hook for hook in night.network.webhooks if "RecordingSid" in hook.form]
    assert night.network.exchange.recordings == {}
