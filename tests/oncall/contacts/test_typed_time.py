"""A time as it is typed at night."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from oncall.contacts.typed_time import past_time, typed_time

LONDON = ZoneInfo("Europe/London")
THURSDAY_NIGHT = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("22:30", datetime(2026, 11, 5, 22, 30, tzinfo=UTC), id="tonight"),
        pytest.param(" 9.05 ", datetime(2026, 11, 6, 9, 5, tzinfo=UTC), id="tomorrow"),
        pytest.param("21:30", datetime(2026, 11, 5, 21, 30, tzinfo=UTC), id="just before"),
        pytest.param("20:30", datetime(2026, 11, 6, 20, 30, tzinfo=UTC), id="long before means tomorrow"),
        pytest.param("Mon 09:30", datetime(2026, 11, 9, 9, 30, tzinfo=UTC), id="a weekday"),
        pytest.param("thursday 22:15", datetime(2026, 11, 5, 22, 15, tzinfo=UTC), id="today by its name"),
        pytest.param("thu 8:00", datetime(2026, 11, 12, 8, 0, tzinfo=UTC), id="next week's"),
        pytest.param("soon", None, id="no time"),
        pytest.param("25:00", None, id="no hour"),
        pytest.param("xyz 09:00", None, id="no day"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_it_is_the_first_such_time_from_an_hour_before(text, meant):
    assert typed_time(text, THURSDAY_NIGHT, LONDON) == meant


@pytest.mark.parametrize(
    ("began", "text", "meant"),
    [
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), "01:30", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_when_the_clocks_change_it_is_decided_once(began, text, meant):
    assert typed_time(text, began, LONDON) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("22:00", datetime(2026, 11, 5, 22, 0, tzinfo=UTC), id="now"),
        pytest.param("22:01", datetime(2026, 11, 4, 22, 1, tzinfo=UTC), id="not to come"),
        pytest.param("09:30", datetime(2026, 11, 5, 9, 30, tzinfo=UTC), id="this morning"),
        pytest.param("Mon 09:30", datetime(2026, 11, 2, 9, 30, tzinfo=UTC), id="an earlier day"),
        pytest.param("Thu 23:00", datetime(2026, 10, 29, 23, 0, tzinfo=UTC), id="last week"),
        pytest.param("soon", None, id="no time"),
    ],
)
def test_what_has_happened_was_the_last_such_time(text, meant):
    assert past_time(text, THURSDAY_NIGHT, LONDON) == meant
