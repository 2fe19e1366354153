"""Whose turn it is: rotations that count hours, days, weeks and months."""

import pytest

from rota.rotation import Turns, longest_turn
from rota.written import when
from tests.rota.plans import layer, on, rota, shown, turns, window


def test_turn_k_begins_every_times_k_units_after_the_start_and_belongs_to_entry_k_modulo_their_number():
    plan = rota(layer(turns("week", "2026-11-02T09:00", "asha", "ben", "carys", every=2)))

    weeks = [f"2026-{day}T09:00" for day in ("11-02", "11-09", "11-16", "11-30", "12-14")]
    assert on(plan, *weeks) == ["asha", "asha", "ben", "carys", "asha"]


def test_a_turn_ends_when_the_next_begins():
    plan = rota(layer(turns("day", "2026-11-02T09:00", "asha", "ben")))

    assert on(plan, "2026-11-03T08:59:59", "2026-11-03T09:00") == ["asha", "ben"]


def test_every_is_one_unless_something_else_is_written():
    rotation = turns("day", "2026-11-02", "asha", "ben")
    del rotation["every"]

    assert on(rota(layer(rotation)), "2026-11-02", "2026-11-03", "2026-11-04") == ["asha", "ben", "asha"]


def test_months_are_reckoned_from_the_start_and_clamped_to_their_last_day():
    plan = rota(layer(turns("month", "2026-01-31T09:00", "asha", "ben", "carys")))

    assert shown(plan, "2026-01-31T09:00", "2026-05-31T09:00") == [
        "01-31 09:00 to 02-28 09:00 asha (turns)",
        "02-28 09:00 to 03-31 09:00+0100 ben (turns)",
        "03-31 09:00+0100 to 04-30 09:00+0100 carys (turns)",
        "04-30 09:00+0100 to 05-31 09:00+0100 asha (turns)",
    ]


@pytest.mark.parametrize(
    ("start", "every", "begins"),
    [
        pytest.param(
            "2024-02-29",
            12,
            ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
            id="leap",
        ),
        pytest.param(
            "2026-08-31", 1, ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31"], id="ends"
        ),
        pytest.param(
            "2026-11-30",
            3,
            ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30"],
            id="quarters",
        ),
        pytest.param(
            "2027-11-15",
            1,
            ["2027-11-15", "2027-12-15", "2028-01-15", "2028-02-15", "2028-03-15"],
            id="new year",
        ),
    ],
)
def test_each_month_begins_on_the_written_day_or_the_last(start, every, begins):
    plan = rota(layer(turns("month", start, "a", "b", "c", "d", "e", every=every)))

    assert on(plan, *begins) == list("abcde")
    assert on(plan, *(f"{when(day, plan.zone).local.date()}T00:00:01" for day in begins)) == list("abcde")


def test_hours_are_those_of_the_wall_clock_all_year():
    plan = rota(layer(turns("hour", "2026-01-01T00:00", "asha", "ben", "carys", every=8)))

    times = [
        f"2026-{day}T{hour}"
        for day in ("03-29", "07-01", "10-25")
        for hour in ("00:00", "07:59", "08:00", "16:00")
    ]
    assert on(plan, *times) == ["asha", "asha", "ben", "carys"] * 3


def test_a_turn_of_hours_is_shorter_or_longer_on_a_day_when_the_clocks_change():
    plan = rota(layer(turns("hour", "2026-01-01T00:00", "asha", "ben", "carys", every=8)))

    spring, autumn = (
        shown(plan, "2026-03-29", "2026-03-29T08:00"),
        shown(plan, "2026-10-25", "2026-10-25T08:00"),
    )

    assert spring == ["03-29 00:00 to 03-29 08:00+0100 asha (turns)"]
    assert autumn == ["10-25 00:00+0100 to 10-25 08:00 asha (turns)"]


def test_an_hour_that_lies_wholly_in_the_missing_hour_does_not_happen_and_its_turn_is_lost():
    plan = rota(layer(turns("hour", "2027-03-28T00:00", "asha", "ben", "carys")))

    assert shown(plan, "2027-03-28T00:00", "2027-03-28T04:00") == [
        "03-28 00:00 to 03-28 02:00+0100 asha (turns)",
        "03-28 02:00+0100 to 03-28 03:00+0100 carys (turns)",
        "03-28 03:00+0100 to 03-28 04:00+0100 asha (turns)",
    ]


def test_an_hour_that_comes_twice_is_one_turn():
    plan = rota(layer(turns("hour", "2026-10-25T00:00", "asha", "ben", "carys")))

    assert shown(plan, "2026-10-25T00:00", "2026-10-25T03:00") == [
        "10-25 00:00+0100 to 10-25 01:00+0100 asha (turns)",
        "10-25 01:00+0100 to 10-25 02:00 ben (turns)",
        "10-25 02:00 to 10-25 03:00 carys (turns)",
    ]


def test_half_hours_of_lord_howe_shorten_one_turn_and_lengthen_another():
    plan = rota(layer(turns("hour", "2026-04-01T00:00", "asha", "ben")), zone="Australia/Lord_Howe")

    assert shown(plan, "2026-04-05T00:00", "2026-04-05T03:00") == [
        "04-05 00:00 to 04-05 01:00 asha (turns)",
        "04-05 01:00 to 04-05 02:00+1030 ben (turns)",
        "04-05 02:00+1030 to 04-05 03:00+1030 asha (turns)",
    ]
    assert shown(plan, "2026-10-04T01:00", "2026-10-04T04:00") == [
        "10-04 01:00+1030 to 10-04 02:30 ben (turns)",
        "10-04 02:30 to 10-04 03:00 asha (turns)",
        "10-04 03:00 to 10-04 04:00 ben (turns)",
    ]


def test_a_turn_that_began_the_first_time_goes_on_when_the_clocks_show_its_hour_again():
    plan = rota(layer(turns("hour", "2026-10-25T00:30", "asha", "ben", "carys")))

    assert on(plan, "2026-10-25T00:29Z", "2026-10-25T00:30Z", "2026-10-25T01:00Z", "2026-10-25T01:15Z") == [
        "asha",
        "ben",
        "ben",
        "ben",
    ]
    assert on(plan, "2026-10-25T02:29Z", "2026-10-25T02:30Z") == ["ben", "carys"]


def test_every_24_hours_is_the_same_as_every_day():
    hours, days = (
        rota(layer(turns(unit, "2026-03-20T01:30", "asha", "ben", "carys", every=every)))
        for unit, every in (("hour", 24), ("day", 1))
    )

    for start, end in (("2026-03-20", "2026-04-10"), ("2026-10-20", "2026-11-05")):
        assert shown(hours, start, end) == shown(days, start, end)


@pytest.mark.parametrize("unit", ["hour", "day", "week", "month"])
def test_nothing_happens_before_the_start(unit):
    plan = rota(layer(turns(unit, "2026-11-02T09:00", "asha", "ben")))

    assert on(plan, "1926-11-02T09:00", "2026-11-02T08:59:59", "2026-11-02T09:00") == ["-", "-", "asha"]


def test_nine_in_the_morning_stays_nine_in_the_morning_all_year():
    plan = rota(layer(turns("week", "2026-01-05T09:00", "asha", "ben")))

    assert on(plan, "2026-03-30T08:59", "2026-03-30T09:00", "2026-10-26T08:59", "2026-10-26T09:00") == [
        "ben",
        "asha",
        "ben",
        "asha",
    ]


def test_a_start_that_the_clocks_skip_is_counted_from_as_it_was_written():
    plan = rota(layer(turns("day", "2027-03-28T01:30", "asha", "ben")))

    assert shown(plan, "2027-03-28T00:00", "2027-03-30T01:30") == [
        "03-28 00:00 to 03-28 02:00+0100 -",
        "03-28 02:00+0100 to 03-29 01:30+0100 asha (turns)",
        "03-29 01:30+0100 to 03-30 01:30+0100 ben (turns)",
    ]


def test_a_start_with_an_offset_is_that_instant_and_its_reading_is_counted_from():
    plan = rota(layer(turns("day", "2026-10-25T01:30Z", "asha", "ben")))

    assert on(plan, "2026-10-25T01:30+01:00", "2026-10-25T01:29:59Z", "2026-10-25T01:30Z") == [
        "-",
        "-",
        "asha",
    ]
    assert on(plan, "2026-10-26T01:29", "2026-10-26T01:30") == ["asha", "ben"]


def test_the_second_of_two_equal_hours_can_start_a_rotation_of_hours():
    plan = rota(layer(turns("hour", "2026-10-25T01:10Z", "asha", "ben")))

    assert on(plan, "2026-10-25T01:09Z", "2026-10-25T01:30Z", "2026-10-25T02:10Z") == ["-", "asha", "ben"]


def test_people_on_together_share_a_turn_and_an_empty_entry_is_a_turn_nobody_has():
    plan = rota(layer(turns("week", "2026-11-02", "asha", ["ben", "carys"], [])))

    assert on(plan, "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23") == [
        "asha",
        "ben+carys",
        "-",
        "asha",
    ]


def test_a_rotation_without_people_covers_nobody():
    plan = rota(layer(turns("week", "2026-11-02")))

    assert shown(plan, "2026-11-02", "2026-11-03") == ["11-02 00:00 to 11-03 00:00 -"]


def test_turns_go_on_decades_later_without_a_horizon():
    plan = rota(layer(turns("week", "2026-11-02T09:00", "asha", "ben", "carys")))

    assert on(plan, "2126-11-04T08:59", "2126-11-04T09:00") == on(
        plan, "2126-11-04T08:59Z", "2126-11-04T09:00Z"
    )
    weeks = (when("2126-11-04", plan.zone).local - when("2026-11-02T09:00", plan.zone).local).days // 7
    assert on(plan, "2126-11-04") == [["asha", "ben", "carys"][weeks % 3]]


@pytest.mark.parametrize("unit", ["hour", "day", "week", "month"])
def test_a_turn_longer_than_the_calendar_never_ends(unit):
    plan = rota(layer(turns(unit, "2026-11-02", "asha", "ben", every=10**30)))

    assert on(plan, "2026-11-02", "9990-01-01") == ["asha", "asha"]
    assert shown(plan, "9990-01-01", "9990-01-02") == ["01-01 00:00 to 01-02 00:00 asha (turns)"]


def test_a_layer_is_cut_by_its_own_span_and_its_turns_do_not_shift():
    rotation = turns("day", "2026-11-02", "asha", "ben", "carys")
    plan = rota(layer(rotation, since="2026-11-03T12:00", until="2026-11-05T06:00"))

    assert shown(plan, "2026-11-02", "2026-11-06") == [
        "11-02 00:00 to 11-03 12:00 -",
        "11-03 12:00 to 11-04 00:00 ben (turns)",
        "11-04 00:00 to 11-05 00:00 carys (turns)",
        "11-05 00:00 to 11-05 06:00 asha (turns)",
        "11-05 06:00 to 11-06 00:00 -",
    ]


@pytest.mark.parametrize("until", ["2026-11-03", "2026-11-02"], ids=["at its start", "before its start"])
def test_a_layer_whose_end_is_not_after_its_start_covers_nothing(until):
    plan = rota(layer(turns("day", "2026-11-01", "asha"), since="2026-11-03", until=until))

    assert on(plan, "2026-11-02", "2026-11-03", "2026-11-04") == ["-", "-", "-"]


@pytest.mark.parametrize(
    ("unit", "windows", "hours"),
    [
        pytest.param("hour", [], 2, id="hours"),
        pytest.param("week", [], 2 * 168, id="weeks"),
        pytest.param("month", [], 2 * 31 * 24, id="months"),
        pytest.param("window", [window("17:00", "09:00")], 2 * 24, id="nights"),
        pytest.param("window", [window("17:00", "mon 09:00", "fri")], 2 * 168, id="weekends"),
    ],
)
def test_the_longest_turn_is_told_for_fairness(unit, windows, hours):
    made = rota(layer(turns(unit, "2026-11-02", "asha", every=2), windows=windows)).tiers[0].layers[0]

    assert longest_turn(made.rotation, made.windows).total_seconds() == hours * 3600


def test_turns_have_numbers_and_beginnings():
    made = rota(layer(turns("day", "2026-11-02T09:00", "asha"))).tiers[0].layers[0]
    zone = rota().zone
    plan = Turns(made.rotation, zone)

    assert plan.number_at(when("2026-11-01", zone).instant) is None
    assert plan.number_at(when("2026-11-05T09:00", zone).instant) == 3
    assert plan.begins(3) == when("2026-11-05T09:00", zone).instant
