"""The database has done what it was asked, and nobody hears of it: its answer or the web process is gone."""

import pytest

from tests.faults.doubt import commits_held, held
from tests.faults.house import LINE
from tests.faults.processes import children, eventually, kill

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def test_what_was_committed_though_nobody_was_told_is_there_once(house):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    with commits_held(house):
        call = house.morgan.rings(LINE)
        house.asha.is_rung()
        assert held(house) >= 1
    call.connects_to(house.ben).ends()

    house.is_done()
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]


@pytest.mark.xdist_group("another machine")
def test_a_web_process_killed_after_its_commit_leaves_one_contact(house_and_another_machine):
    house = house_and_another_machine
    house.network.allows("webhook")
    house.asha.answers(after=5).presses("1").hangs_up(after=20)
    house.asha.may_be_texted()
    for one in (house.ben, house.elin):  # until what the other machine kept is fetched, the call looks missed
        one.may_be_texted()
        one.does_not_answer()

    with commits_held(house):
        call = house.morgan.rings(LINE)
        eventually(lambda: held(house) >= 1, "nothing is committed")
        kill(house.up.child("web"), *children(house.up.child("web")))
    call.connects_to(house.asha).ends()
    house.network.quiet()
    house.routes()

    house.is_done()
    assert house.results == [("practitioner", "asha", "accepted")]
    assert (house.contact["outcome"], house.contact["callback_owner"]) == ("answered", None)
