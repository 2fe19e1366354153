"""The caller hears a word every 20 seconds, however long somebody is rung."""

import pytest

from oncall.telephony.ring_time import parts_of


@pytest.mark.parametrize(
    ("seconds", "parts"),
    [(5, (5,)), (20, (20,)), (21, (11, 10)), (25, (13, 12)), (30, (15, 15)), (60, (20, 20, 20))],
)
def test_a_ring_is_cut_into_equal_parts_of_20_seconds_at_most(seconds, parts):
    assert parts_of(seconds) == parts
    assert sum(parts) == seconds
