"""Nobody on the rota can be reached; and one caller who rings again and again."""

import pytest

from tests.faults.house import LINE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

LOOPS = 40


def test_when_no_number_of_anybody_s_works_the_last_resort_is_put_through(house):
    for phone in (house.asha, house.ben, house.elin):
        phone.is_unreachable()
    house.last_resort.answers(after=3).hangs_up(after=10)

    house.morgan.rings(LINE).connects_to(house.last_resort).ends()

    house.is_done()
    house.answered_in_time()
    assert [result for *_, result in house.results] == ["failed", "failed", "failed", "accepted"]


def test_one_caller_who_rings_again_and_again_keeps_nobody_else_waiting(house):
    for phone in (house.asha, house.ben, house.elin):
        phone.answers(after=2).presses("1").hangs_up(after=3)
        phone.may_be_texted()
    house.last_resort.answers(after=2).hangs_up(after=3)
    others = [house.network.phone(f"+4477009007{n:02d}") for n in range(LOOPS // 4)]
    calls = []

    for time in range(LOOPS):
        house.morgan.rings(LINE).hears("through to Marches").hangs_up().ends()
        if time % 4 == 0:
            calls.append(others[time // 4].rings(LINE).hears("through to Marches"))
    for call in calls:
        call.ends()

    house.is_done()
    house.answered_in_time()
    house.nothing_is_lost_or_doubled()
    contacts = house.export()
    assert len(contacts) == LOOPS + len(others)
    assert all(c["callback_owner"] for c in contacts if c["outcome"] != "answered")
    assert "answered" in {c["outcome"] for c in contacts if c["caller"] != "morgan"}
    house.network.allows("webhook")  # whoever gave up is to be rung back, so paging still rings at the end
