"""The telephone company tells us things twice, late and out of order, refuses, errs, or changes its token."""

import pytest

from tests.faults.building import NEXT_TOKEN
from tests.faults.house import LINE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def test_callbacks_doubled_disordered_and_told_again_afterwards_change_nothing(house):
    house.network.switches.callback_copies = 2
    house.network.switches.callback_order = "reversed"
    house.network.switches.callback_delay = 10.0
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    house.morgan.rings(LINE).connects_to(house.ben).ends()
    house.is_done()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    before = [house.export(what) for what in ("contacts", "calls", "messages")]
    for webhook in house.network.webhooks:
        house.network.repeat(webhook)

    house.is_done()
    assert [house.export(what) for what in ("contacts", "calls", "messages")] == before


@pytest.mark.parametrize("kind", ["too many", "error", "silence", "cut off", "lost answer"])
def test_whatever_happens_to_a_text_on_its_way_it_arrives_once(house, kind):
    house.asha.answers(after=3).presses("1").hangs_up(after=20)
    house.asha.may_be_texted()
    house.network.rest_fails(kind, path="/Messages.json", seconds=20.0)

    house.morgan.rings(LINE).connects_to(house.asha).ends()

    assert house.is_done() < 30
    house.is_told(house.asha)
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "accepted")]
    assert len(house.asha.texts_received) == 1


def test_while_the_token_is_changed_both_are_accepted(house):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    house.network.rotate_token(NEXT_TOKEN)
    call.connects_to(house.ben).ends()

    house.is_done()
    house.answered_in_time()
    assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
