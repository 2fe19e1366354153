"""A parsed document → office hours."""

from datetime import UTC, date, datetime, time

import pytest

from rota.errors import MistakesError, UnclearError
from rota.hours import Hours
from rota.reading_hours import hours_from
from tests.rota.plans import holidays

DOCUMENT = {
    "timezone": "Europe/London",
    "office_hours": {
        "monday": "09:00-17:00",
        "fri": "09:00-16:30",
        "2026-12-24": "09:00-12:00",
        "2026-12-21": "closed",
    },
    "holidays": "GB-ENG",
    "closures": ["2026-12-29"],
}


def test_hours_are_by_weekday_or_by_date():
    office = hours_from(DOCUMENT, holidays)

    days = [date(2026, 12, day) for day in (14, 15, 18, 21, 24)]
    assert [office.hours_on(day) for day in days] == [
        Hours(time(9), time(17)),
        None,
        Hours(time(9), time(16, 30)),
        None,
        Hours(time(9), time(12)),
    ]
    assert office.zone.key == "Europe/London"


def test_a_date_may_be_a_key_that_was_read_as_one():
    office = hours_from(DOCUMENT | {"office_hours": {date(2026, 12, 24): "09:00-12:00"}}, holidays)

    assert office.is_open(datetime(2026, 12, 24, 11, tzinfo=UTC))


def test_a_service_file_says_the_same_under_service():
    office = hours_from({"service": DOCUMENT, "rota": {}}, holidays)

    assert office.is_working_day(date(2026, 12, 14))
    assert not office.is_working_day(date(2026, 12, 28))


def test_bank_holidays_are_those_of_the_document_or_of_another_calendar_in_their_place():
    boxing_day = date(2026, 12, 28)
    without = DOCUMENT | {"holidays": None}

    assert not hours_from(DOCUMENT, holidays).is_working_day(boxing_day)
    assert hours_from(without, holidays).is_working_day(boxing_day)
    assert not hours_from(without, holidays, calendar="GB-ENG").is_working_day(boxing_day)
    assert hours_from(DOCUMENT, lambda code: lambda day: False, calendar="GB-SCT").is_working_day(boxing_day)


def test_a_document_without_hours_has_an_office_that_never_opens():
    for none in ({}, {"office_hours": None}):
        office = hours_from({"timezone": "UTC"} | none, holidays)
        assert office.next_opening(datetime(2026, 11, 2, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (
            {"office_hours": {"moonday": "09:00-17:00"}},
            ("office_hours", "moonday"),
            "moonday must be a weekday like monday, or a date like 2026-12-24.",
        ),
        (
            {"office_hours": {"monday": "9 to 5"}},
            ("office_hours", "monday"),
            "`monday` must be hours like 09:00-17:00, not 9 to 5.",
        ),
        (
            {"office_hours": {"monday": "17:00-09:00"}},
            ("office_hours", "monday"),
            "`monday` must close later than it opens, not 17:00-09:00.",
        ),
        ({"office_hours": ["monday"]}, ("office_hours",), "`office_hours` must be a mapping."),
        ({"timezone": None}, (), "`timezone` is missing."),
        ({"holidays": "XX"}, ("holidays",), "`holidays` must be GB-ENG, not XX."),
        ({"closures": [1]}, ("closures", 0), "An entry of `closures` must be a date like 2026-12-29, not 1."),
    ],
    ids=[
        "an unknown day",
        "no hours",
        "backwards",
        "a list",
        "no timezone",
        "an unknown calendar",
        "no date",
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_its_place(change, path, says):
    with pytest.raises(MistakesError) as refused:
        hours_from(DOCUMENT | change, holidays)

    assert [(mistake.path, mistake.says) for mistake in refused.value.mistakes] == [(path, says)]


def test_a_document_that_is_no_mapping_and_a_calendar_that_is_not_known_are_refused():
    with pytest.raises(MistakesError, match="The file must be a mapping"):
        hours_from(["monday"], holidays)
    with pytest.raises(UnclearError, match="must be GB-ENG, not FR"):
        hours_from(DOCUMENT, holidays, calendar="FR")
