"""When something is due: the grammar, the vectors of the domain, and what cannot be said."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from oncall.rotas.calendars import bank_holidays
from rota.errors import NeverOpenError
from rota.hours import Hours, OfficeHours, statutory_hours
from triage.due import (
    EarlierOf,
    Elapsed,
    EndOfWorkingDay,
    Immediate,
    NextWorkingDay,
    Roll,
    UnknownRuleError,
    due,
    read_rule,
)

LONDON = ZoneInfo("Europe/London")
ENGLAND = statutory_hours(LONDON, bank_holidays("GB-ENG"))
PROCLAIMED_SINCE = {"SCT": [date(2026, 6, 15)]}
"""Days that our calendar knows, and the government's list does not, as it was packaged in February 2026."""


def reckon(rule, at, calendar=ENGLAND, roll=Roll.STRICT):
    """When something known at a time of London's clocks is due, by the same clocks."""
    known = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    return (
        due(read_rule(rule), known.astimezone(UTC), calendar, roll)
        .astimezone(LONDON)
        .strftime("%FT%R%z")[:-2]
    )


# Known at, then due by each rule, with the offset then in force: checked by hand.
RULES = ("next_working_day 09:00", "1 working_day", "5 working_days", "PT24H", "PT72H")
VECTORS = """
2026-11-24T02:10 2026-11-24T09:00+00 2026-11-24T17:00+00 2026-11-30T17:00+00 2026-11-25T02:10+00 2026-11-27T02:10+00
2026-11-24T11:00 2026-11-25T09:00+00 2026-11-25T17:00+00 2026-12-01T17:00+00 2026-11-25T11:00+00 2026-11-27T11:00+00
2026-11-24T19:30 2026-11-25T09:00+00 2026-11-25T17:00+00 2026-12-01T17:00+00 2026-11-25T19:30+00 2026-11-27T19:30+00
2026-11-27T18:05 2026-11-30T09:00+00 2026-11-30T17:00+00 2026-12-04T17:00+00 2026-11-28T18:05+00 2026-11-30T18:05+00
2026-11-28T23:50 2026-11-30T09:00+00 2026-11-30T17:00+00 2026-12-04T17:00+00 2026-11-29T23:50+00 2026-12-01T23:50+00
2026-12-24T22:00 2026-12-29T09:00+00 2026-12-29T17:00+00 2027-01-05T17:00+00 2026-12-25T22:00+00 2026-12-27T22:00+00
2026-12-31T20:00 2027-01-04T09:00+00 2027-01-04T17:00+00 2027-01-08T17:00+00 2027-01-01T20:00+00 2027-01-03T20:00+00
2027-03-25T18:00 2027-03-30T09:00+01 2027-03-30T17:00+01 2027-04-05T17:00+01 2027-03-26T18:00+00 2027-03-28T19:00+01
2027-03-27T23:30 2027-03-30T09:00+01 2027-03-30T17:00+01 2027-04-05T17:00+01 2027-03-29T00:30+01 2027-03-31T00:30+01
2027-10-30T23:30 2027-11-01T09:00+00 2027-11-01T17:00+00 2027-11-05T17:00+00 2027-10-31T22:30+00 2027-11-02T22:30+00
2027-12-24T17:30 2027-12-29T09:00+00 2027-12-29T17:00+00 2028-01-05T17:00+00 2027-12-25T17:30+00 2027-12-27T17:30+00
"""  # noqa: E501
ROWS = [line.split() for line in VECTORS.strip().splitlines()]


@pytest.mark.parametrize(
    ("known", "rule", "expected"),
    [
        pytest.param(known, rule, expected, id=f"{rule} from {known}")
        for known, *answers in ROWS
        for rule, expected in zip(RULES, answers, strict=True)
    ],
)
def test_the_vectors_of_the_domain_agree(known, rule, expected):
    assert reckon(rule, known) == expected


@pytest.mark.parametrize(
    ("rule", "known", "expected"),
    [
        pytest.param("immediate", "2026-11-24T02:10", "2026-11-24T02:10+00", id="immediate"),
        pytest.param("PT90M", "2026-11-24T02:10", "2026-11-24T03:40+00", id="minutes"),
        pytest.param("PT1H30M", "2026-11-24T02:10", "2026-11-24T03:40+00", id="hours and minutes"),
        pytest.param("PT0M", "2026-11-24T02:10", "2026-11-24T02:10+00", id="no time"),
        pytest.param(
            "PT24H", "2027-03-27T12:00", "2027-03-28T13:00+01", id="elapsed through the short night"
        ),
        pytest.param("PT24H", "2026-10-24T12:00", "2026-10-25T11:00+00", id="elapsed through the long night"),
        pytest.param(
            "1 working_day", "2026-11-24T08:59", "2026-11-24T17:00+00", id="before opening is day 1"
        ),
        pytest.param("1 working_day", "2026-11-24T09:00", "2026-11-25T17:00+00", id="at opening is not"),
        pytest.param("2 working_days", "2026-11-24T08:59", "2026-11-25T17:00+00", id="the second"),
        pytest.param("1 working_days", "2026-11-27T12:00", "2026-11-30T17:00+00", id="either word"),
        pytest.param("5 working_day", "2026-11-24T02:10", "2026-11-30T17:00+00", id="either word again"),
        pytest.param("1 working_day", "2026-11-28T00:00", "2026-11-30T17:00+00", id="midnight of a saturday"),
        pytest.param("260 working_days", "2026-01-01T00:00", "2027-01-12T17:00+00", id="more than a year"),
        pytest.param(
            "next_working_day 09:00", "2026-11-24T09:00", "2026-11-25T09:00+00", id="at that very time"
        ),
        pytest.param(
            "next_working_day 02:00", "2026-11-24T02:10", "2026-11-25T02:00+00", id="day 1, but over"
        ),
        pytest.param(
            "next_working_day 02:10", "2026-11-24T02:10", "2026-11-25T02:10+00", id="not after is over"
        ),
        pytest.param(
            "next_working_day 16:30", "2026-11-24T02:10", "2026-11-24T16:30+00", id="later on day 1"
        ),
        pytest.param(
            "next_working_day 02:00", "2026-11-27T02:10", "2026-11-30T02:00+00", id="over, then a weekend"
        ),
        pytest.param(
            "next_working_day 01:30", "2026-12-24T12:00", "2026-12-29T01:30+00", id="before opening"
        ),
        pytest.param(
            "earlier_of(PT24H, 1 working_day)", "2026-11-24T02:10", "2026-11-24T17:00+00", id="the second is"
        ),
        pytest.param(
            "earlier_of(PT24H,1 working_day)", "2026-11-28T23:50", "2026-11-29T23:50+00", id="the first is"
        ),
        pytest.param("earlier_of(PT9H)", "2026-11-24T02:10", "2026-11-24T11:10+00", id="of one"),
        pytest.param(
            "earlier_of(5 working_days, earlier_of( PT72H , next_working_day 09:00 ), PT100H)",
            "2026-11-24T19:30",
            "2026-11-25T09:00+00",
            id="nested",
        ),
        pytest.param(" immediate ", "2026-11-24T02:10", "2026-11-24T02:10+00", id="spaces around"),
    ],
)
def test_a_rule_says_when(rule, known, expected):
    assert reckon(rule, known) == expected


@pytest.mark.parametrize(
    ("rule", "known", "strict", "permissive"),
    [
        ("1 working_day", "2026-11-24T02:10", "2026-11-24T17:00+00", "2026-11-25T17:00+00"),
        ("next_working_day 09:00", "2026-11-24T02:10", "2026-11-24T09:00+00", "2026-11-25T09:00+00"),
        ("1 working_day", "2026-11-28T02:10", "2026-11-30T17:00+00", "2026-11-30T17:00+00"),
        ("PT1H", "2026-11-24T02:10", "2026-11-24T03:10+00", "2026-11-24T03:10+00"),
        ("earlier_of(1 working_day)", "2026-11-24T02:10", "2026-11-24T17:00+00", "2026-11-25T17:00+00"),
    ],
)
def test_the_permissive_roll_counts_from_the_following_working_day_always(rule, known, strict, permissive):
    assert [reckon(rule, known, roll=roll) for roll in (Roll.STRICT, Roll.PERMISSIVE)] == [strict, permissive]


def test_a_services_own_hours_say_when_each_day_opens_and_closes():
    short = Hours(time(9), time(16, 30))
    office = OfficeHours(
        LONDON, {3: Hours(time(8), time(17)), 4: short}, {date(2026, 12, 23): Hours(time(9), time(12))}
    )

    assert reckon("1 working_day", "2026-11-26T08:00", office) == "2026-11-27T16:30+00"
    assert reckon("1 working_day", "2026-11-26T07:59", office) == "2026-11-26T17:00+00"
    assert reckon("1 working_day", "2026-12-22T10:00", office) == "2026-12-23T12:00+00"


def test_an_office_that_never_opens_has_no_working_day_to_be_due_on():
    never = OfficeHours(LONDON, {})

    assert reckon("PT1H", "2026-11-24T02:10", never) == "2026-11-24T03:10+00"
    with pytest.raises(NeverOpenError):
        reckon("1 working_day", "2026-11-24T02:10", never)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "soon", "IMMEDIATE", "immediately", "PT1H, PT2H", "later_of(PT1H, PT2H)"),
        *("24H", "PT", "PTH", "PT24", "PT1.5H", "PT30M1H", "PT-1H", "P1D", "PT30S"),
        *("PT99999999999999999H", "PT" + "9" * 5000 + "H"),
        *("working_days", "5working_days", "5 days", "1.5 working_days", "٣ working_days"),
        *("0 working_days", "-1 working_days", "10001 working_days", "99999999999999999999 working_days"),
        *("next_working_day", "next_working_day09:00", "next_working_day 9am"),
        *("next_working_day 24:00", "next_working_day 09:60"),
        *("earlier_of()", "earlier_of(PT1H,)", "earlier_of(PT1H; PT2H)", "earlier_of(soon, PT1H)"),
        *("earlier_of(PT1H", "earlier_of PT1H", "earlier_of(PT1H))", "earlier_of(PT1H)(PT1H)"),
        "earlier_of(" * 60 + "PT1H" + ")" * 60,
    ],
    ids=lambda rule: rule[:40],
)
def test_an_unknown_rule_is_refused_in_one_sentence(rule):
    with pytest.raises(
        UnknownRuleError, match=r"^(There is no due rule '.{0,60}'|The rule is nested too deeply)\.$"
    ):
        read_rule(rule)


def test_a_rule_that_leads_out_of_the_calendar_is_refused():
    with pytest.raises(UnknownRuleError, match="further away than can be reckoned"):
        reckon("PT99999999H", "2026-11-24T02:10")


def test_rules_are_values():
    assert read_rule("earlier_of(immediate, PT90M, 2 working_days, next_working_day 9:00)") == EarlierOf(
        (Immediate(), Elapsed(timedelta(minutes=90)), EndOfWorkingDay(2), NextWorkingDay(time(9)))
    )


@pytest.mark.parametrize("nation", ["ENG", "WLS", "SCT", "NIR"])
def test_every_day_of_2024_to_2031_is_a_working_day_as_the_bank_holidays_say(nation):
    calendar = statutory_hours(LONDON, bank_holidays(f"GB-{nation}"))
    published = country_holidays("GB", subdiv=nation, years=range(2024, 2032))
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(8 * 365 + 2)]

    assert days[-1] == date(2031, 12, 31)
    assert [calendar.is_working_day(day) for day in days] == [
        day.weekday() < 5 and day not in published for day in days
    ]


@pytest.mark.parametrize(
    ("nation", "division"),
    [
        ("ENG", "england-and-wales"),
        ("WLS", "england-and-wales"),
        ("SCT", "scotland"),
        ("NIR", "northern-ireland"),
    ],
)
def test_every_day_is_a_working_day_as_far_as_the_governments_own_list_goes(nation, division):
    calendar = statutory_hours(LONDON, bank_holidays(f"GB-{nation}"))
    listed = {one["date"] for one in BankHolidays(use_cached_holidays=True).get_holidays(division)}
    last = date(max(listed).year, 12, 31)
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range((last - date(2024, 1, 1)).days + 1)]
    differ = [
        day for day in days if calendar.is_working_day(day) != (day.weekday() < 5 and day not in listed)
    ]

    assert last.year >= 2028
    assert differ == [day for day in PROCLAIMED_SINCE.get(nation, []) if day not in listed]


@given(
    st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2031-06-01")),
    st.integers(1, 30),
)
def test_the_nth_working_day_comes_after_the_one_before_it_and_never_on_a_day_that_is_closed(known, number):
    at = known.replace(tzinfo=UTC)

    before, this = (due(EndOfWorkingDay(n), at, ENGLAND) for n in (number, number + 1))

    assert at < before < this
    assert ENGLAND.next_working_day(ENGLAND.day_of(before)) == ENGLAND.day_of(this)
    assert ENGLAND.is_working_day(ENGLAND.day_of(before))
