"""The worker dies with a text in its hands: the text arrives, and arrives once."""

import pytest

from tests.faults.house import LINE
from tests.faults.processes import kill

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


@pytest.mark.parametrize("done", [False, True], ids=["before the text was taken", "after it was taken"])
def test_a_text_under_way_arrives_once(house, done):
    house.asha.answers(after=3).presses("1").hangs_up(after=60)
    house.asha.may_be_texted()
    house.company.hold("/Messages.json", done=done)

    call = house.morgan.rings(LINE)
    call.connects_to(house.asha)
    assert house.company.held.wait(120), "nobody sends the text"
    kill(house.up.child("worker"))
    house.company.release()
    call.ends()

    house.is_told(house.asha)
    assert house.results == [("practitioner", "asha", "accepted")]
    [text] = house.asha.texts_received
    assert house.contact["ref"] in text.body


def test_without_any_worker_the_pulse_does_its_work(house):
    house.asha.answers(after=3).presses("1").hangs_up(after=20)
    house.asha.may_be_texted()
    kill(house.up.child("worker"))

    house.morgan.rings(LINE).connects_to(house.asha).ends()

    assert house.is_done() < 10
    house.is_told(house.asha)
    assert len(house.asha.texts_received) == 1
