"""The one rule that turns a wall-clock time into an instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rota.wallclock import EARLIEST, LATEST, instant, moment, reading, written

LONDON = ZoneInfo("Europe/London")
SKIPPED = datetime.fromisoformat("2027-03-28T01:30")


@pytest.mark.parametrize(
    ("zone", "local", "at"),
    [
        pytest.param("Europe/London", "2026-07-01T09:00", "2026-07-01T09:00+01:00", id="an ordinary time"),
        pytest.param(
            "Europe/London", "2027-03-28T00:59:59", "2027-03-28T00:59:59Z", id="last second before a gap"
        ),
        pytest.param("Europe/London", "2027-03-28T01:00", "2027-03-28T02:00+01:00", id="the gap's beginning"),
        pytest.param("Europe/London", "2027-03-28T01:30", "2027-03-28T02:00+01:00", id="missing"),
        pytest.param(
            "Europe/London", "2027-03-28T01:59:59", "2027-03-28T02:00+01:00", id="the gap's last second"
        ),
        pytest.param("Europe/London", "2027-03-28T02:00", "2027-03-28T02:00+01:00", id="the gap's end"),
        pytest.param(
            "Europe/London", "2026-10-25T00:59:59", "2026-10-25T00:59:59+01:00", id="before a doubled hour"
        ),
        pytest.param(
            "Europe/London", "2026-10-25T01:00", "2026-10-25T01:00+01:00", id="a doubled hour's beginning"
        ),
        pytest.param("Europe/London", "2026-10-25T01:30", "2026-10-25T01:30+01:00", id="twice"),
        pytest.param("Europe/London", "2026-10-25T02:00", "2026-10-25T02:00Z", id="after a doubled hour"),
        pytest.param("America/New_York", "2027-03-14T02:45", "2027-03-14T03:00-04:00", id="New York missing"),
        pytest.param("America/New_York", "2026-11-01T01:15", "2026-11-01T01:15-04:00", id="New York twice"),
        pytest.param(
            "Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:30+11:00", id="half an hour missing"
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45+11:00", id="half an hour twice"
        ),
        pytest.param("Asia/Kathmandu", "2026-06-01T00:00", "2026-06-01T00:00+05:45", id="quarters"),
        pytest.param(
            "America/Havana", "2026-03-08T00:20", "2026-03-08T01:00-04:00", id="midnight is missing"
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-30T12:00", "2011-12-31T00:00+14:00", id="a whole day is missing"
        ),
        pytest.param(
            "Europe/Dublin", "2027-03-28T01:30", "2027-03-28T02:00+01:00", id="summer is the standard time"
        ),
        pytest.param("Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T03:00+01:00", id="around Ramadan"),
        pytest.param(
            "Europe/London", "1847-12-01T00:00:30", "1847-12-01T00:01:15Z", id="seconds were missing"
        ),
    ],
)
def test_a_missing_time_is_the_first_after_the_gap_and_a_doubled_one_the_first_of_two(zone, local, at):
    assert instant(datetime.fromisoformat(local), ZoneInfo(zone)) == datetime.fromisoformat(at)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
def test_later_on_the_wall_clock_is_never_earlier_in_time(zone):
    start = datetime.fromisoformat("2011-12-01" if zone == "Pacific/Apia" else "2026-03-01")
    locals_ = [start + timedelta(minutes=10 * step) for step in range(6 * 365 * 24 // 6)]

    instants = [instant(local, ZoneInfo(zone)) for local in locals_]

    assert instants == sorted(instants)
    assert all(at.tzinfo is UTC for at in instants)


def test_a_written_time_keeps_what_was_written_though_the_clocks_skip_it():
    skipped = written(SKIPPED, LONDON)

    assert (skipped.local, skipped.instant) == (
        SKIPPED,
        datetime(2027, 3, 28, 1, tzinfo=UTC),
    )


def test_an_instant_is_a_moment_of_its_own_even_the_second_time_that_clocks_read_so():
    second = moment(datetime.fromisoformat("2026-10-25T01:30Z"), LONDON)

    assert (second.local, second.local.fold) == (datetime.fromisoformat("2026-10-25T01:30"), 0)
    assert second.instant == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_reading_says_when_it_is_the_second_of_two():
    first, second = (reading(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), LONDON) for hour in (0, 1))

    assert (first, first.fold, second, second.fold) == (second, 0, first, 1)


def test_times_at_either_end_of_the_calendar_are_taken_for_the_last_that_can_be_reckoned_with():
    ends = [instant(datetime.fromisoformat(f"{year}-07-01"), LONDON) for year in ("0001", "9998", "9999")]

    assert ends == [EARLIEST, LATEST, LATEST]
