"""Locks that are not let go, several of everything, deploying in mid-call, power cuts, many callers."""

import os
import signal
from dataclasses import replace
from datetime import timedelta

import pytest

from oncall.calls.lost import end_lost_calls
from tests.faults.house import LINE
from tests.faults.processes import children, eventually, kill

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


@pytest.mark.parametrize("table", ["contact", "line", "service"])
def test_a_table_that_somebody_holds_keeps_no_caller_waiting(house, table):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    with house.database_locked(table):
        house.morgan.rings(LINE).connects_to(house.ben).ends()
        house.network.quiet()

    house.is_done()
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]


def test_two_pulses_and_a_killed_one_send_nothing_twice(house):
    for phone in (house.asha, house.ben, house.elin, house.last_resort):
        phone.does_not_answer()
        phone.may_be_texted()
    house.start("clock", "--migrated")
    kill(house.up.child("worker"))

    house.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=4).ends()
    kill(house.up.child("clock"))

    house.is_told(house.asha, house.ben, house.elin)
    assert house.contact["callback_owner"] == "asha"


def test_a_deployment_in_the_middle_of_a_call_drops_nothing(house):
    house.network.allows("webhook")  # a status callback that comes in between; nobody waits for it
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        house.up.stop()
        house.opens()
    call.connects_to(house.ben).ends()

    house.is_done()
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]


def test_after_a_power_cut_everything_confirmed_is_there(house):
    house.network.allows("webhook")
    house.asha.does_not_answer()
    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        before = house.export()
        kill(house.up.pid, *house.up.everything(), *house.queue_pids)
        house.kill_database()
    call.ends()

    house.mend()
    house.opens()
    house.ben.answers(after=3).presses("1").hangs_up(after=5).then().does_not_answer()
    house.elin.does_not_answer()
    for phone in (house.asha, house.ben, house.elin):
        phone.may_be_texted()
    house.price.rings(LINE).connects_to(house.ben).ends()  # Asha's line counts as taken for a while

    house.is_done()
    later = replace(house.wiring, now=lambda: house.wiring.now() + timedelta(minutes=5))
    end_lost_calls(later)  # as the pulse would then: nobody could tell us of the end of the call that was cut
    house.nothing_is_lost_or_doubled()
    cut, after = house.export()
    assert (cut["outcome"], cut["callback_owner"]) == ("abandoned", "asha")
    assert [cut[name] for name in ("ref", "provider_sid", "caller")] == [
        before[0][name] for name in ("ref", "provider_sid", "caller")
    ]
    assert after["accepted_by"] == "ben"


def test_the_pulse_frozen_for_a_while_makes_up_for_it(house):
    house.asha.answers(after=3).presses("1").hangs_up(after=5)
    house.asha.may_be_texted()
    clock = house.up.child("clock")
    os.kill(clock, signal.SIGSTOP)
    house.freeze_queue()

    house.morgan.rings(LINE).connects_to(house.asha).ends()
    house.network.quiet()
    assert house.asha.texts_received == []
    os.kill(clock, signal.SIGCONT)

    assert house.is_done() < 10
    house.is_told(house.asha)


def test_forty_callers_at_once_while_the_database_goes_and_comes(house):
    for phone in (house.asha, house.ben, house.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    house.last_resort.does_not_answer()
    callers = [house.network.phone(f"+4477009006{n:02d}") for n in range(40)]

    calls = [caller.rings(LINE) for caller in callers]
    house.asha.is_rung()
    house.kill_database()
    for call in calls[:20]:
        call.hangs_up(after=60)
    eventually(lambda: house.wiring.lifeline.spool.has_any(), "nothing is kept")
    house.mend()
    for call in calls:
        call.ends()

    house.is_done()
    house.answered_in_time()
    house.nothing_is_lost_or_doubled()
    assert len(house.export()) == 40
    assert all(contact["callback_owner"] for contact in house.export())
    assert children(house.up.child("web"))
    house.network.allows("webhook")  # nobody takes any of them, so paging still rings when the house closes
