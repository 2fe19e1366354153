"""Office hours: working days, openings, closings, and the periods between handovers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rota.errors import NeverOpenError
from rota.hours import HandoverPeriod, Hours, OfficeHours, statutory_hours

LONDON = ZoneInfo("Europe/London")
NINE = time(9)
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)}
CLOSED = frozenset({date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)})

WEEKLY = dict.fromkeys(range(4), Hours(time(9), time(17))) | {4: Hours(time(9), time(16, 30))}
OFFICE = OfficeHours(
    LONDON,
    WEEKLY,
    dated={date(2026, 12, 24): Hours(time(9), time(12)), date(2026, 11, 7): Hours(time(10), time(11))},
    is_holiday=CHRISTMAS.__contains__,
    closures=CLOSED,
)


def at(text):
    """An instant by the clocks of London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("time_", "is_open"),
    [
        pytest.param("2026-11-03T08:59:59", False, id="before opening"),
        pytest.param("2026-11-03T09:00", True, id="opening"),
        pytest.param("2026-11-03T16:59:59", True, id="before closing"),
        pytest.param("2026-11-03T17:00", False, id="closing"),
        pytest.param("2026-11-06T16:45", False, id="fridays close sooner"),
        pytest.param("2026-11-08T12:00", False, id="sunday"),
        pytest.param("2026-11-07T10:30", True, id="a saturday with hours of its own"),
        pytest.param("2026-12-24T11:59", True, id="the morning of christmas eve"),
        pytest.param("2026-12-24T12:00", False, id="christmas eve closes at noon"),
        pytest.param("2026-12-25T12:00", False, id="a bank holiday"),
        pytest.param("2026-12-28T12:00", False, id="its substitute"),
        pytest.param("2026-12-29T12:00", False, id="a closure"),
        pytest.param("2026-07-01T09:00", True, id="nine o'clock in summer"),
        pytest.param("2026-07-01T08:59", False, id="before nine in summer"),
    ],
)
def test_the_office_is_open_within_a_working_days_hours(time_, is_open):
    assert OFFICE.is_open(at(time_)) is is_open


def test_hours_of_a_date_do_not_open_a_bank_holiday_or_a_closure():
    dated = {date(2026, 12, 25): WEEKLY[0], date(2026, 12, 29): WEEKLY[0]}
    office = OfficeHours(LONDON, WEEKLY, dated, CHRISTMAS.__contains__, CLOSED)

    assert [office.is_working_day(day) for day in dated] == [False, False]


def test_a_date_without_hours_is_no_working_day():
    office = OfficeHours(LONDON, WEEKLY, {date(2026, 11, 3): None})

    assert [office.hours_on(date(2026, 11, day)) for day in (2, 3)] == [WEEKLY[0], None]


def test_closing_at_midnight_is_the_end_of_that_day():
    office = OfficeHours(LONDON, {0: Hours(time(0), time(0))})

    assert office.closing(date(2026, 11, 2)) == at("2026-11-03T00:00")
    assert office.is_open(at("2026-11-02T23:59")) and not office.is_open(at("2026-11-03T00:00"))  # noqa: PT018


@pytest.mark.parametrize(
    ("time_", "opens"),
    [
        pytest.param("2026-11-03T03:00", "2026-11-03T09:00", id="the same morning"),
        pytest.param("2026-11-03T09:00", "2026-11-04T09:00", id="at opening, the next"),
        pytest.param("2026-11-05T18:00", "2026-11-06T09:00", id="the next morning"),
        pytest.param("2026-11-06T18:00", "2026-11-07T10:00", id="a saturday with hours of its own"),
        pytest.param("2026-12-24T12:00", "2027-01-01T09:00", id="over christmas"),
    ],
)
def test_the_next_opening_is_the_first_after_an_instant(time_, opens):
    assert OFFICE.next_opening(at(time_)) == at(opens)


def test_an_office_that_never_opens_has_no_next_opening_and_no_working_day():
    never = OfficeHours(LONDON, {})

    assert never.next_opening(at("2026-11-03T09:00")) is None
    assert not never.is_open(at("2026-11-03T09:00"))
    with pytest.raises(NeverOpenError, match="no working day within ten years"):
        never.next_working_day(date(2026, 11, 3))
    with pytest.raises(NeverOpenError, match="closed on 2026-11-03"):
        never.opening(date(2026, 11, 3))


def test_an_office_that_never_opens_has_a_handover_every_day():
    never = OfficeHours(LONDON, {})
    before, after = at("2026-11-02T09:00"), at("2026-11-03T09:00")

    assert never.handover_period(at("2026-11-03T08:59"), time(9)) == HandoverPeriod(before, after, before)
    assert never.handover_period(after, time(9)).start == after


def test_the_search_for_a_working_day_ends_with_the_calendar():
    with pytest.raises(NeverOpenError):
        OfficeHours(LONDON, {}).next_working_day(date(9998, 12, 30))


def test_working_days_before_and_after_skip_all_that_is_closed():
    assert OFFICE.next_working_day(date(2026, 12, 24)) == date(2027, 1, 1)
    assert OFFICE.last_working_day(date(2027, 1, 1)) == date(2026, 12, 24)


def test_the_laws_own_working_days_are_no_bank_holiday_nine_to_five():
    law = statutory_hours(LONDON, CHRISTMAS.__contains__)

    assert law.next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)
    assert law.hours_on(date(2026, 12, 29)) == Hours(time(9), time(17))
    assert not law.is_working_day(date(2026, 11, 7))


@pytest.mark.parametrize(
    ("time_", "start", "end", "closed_from"),
    [
        pytest.param("2026-11-03T22:00", "11-03T09:00", "11-04T09:00", "11-03T17:00", id="a night"),
        pytest.param(
            "2026-11-04T08:59:59", "11-03T09:00", "11-04T09:00", "11-03T17:00", id="its last second"
        ),
        pytest.param(
            "2026-11-04T09:00", "11-04T09:00", "11-05T09:00", "11-04T17:00", id="the handover itself"
        ),
        pytest.param("2026-11-04T12:00", "11-04T09:00", "11-05T09:00", "11-04T17:00", id="in office hours"),
        pytest.param("2026-11-14T12:00", "11-13T09:00", "11-16T09:00", "11-13T16:30", id="a weekend"),
        pytest.param(
            "2026-11-07T09:30", "11-06T09:00", "11-09T09:00", "11-06T16:30", id="no handover before it opens"
        ),
        pytest.param(
            "2026-12-27T12:00", "12-24T09:00", "01-01T09:00", "12-24T12:00", id="christmas is one period"
        ),
    ],
)
def test_a_handover_period_runs_from_one_working_days_handover_to_the_nexts(time_, start, end, closed_from):
    office = OfficeHours(
        LONDON, WEEKLY, {date(2026, 12, 24): Hours(time(9), time(12))}, CHRISTMAS.__contains__, CLOSED
    )

    period = office.handover_period(at(time_), NINE)

    year = {True: "2027", False: "2026"}[end.startswith("01")]
    expected = (at(f"2026-{start}"), at(f"{year}-{end}"), at(f"2026-{closed_from}"))
    assert (period.start, period.end, period.closed_from) == expected


def test_a_handover_after_closing_begins_a_period_that_is_closed_at_once():
    period = OFFICE.handover_period(at("2026-11-03T19:00"), time(18))

    assert period.closed_from == period.start == at("2026-11-03T18:00")


@given(
    st.datetimes(
        datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-01-01"), timezones=st.just(UTC)
    )
)
def test_every_instant_is_in_exactly_one_handover_period_and_they_join(instant):
    period = OFFICE.handover_period(instant, NINE)

    assert period.start <= instant < period.end
    assert period.start <= period.closed_from <= period.end
    assert OFFICE.handover_period(period.start, NINE) == period
    assert OFFICE.handover_period(period.end, NINE).start == period.end
    assert OFFICE.handover_period(period.start - timedelta(seconds=1), NINE).end == period.start
