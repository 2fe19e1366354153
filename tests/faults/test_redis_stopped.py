"""The queue is gone, or takes connections and answers nothing, while somebody is on the line."""

import pytest

from tests.faults.house import LINE

pytestmark = pytest.mark.timeout(300)  # starting everything takes a while on a busy machine


@pytest.mark.parametrize(
    "fault",
    [
        "kill_queue",
        *(
            pytest.param(fault, marks=pytest.mark.faults)
            for fault in ("freeze_queue", "restart_queue", "flush_queue", "fill_queue")
        ),
    ],
)
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

    assert house.is_done(within=10) < 10
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    [text] = house.ben.texts_received
    assert house.contact["ref"] in text.body


@pytest.mark.faults
def test_a_call_that_comes_while_the_queue_is_gone_leaves_nobody_untold(house):
    house.kill_queue()
    for phone in (house.asha, house.ben, house.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    house.last_resort.does_not_answer()

    house.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=4).ends()
    house.mend()

    assert house.is_done(within=10) < 10
    house.answered_in_time()
    house.is_told(house.asha, house.ben, house.elin)
    assert house.contact["outcome"] == "voicemail"
    assert house.contact["callback_owner"] == "asha"
