"""The web process dies while somebody is on the line, and is started again."""

import pytest

from tests.faults.doubt import waits_for_a_lock
from tests.faults.house import LINE
from tests.faults.processes import children, eventually, kill

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def one_of_its_processes(house):
    """One of the two processes that answer; the other goes on."""
    house.network.allows("webhook")
    [killed, *_] = children(house.up.child("web"))
    kill(killed)


def all_of_it(house):
    """The web process with everything it has started; `oncall up` starts it again."""
    house.network.allows("webhook")  # a status callback under way is lost, and nobody waits for it
    before = house.up.child("web")
    kill(before)
    eventually(lambda: house.up.child("web") != before, "nobody starts the web process again")
    house.routes()


@pytest.mark.parametrize("what_dies", [all_of_it, one_of_its_processes])
def test_a_call_goes_on_after_the_web_process_was_killed_between_two_webhooks(house, what_dies):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.expects_text("taken contact")

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        what_dies(house)
    call.connects_to(house.ben).ends()

    house.is_done()
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    assert house.contact["accepted_by"] == "ben"


@pytest.mark.xdist_group("another machine")
def test_a_web_process_killed_in_the_middle_of_a_request_leaves_one_contact(
    house_and_another_machine,
):
    house = house_and_another_machine
    house.network.allows("webhook")
    house.asha.answers(after=5).presses("1").hangs_up(after=20)
    house.asha.may_be_texted()

    with house.database_locked("event"):  # a request waits for this table for a second, then gives up
        call = house.morgan.rings(LINE)
        eventually(lambda: waits_for_a_lock(house), "no request waits")
        kill(house.up.child("web"), *children(house.up.child("web")))
    call.connects_to(house.asha).ends()
    house.network.quiet()
    house.routes()

    house.is_done()
    assert house.results == [("practitioner", "asha", "accepted")]


@pytest.mark.xdist_group("another machine")
def test_with_every_process_of_ours_gone_the_lifeline_elsewhere_puts_calls_through(
    house_and_another_machine,
):
    house = house_and_another_machine
    house.network.allows("webhook")
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    first = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        kill(house.up.pid, *house.up.everything())
        house.kill_database()
        house.kill_queue()
    first.connects_to(house.ben).ends()
    house.price.rings(LINE).hears("through to Marches").connects_to(house.ben).ends()
    house.network.quiet()
    house.mend()
    house.opens()

    house.is_done()
    house.nothing_is_lost_or_doubled()
    for contact in house.export():
        rung = [(a["tier"], a["person"], a["result"]) for a in contact["attempts"]]
        assert rung == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]


def test_the_key_may_be_pressed_at_a_process_that_never_heard_of_the_call(house):
    house.asha.answers(after=5).presses("1", after=7).hangs_up(after=20)
    house.asha.expects_text("taken contact")

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    house.asha.call.hears("Press 1")
    with house.while_time_stands():
        all_of_it(house)
    call.connects_to(house.asha).ends()

    house.is_done()
    assert house.results == [("practitioner", "asha", "accepted")]
