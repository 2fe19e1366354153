"""Instants as the clock on the wall shows them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from oncall.pages.wall_clock import wall_clock


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        pytest.param(datetime(2026, 11, 24, 2, 10, tzinfo=UTC), "Tue 24 Nov 02:10", id="winter"),
        pytest.param(datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "Wed 1 Jul 23:05", id="summer"),
        pytest.param(datetime(2026, 7, 1, 23, 5, tzinfo=UTC), "Thu 2 Jul 00:05", id="past midnight here"),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 01:30 BST", id="the first 01:30"),
        pytest.param(
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 01:30 GMT", id="the second 01:30"
        ),
        pytest.param(datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "Sun 25 Oct 02:00", id="only once"),
        pytest.param(
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sun 29 Mar 02:00", id="after the missing hour"
        ),
    ],
)
def test_says_what_the_wall_says(at, shown):
    assert wall_clock(at) == shown


def test_an_instant_kept_in_another_zone_is_the_same_instant():
    at = datetime(2026, 11, 24, 7, 40, tzinfo=ZoneInfo("Asia/Kolkata"))

    assert wall_clock(at) == "Tue 24 Nov 02:10"


def test_a_service_elsewhere_has_its_own_wall():
    at = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    assert wall_clock(at, ZoneInfo("Europe/Madrid")) == "Wed 1 Jul 14:00"


def test_nothing_is_shown_for_what_has_not_happened():
    assert wall_clock(None) == ""


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="naive"):
        wall_clock(datetime(2026, 11, 24, 2, 10))  # noqa: DTZ001
