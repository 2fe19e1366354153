"""A parsed document → a rota: every spelling that is accepted, and every mistake that is not."""

from datetime import UTC, date, datetime, time

import pytest

from rota.errors import MistakesError
from rota.model import Absence, Change, Moment, Override, Rotation, Unit, Window
from rota.reading import rota_from
from tests.rota.plans import always, away, holidays, layer, on, override, shown, turns, window

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)

DOCUMENT = {
    "timezone": "Europe/London",
    "holidays": "GB-ENG",
    "closures": ["2026-12-29"],
    "tiers": [
        {
            "name": "practitioner",
            "ring_seconds": 25,
            "layers": [
                layer(turns("week", "2026-11-02T09:00", "asha", ["ben", "dai"], []), "weeks"),
                layer(
                    turns("window", "2026-11-02T00:00", "asha", every=2),
                    "nights",
                    windows=[window("17:00", "09:00", "mon", "holiday"), window("17:00", "mon 09:00", "fri")],
                    since="2026-11-10",
                    until="2027-04-01T09:00",
                ),
            ],
        },
        {"name": "backup", "layers": []},
    ],
    "overrides": [
        override("2026-11-02T09:00", "2026-11-03", tier="practitioner", person="dai"),
        override("2026-11-02T09:00", "2026-11-03", tier="practitioner", person="dai", replace="asha"),
        override("2026-11-02T09:00", "2026-11-03", tier="backup", add="dai"),
        override("2026-11-02T09:00", "2026-11-03", tier="practitioner", remove="asha"),
    ],
    "absences": [away("ben", "2026-11-02T09:00", "2026-11-03")],
}


def test_everything_that_is_written_is_understood():
    rota = rota_from(DOCUMENT, holidays)

    weeks, nights = rota.tiers[0].layers
    assert (rota.zone.key, [tier.name for tier in rota.tiers]) == (
        "Europe/London",
        ["practitioner", "backup"],
    )
    assert [tier.ring_seconds for tier in rota.tiers] == [25, 20]
    start = Moment(datetime.fromisoformat("2026-11-02T09:00"), NINE)
    assert weeks.rotation == Rotation(Unit.WEEK, 1, start, (("asha",), ("ben", "dai"), ()))
    assert (weeks.windows, weeks.start, weeks.end) == ((), None, None)
    assert nights.windows == (
        Window(frozenset({0}), True, time(17), time(9)),
        Window(frozenset({4}), False, time(17), time(9), until_day=0),
    )
    assert (nights.start, nights.end) == (
        datetime(2026, 11, 10, tzinfo=UTC),
        datetime(2027, 4, 1, 8, tzinfo=UTC),
    )
    span = (NINE, datetime(2026, 11, 3, tzinfo=UTC))
    assert rota.overrides == (
        Override("practitioner", *span, Change.ALONE, "dai"),
        Override("practitioner", *span, Change.REPLACE, "dai", "asha"),
        Override("backup", *span, Change.ADD, "dai"),
        Override("practitioner", *span, Change.REMOVE, "asha"),
    )
    assert rota.absences == (Absence("ben", *span),)
    assert [rota.is_holiday(date(2026, 12, day)) for day in (24, 25, 26, 28, 29)] == [
        False,
        True,
        True,
        True,
        True,
    ]
    assert rota.people() == {"asha", "ben", "dai"}


def test_a_service_file_says_the_same_under_service_and_rota():
    under = {
        "service": {key: DOCUMENT[key] for key in ("timezone", "holidays", "closures")},
        "rota": {key: DOCUMENT[key] for key in ("tiers", "overrides", "absences")},
    }

    nested, short = rota_from(under, holidays), rota_from(DOCUMENT, holidays)

    assert (nested.zone, nested.tiers, nested.overrides, nested.absences) == (
        short.zone,
        short.tiers,
        short.overrides,
        short.absences,
    )
    assert nested.is_holiday(date(2026, 12, 29))


def test_either_spelling_may_stand_beside_the_other():
    mixed = {
        "service": {"timezone": "UTC"},
        "tiers": DOCUMENT["tiers"],
        "rota": {"absences": DOCUMENT["absences"]},
    }

    rota = rota_from(mixed, holidays)

    assert (rota.zone.key, len(rota.tiers), len(rota.absences)) == ("UTC", 2, 1)


def test_the_same_written_in_both_places_is_no_mistake_but_something_else_is():
    same = DOCUMENT | {"service": {"timezone": "Europe/London"}}
    other = DOCUMENT | {"service": {"timezone": "Europe/Paris"}}

    assert rota_from(same, holidays).zone.key == "Europe/London"
    with pytest.raises(MistakesError, match="both at the top and under `service`, and differently"):
        rota_from(other, holidays)


def test_only_a_timezone_and_tiers_are_needed():
    rota = rota_from({"timezone": "UTC", "tiers": []}, holidays)

    assert (rota.tiers, rota.overrides, rota.absences, rota.people()) == ((), (), (), frozenset())
    assert not rota.is_holiday(date(2026, 12, 25))


def test_empty_values_are_as_if_they_were_not_written():
    empty = DOCUMENT | dict.fromkeys(("holidays", "closures", "overrides", "absences"))

    rota = rota_from(empty, holidays)

    assert (rota.overrides, rota.absences, rota.is_holiday(date(2026, 12, 25))) == ((), (), False)


def test_what_else_is_written_is_left_alone():
    more = DOCUMENT | {
        "staff": [],
        "note": "x",
        "tiers": [{"name": "a", "colour": "red", "layers": [always("x")]}],
    }
    more["overrides"] = [override("2026-11-02", "2026-11-03", tier="a", person="dai", reason="a swap")]

    assert on(rota_from(more, holidays), "2026-11-02T12:00", tier="a") == ["dai"]


def test_what_readers_of_yaml_1_1_make_of_times_and_dates_is_understood():
    nine = datetime.fromisoformat("2026-11-02T09:00:00")
    document = {
        "timezone": "Europe/London",
        "closures": [date(2026, 11, 4)],
        "tiers": [
            {
                "name": "first",
                "layers": [
                    layer(
                        {"unit": "day", "from": date(2026, 11, 2), "people": ["asha"]},
                        windows=[{"days": ["mon", "holiday"], "from": 1020, "until": 1260}],
                        since=nine,
                    )
                ],
            }
        ],
        "absences": [
            {"person": "asha", "from": datetime(2026, 11, 4, 18, tzinfo=UTC), "until": date(2026, 11, 5)}
        ],
    }

    assert shown(rota_from(document, holidays), "2026-11-02", "2026-11-05") == [
        "11-02 00:00 to 11-02 17:00 -",
        "11-02 17:00 to 11-02 21:00 asha (turns)",
        "11-02 21:00 to 11-04 17:00 -",
        "11-04 17:00 to 11-04 18:00 asha (turns)",
        "11-04 18:00 to 11-05 00:00 -",
    ]


def test_people_may_be_numbers_and_are_on_once():
    document = {
        "timezone": "UTC",
        "tiers": [{"name": 1, "layers": [layer(turns("day", "2026-11-02", [7, "7", 8]), 2)]}],
    }

    assert shown(rota_from(document, holidays), "2026-11-02", "2026-11-03", tier="1") == [
        "11-02 00:00 to 11-03 00:00 7 (2)",
        "11-02 00:00 to 11-03 00:00 8 (2)",
    ]


def test_people_with_nothing_under_it_are_nobody():
    document = {"timezone": "UTC", "tiers": [{"name": "first", "layers": [always("x")]}]}
    document["tiers"][0]["layers"][0]["rotation"]["people"] = None

    assert on(rota_from(document, holidays), "2026-11-02") == ["-"]
