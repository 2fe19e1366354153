"""Numbers as they are read and dialled."""

import pytest

from oncall.contacts.dialled import national, tel_hidden


@pytest.mark.parametrize(
    ("number", "read", "dialled"),
    [
        ("+441632960301", "01632 960301", "tel:14101632960301"),
        ("+447700900301", "07700 900301", "tel:14107700900301"),
        ("+33123456789", "+33 1 23 45 67 89", None),
        ("+0", "+0", None),
        (None, "", None),
    ],
)
def test_a_number_is_read_as_people_here_write_it_and_dialled_with_one_s_own_hidden(number, read, dialled):
    assert national(number) == read
    assert tel_hidden(number) == dialled
