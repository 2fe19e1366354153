"""What people write for times, days, numbers and names."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from rota import written
from rota.errors import UnclearError
from rota.hours import Hours
from rota.model import Unit

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("value", "at"),
    [
        pytest.param("2026-11-02T09:00", "2026-11-02T09:00Z", id="local in winter"),
        pytest.param("2026-07-02T09:00", "2026-07-02T08:00Z", id="local in summer"),
        pytest.param("2026-07-02T09:00:30", "2026-07-02T08:00:30Z", id="seconds"),
        pytest.param("2026-07-02T09:00:30.5", "2026-07-02T08:00:30.5Z", id="a fraction"),
        pytest.param("2026-07-02 09:00", "2026-07-02T08:00Z", id="a space"),
        pytest.param(" 2026-07-02T09:00 ", "2026-07-02T08:00Z", id="spaces around"),
        pytest.param("2026-07-02T09:00Z", "2026-07-02T09:00Z", id="Z"),
        pytest.param("2026-07-02t09:00z", "2026-07-02T09:00Z", id="small letters"),
        pytest.param("2026-07-02T09:00+02:00", "2026-07-02T07:00Z", id="an offset"),
        pytest.param("2026-07-02T09:00:00-0530", "2026-07-02T14:30Z", id="an offset without a colon"),
        pytest.param("2026-07-02T09:00+01", "2026-07-02T08:00Z", id="an offset of hours"),
        pytest.param("2026-07-02", "2026-07-01T23:00Z", id="a date is its midnight"),
        pytest.param("2027-03-28T01:30", "2027-03-28T01:00Z", id="missing"),
        pytest.param("2026-10-25T01:30", "2026-10-25T00:30Z", id="twice"),
        pytest.param(date(2026, 7, 2), "2026-07-01T23:00Z", id="a date object"),
        pytest.param(datetime.fromisoformat("2026-07-02T09:00"), "2026-07-02T08:00Z", id="a time object"),
        pytest.param(
            datetime(2026, 7, 2, 9, tzinfo=UTC), "2026-07-02T09:00Z", id="a time object with its zone"
        ),
    ],
)
def test_a_time_is_local_or_carries_its_offset_and_a_date_is_its_midnight(value, at):
    assert written.when(value, LONDON).instant == datetime.fromisoformat(at)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "tomorrow",
            "2026-13-01",
            "2026-02-30",
            "20261102",
            "2026-W45-1",
            "02/11/2026",
            "2026-11-02T09",
        ),
        *("2026-11-02T25:00", "2026-11-02T24:00", "2026-11-02T09:60", "2026-11-02T09:00+25:00"),
        *("2026-11-02T09:00 London", 2026, 20261102, True, None, [], {}),
    ],
    ids=str,
)
def test_what_is_no_time_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be a time"):
        written.when(value, LONDON)


@pytest.mark.parametrize("value", ["0001-01-01", "9998-01-01T00:00Z", date(9999, 12, 31)], ids=str)
def test_a_time_at_the_ends_of_the_calendar_is_refused(value):
    with pytest.raises(UnclearError, match="too far away"):
        written.when(value, LONDON)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        pytest.param("17:00", time(17), id="text"),
        pytest.param("9:00", time(9), id="one digit"),
        pytest.param("00:00", time(0), id="midnight"),
        pytest.param("17:00:30", time(17, 0, 30), id="seconds"),
        pytest.param(1020, time(17), id="as YAML 1.1 reads 17:00"),
        pytest.param(0, time(0), id="no minutes"),
        pytest.param(1439, time(23, 59), id="the last minute"),
        pytest.param(61230, time(17, 0, 30), id="as YAML 1.1 reads 17:00:30"),
        pytest.param(time(17, tzinfo=timezone(timedelta(hours=1))), time(17), id="a time object"),
    ],
)
def test_a_clock_time_may_have_been_read_as_minutes(value, clock):
    assert written.clock(value) == clock


@pytest.mark.parametrize(
    "value", ["24:00", "17.00", "1700", "5pm", "", -1, 86400, True, None, 17.5, ["17:00"]], ids=str
)
def test_what_is_no_clock_time_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be a clock time"):
        written.clock(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [("mon", 0), ("sun", 6), ("Wednesday", 2), (" fri ", 4)],
    ids=["short", "last", "long", "spaces"],
)
def test_a_weekday_is_short_or_long(value, number):
    assert written.weekday(value) == number


@pytest.mark.parametrize("value", ["m", "monda", "weekday", "", 1, None], ids=str)
def test_what_is_no_weekday_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be a day like mon"):
        written.weekday(value)


def test_a_holiday_is_a_day_for_windows():
    assert (written.window_day("holiday"), written.window_day("tue")) == (written.HOLIDAY, 1)
    with pytest.raises(UnclearError, match="must be a day like mon, or holiday, not someday"):
        written.window_day("someday")


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("09:00", (None, time(9))),
        (540, (None, time(9))),
        ("mon 09:00", (0, time(9))),
        ("Monday  9:00", (0, time(9))),
    ],
    ids=str,
)
def test_a_window_ends_at_a_clock_time_or_on_a_weekday_at_one(value, end):
    assert written.window_end(value) == end


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("09:00 mon", "must be a clock time like 09:00, or a day and a time like mon 09:00, not 09:00 mon"),
        ("mon", "must be a clock time like 09:00, or a day"),
        ("noday 09:00", "must be a day like mon, not noday"),
        ("mon 25:00", "must be a clock time like 17:00, not 25:00"),
    ],
    ids=["the wrong way round", "no time", "no day", "no such time"],
)
def test_what_is_no_end_of_a_window_is_refused_in_words(value, says):
    with pytest.raises(UnclearError, match=says):
        written.window_end(value)


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        pytest.param("09:00-17:00", Hours(time(9), time(17)), id="as written"),
        pytest.param("9:00 - 16:30", Hours(time(9), time(16, 30)), id="spaces"),
        pytest.param("09:00–17:00", Hours(time(9), time(17)), id="a dash"),
        pytest.param("09:00-00:00", Hours(time(9), time(0)), id="to midnight"),
        pytest.param(None, None, id="nothing"),
        pytest.param("closed", None, id="closed"),
    ],
)
def test_office_hours_are_from_until(value, hours):
    assert written.hours(value) == hours


@pytest.mark.parametrize("value", ["09:00", "09:00-25:00", "morning", 540, ["09:00-17:00"]], ids=str)
def test_what_is_no_office_hours_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be"):
        written.hours(value)


@pytest.mark.parametrize("value", ["17:00-09:00", "09:00-09:00"])
def test_office_hours_that_do_not_end_after_they_begin_are_refused(value):
    with pytest.raises(UnclearError, match="must close later than it opens"):
        written.hours(value)


@pytest.mark.parametrize(
    "value", ["2026-12-29", date(2026, 12, 29), datetime(2026, 12, 29, tzinfo=UTC)], ids=repr
)
def test_a_day_may_be_text_or_an_object(value):
    assert written.day(value) == date(2026, 12, 29)


@pytest.mark.parametrize("value", ["2026-12-32", "20261229", "christmas", 20261229, None], ids=str)
def test_what_is_no_day_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be a date"):
        written.day(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "London",
        "Europe",
        "Europe/",
        "../etc/passwd",
        "/etc/localtime",
        "europe\0",
        "x" * 5000,
        0,
        None,
        [],
    ],
    ids=repr,
)
def test_what_is_no_timezone_is_refused_in_words(value):
    with pytest.raises(UnclearError, match="must be a"):
        written.zone_called(value)


def test_a_name_may_be_a_number_but_not_nothing():
    assert (written.name(" asha "), written.name(7)) == ("asha", "7")
    for value in ("", "  ", None, True, 1.5, ["asha"], {}):
        with pytest.raises(UnclearError, match="must be a name"):
            written.name(value)


def test_units_are_five():
    assert [written.unit(each) for each in ("hour", "day", "week", "month", "window")] == list(Unit)
    for value in ("year", "Week", "", None, 1, ["week"], {}):
        with pytest.raises(UnclearError, match="must be one of hour, day, week, month, window"):
            written.unit(value)


def test_whole_numbers_have_bounds():
    assert written.whole(least=1)(1) == 1
    for value in (0, -1, 1.0, "1", True, None):
        with pytest.raises(UnclearError, match="must be a whole number, 1 or more"):
            written.whole(least=1)(value)
    with pytest.raises(UnclearError, match="must be a whole number from 1 to 600, not 601"):
        written.whole(least=1, most=600)(601)


def test_what_is_quoted_back_is_cut_short():
    with pytest.raises(UnclearError, match=r"not x{40}…$"):
        written.when("x" * 1000, LONDON)
