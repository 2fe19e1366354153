"""A child's age."""

from datetime import date

import pytest

from oncall.contacts.record import age


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(2013, 5, 14), date(2026, 5, 13), 12),
        (date(2013, 5, 14), date(2026, 5, 14), 13),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (None, date(2026, 3, 1), None),
    ],
)
def test_a_child_is_as_old_as_on_their_last_birthday(born, today, years):
    assert age(born, today) == years
