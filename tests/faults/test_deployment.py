"""A new release is put in while people ring: nobody is lost meanwhile, and nobody counted twice."""

import pytest

from tests.faults.house import LINE

pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("another machine"),
]
AT_ONCE = 5


@pytest.fixture
def house(house_and_another_machine):
    """A house whose fallback address leads to another machine. Status callbacks may find it empty."""
    house_and_another_machine.network.allows("webhook")
    return house_and_another_machine


def test_callers_before_during_and_after_all_get_through_to_a_message_and_are_there_once(house):
    for phone in (house.asha, house.ben, house.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    house.last_resort.does_not_answer()
    callers = iter(house.network.phone(f"+4477009006{n:02d}") for n in range(3 * AT_ONCE))

    def ring():
        return [next(callers).rings(LINE) for _ in range(AT_ONCE)]

    calls = ring()
    house.asha.is_rung()
    calls += ring()
    house.up.stop()
    calls += ring()
    house.opens()
    for call in calls:
        call.hears("say who you are").ends()

    house.is_done()
    house.nothing_is_lost_or_doubled()
    assert len(house.export()) == 3 * AT_ONCE
    assert all(contact["callback_owner"] for contact in house.export())
