"""The queue is gone, or takes connections and answers nothing, while somebody is on the line."""

import pytest

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.calls.board import read_board
from tests.faults.house import LINE
from tests.faults.processes import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


ASHA = Person(1, 1, "Asha Verma", "asha", frozenset({Role.PRACTITIONER}))
FAULTS = ["kill_queue", "freeze_queue", "restart_queue", "flush_queue", "fill_queue"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_call_is_put_through_without_the_queue_and_its_texts_follow(house, fault):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.expects_text("taken contact")

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        getattr(house, fault)()
    call.hears("still trying").connects_to(house.ben).ends()
    with house.while_time_stands():
        house.mend()

    assert house.is_done() < 10
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    [text] = house.ben.texts_received
    assert house.contact["ref"] in text.body


def test_a_call_that_comes_while_the_queue_is_gone_leaves_nobody_untold(house):
    house.kill_queue()
    for phone in (house.asha, house.ben, house.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    house.last_resort.does_not_answer()

    house.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=4).ends()
    eventually(lambda: read_board(ASHA, house.wiring).queue_down, "the board says nothing of it")
    house.mend()
    eventually(lambda: not read_board(ASHA, house.wiring).queue_down, "the board says so for ever")

    assert house.is_done() < 10
    house.answered_in_time()
    house.is_told(house.asha, house.ben, house.elin)
    assert house.contact["outcome"] == "voicemail"
    assert house.contact["callback_owner"] == "asha"
