"""Windows: when they begin and end, whose they are, and what becomes of those that overlap."""

from zoneinfo import ZoneInfo

import pytest

from rota import windows
from rota.cover import shifts
from tests.rota.plans import always, instant, layer, on, override, rota, shown, turns, window

LONDON = ZoneInfo("Europe/London")
NIGHTS = window("17:00", "09:00", "mon", "tue", "wed", "thu")
WEEKEND = window("17:00", "mon 09:00", "fri")


def alone(*windows, **more):
    """A rota of one layer in windows that is always the same person's."""
    return rota(layer(turns("week", "2000-01-03", "asha"), "w", windows=list(windows)), **more)


def test_without_windows_a_layer_covers_all_the_time():
    assert shown(rota(always("asha")), "2026-11-02", "2026-11-09") == [
        "11-02 00:00 to 11-09 00:00 asha (always)"
    ]


def test_an_empty_list_of_windows_is_no_windows():
    assert on(rota(layer(turns("week", "2026-11-02", "asha"), windows=[])), "2026-11-03") == ["asha"]


def test_with_windows_a_layer_covers_only_those():
    assert shown(alone(window("09:00", "17:00", "tue", "thu")), "2026-11-02", "2026-11-06") == [
        "11-02 00:00 to 11-03 09:00 -",
        "11-03 09:00 to 11-03 17:00 asha (w)",
        "11-03 17:00 to 11-05 09:00 -",
        "11-05 09:00 to 11-05 17:00 asha (w)",
        "11-05 17:00 to 11-06 00:00 -",
    ]


def test_a_window_begins_every_day_unless_days_are_named():
    days = [f"2026-11-{day:02}T12:00" for day in range(2, 9)]

    assert on(alone(window("09:00", "17:00")), *days) == ["asha"] * 7


def test_a_window_on_no_day_never_comes():
    nowhere = {"days": [], "from": "09:00", "until": "17:00"}

    assert on(alone(nowhere), "2026-11-03T12:00") == ["-"]


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        pytest.param(window("09:00", "17:00", "tue"), "11-03 17:00", id="later: that day"),
        pytest.param(window("09:00", "09:00", "tue"), "11-04 09:00", id="equal: 24 hours"),
        pytest.param(window("17:00", "09:00", "tue"), "11-04 09:00", id="earlier: the next day"),
        pytest.param(window("09:00", "00:00", "tue"), "11-04 00:00", id="the coming midnight"),
        pytest.param(window("00:00", "00:00", "tue"), "11-04 00:00", id="all day"),
        pytest.param(window("09:00", "tue 17:00", "tue"), "11-03 17:00", id="this very day"),
        pytest.param(window("09:00", "wed 08:00", "tue"), "11-04 08:00", id="the next day by name"),
        pytest.param(window("09:00", "mon 08:00", "tue"), "11-09 08:00", id="the coming monday"),
        pytest.param(
            window("09:00", "tue 08:00", "tue"), "11-10 08:00", id="that weekday, but earlier: a week"
        ),
        pytest.param(window("09:00", "tue 09:00", "tue"), "11-10 09:00", id="that very moment: a week"),
    ],
)
def test_a_window_ends_at_the_first_such_time_after_it_began(made, ends):
    once = rota(layer(turns("window", "2026-11-03", "asha", *[[]] * 9), "w", windows=[made]))

    first = next(line for line in shown(once, "2026-11-03", "2026-11-12") if "asha" in line)

    assert first == f"11-03 {made['from']} to {ends} asha (w)"


def test_a_holiday_is_a_bank_holiday_or_a_closure_and_still_its_weekday():
    made = alone(
        window("09:00", "17:00", "holiday"),
        window("18:00", "20:00", "fri"),
        holidays="GB-ENG",
        closures=["2026-12-30"],
    )

    noons = [f"2026-12-{day}T12:00" for day in (24, 25, 26, 27, 28, 29, 30, 31)]
    assert on(made, *noons) == ["-", "asha", "asha", "-", "asha", "-", "asha", "-"]
    assert on(made, "2026-12-25T19:00") == ["asha"]


def test_a_bank_holiday_on_a_weekend_counts_on_its_own_day_and_on_its_substitute():
    made = alone(window("09:00", "17:00", "holiday"), holidays="GB-ENG")

    saturday, sunday, monday = on(made, "2026-12-26T12:00", "2026-12-27T12:00", "2026-12-28T12:00")
    assert (saturday, sunday, monday) == ("asha", "-", "asha")


def test_a_day_that_is_both_holiday_and_named_weekday_begins_one_window():
    both = rota(
        layer(
            turns("window", "2026-12-24", "asha", "ben"), windows=[window("09:00", "17:00", "fri", "holiday")]
        ),
        holidays="GB-ENG",
    )

    assert on(both, "2026-12-25T12:00", "2026-12-26T12:00", "2026-12-28T12:00") == ["asha", "ben", "asha"]


def test_without_a_calendar_only_closures_are_holidays():
    made = alone(window("09:00", "17:00", "holiday"), closures=["2026-12-29"])

    assert on(made, "2026-12-25T12:00", "2026-12-29T12:00") == ["-", "asha"]


def test_whoever_has_the_turn_when_a_window_begins_keeps_it_to_its_end():
    midnight = rota(
        layer(turns("day", "2026-11-02T00:00", "asha", "ben"), windows=[window("17:00", "09:00")])
    )

    assert shown(midnight, "2026-11-02T12:00", "2026-11-04T12:00") == [
        "11-02 12:00 to 11-02 17:00 -",
        "11-02 17:00 to 11-03 09:00 asha (turns)",
        "11-03 09:00 to 11-03 17:00 -",
        "11-03 17:00 to 11-04 09:00 ben (turns)",
        "11-04 09:00 to 11-04 12:00 -",
    ]


def test_a_turn_that_begins_with_the_window_has_it():
    plan = rota(layer(turns("day", "2026-11-02T17:00", "asha", "ben"), windows=[window("17:00", "09:00")]))

    assert on(plan, "2026-11-03T16:59", "2026-11-03T17:00") == ["-", "ben"]


def test_a_window_that_began_before_the_rotation_is_nobodys():
    plan = rota(layer(turns("week", "2026-11-03T20:00", "asha"), windows=[window("17:00", "09:00")]))

    assert on(plan, "2026-11-03T21:00", "2026-11-04T08:00", "2026-11-04T17:00") == ["-", "-", "asha"]


def test_windows_are_counted_from_the_first_that_begins_at_or_after_the_start():
    at, after = (
        rota(layer(turns("window", start, "asha", "ben", "carys"), windows=[NIGHTS, WEEKEND]))
        for start in ("2026-11-03T17:00", "2026-11-03T17:00:01")
    )

    nights = [f"2026-11-{day:02}T22:00" for day in (2, 3, 4, 5, 6, 9)]
    assert on(at, *nights) == ["-", "asha", "ben", "carys", "asha", "ben"]
    assert on(after, *nights) == ["-", "-", "asha", "ben", "carys", "asha"]


def test_a_turn_is_as_many_windows_as_every_says_however_many_days_pass_between():
    plan = rota(
        layer(turns("window", "2026-11-02", "asha", ["ben", "dai"], [], every=2), windows=[NIGHTS, WEEKEND])
    )

    nights = [f"2026-11-{day:02}T22:00" for day in (2, 3, 4, 5, 6, 9, 10)]
    assert on(plan, *nights) == ["asha", "asha", "ben+dai", "ben+dai", "-", "-", "asha"]
    assert on(plan, "2026-11-07T22:00", "2026-11-09T08:59", "2026-11-10T08:59") == ["-", "-", "-"]


def test_window_turns_are_counted_decades_on_without_a_horizon():
    plan = rota(layer(turns("window", "2026-11-02", *"abcdefg"), windows=[window("17:00", "09:00")]))

    nights = 365 * 30 + 8  # from 2 November 2026 to 2 November 2056
    assert on(plan, "2056-11-02T22:00") == ["abcdefg"[nights % 7]]
    assert on(plan, "1956-11-02T22:00") == ["-"]


def test_what_is_kept_of_windows_is_bounded_and_may_be_forgotten(monkeypatch):
    monkeypatch.setattr(windows, "BLOCKS_KEPT", 2)
    plan = rota(layer(turns("window", "2026-11-02", *"abcdefg"), windows=[window("17:00", "09:00")]))

    assert on(plan, "2027-11-01T22:00", "2026-11-02T22:00", "2027-11-01T22:00") == ["a", "a", "a"]


def test_the_layers_own_span_does_not_shift_window_turns():
    rotation = turns("window", "2026-11-02", "asha", "ben", "carys")
    plan = rota(
        layer(
            rotation, windows=[window("17:00", "09:00")], since="2026-11-03T20:00", until="2026-11-04T20:00"
        )
    )

    assert shown(plan, "2026-11-03", "2026-11-05") == [
        "11-03 00:00 to 11-03 20:00 -",
        "11-03 20:00 to 11-04 09:00 ben (turns)",
        "11-04 09:00 to 11-04 17:00 -",
        "11-04 17:00 to 11-04 20:00 carys (turns)",
        "11-04 20:00 to 11-05 00:00 -",
    ]


def counted(*windows, start="2026-11-02"):
    """A rota whose every window is another person's: a, b, c…"""
    return rota(layer(turns("window", start, *"abcdefgh"), "w", windows=list(windows)))


def test_of_windows_that_overlap_the_first_stays_whole_and_the_other_begins_when_it_ends():
    plan = counted(window("08:00", "14:00", "mon"), window("12:00", "18:00", "mon"))

    assert shown(plan, "2026-11-02T08:00", "2026-11-02T18:00") == [
        "11-02 08:00 to 11-02 14:00 a (w)",
        "11-02 14:00 to 11-02 18:00 b (w)",
    ]


def test_of_windows_that_begin_together_the_longer_stays_whole():
    plan = counted(
        window("08:00", "10:00", "mon"), window("08:00", "14:00", "mon"), window("09:00", "16:00", "mon")
    )

    assert shown(plan, "2026-11-02T08:00", "2026-11-02T16:00") == [
        "11-02 08:00 to 11-02 14:00 a (w)",
        "11-02 14:00 to 11-02 16:00 b (w)",
    ]


def test_a_window_of_which_nothing_is_left_is_not_counted():
    plan = counted(
        window("08:00", "18:00", "mon"), window("12:00", "18:00", "mon"), window("20:00", "22:00", "mon")
    )

    assert on(plan, "2026-11-02T12:00", "2026-11-02T21:00", "2026-11-09T09:00") == ["a", "b", "c"]


def test_the_same_window_twice_is_one():
    plan = counted(window("08:00", "18:00"), window("08:00", "18:00"))

    assert on(plan, "2026-11-02T12:00", "2026-11-03T12:00") == ["a", "b"]


def test_a_window_cut_by_two_others_begins_when_the_last_of_them_ends():
    plan = counted(
        window("08:00", "12:00", "mon"), window("09:00", "16:00", "mon"), window("10:00", "18:00", "mon")
    )

    assert shown(plan, "2026-11-02T08:00", "2026-11-02T18:00") == [
        "11-02 08:00 to 11-02 12:00 a (w)",
        "11-02 12:00 to 11-02 16:00 b (w)",
        "11-02 16:00 to 11-02 18:00 c (w)",
    ]


def test_a_window_reaches_over_days_into_another():
    plan = counted(WEEKEND, window("09:00", "12:00", "sat", "sun", "mon"))

    assert shown(plan, "2026-11-06T17:00", "2026-11-09T12:00") == [
        "11-06 17:00 to 11-09 09:00 b (w)",
        "11-09 09:00 to 11-09 12:00 c (w)",
    ]


def test_windows_each_a_week_long_follow_one_another():
    plan = counted(window("09:00", "mon 09:00", "mon"))

    assert shown(plan, "2026-11-02T09:00", "2026-11-23T09:00") == [
        "11-02 09:00 to 11-09 09:00 a (w)",
        "11-09 09:00 to 11-16 09:00 b (w)",
        "11-16 09:00 to 11-23 09:00 c (w)",
    ]


def test_a_window_put_off_by_another_begins_and_is_given_when_that_ends():
    plan = rota(
        layer(
            turns("day", "2026-11-02T13:00", "asha", "ben"),
            windows=[window("08:00", "14:00", "mon"), window("12:00", "18:00", "mon")],
        )
    )

    assert shown(plan, "2026-11-02T08:00", "2026-11-02T18:00") == [
        "11-02 08:00 to 11-02 14:00 -",
        "11-02 14:00 to 11-02 18:00 asha (turns)",
    ]


def test_a_nobodys_window_still_keeps_its_time_from_another():
    plan = counted(window("08:00", "14:00", "mon"), window("12:00", "18:00", "mon"), start="2026-11-02T10:00")

    assert shown(plan, "2026-11-02T08:00", "2026-11-02T18:00") == [
        "11-02 08:00 to 11-02 14:00 -",
        "11-02 14:00 to 11-02 18:00 a (w)",
    ]


def test_a_window_that_a_clock_change_leaves_no_time_does_not_exist_and_is_not_counted():
    plan = rota(
        layer(turns("window", "2027-03-27", "asha", "ben", "carys"), windows=[window("01:00", "02:00")])
    )

    assert on(plan, "2027-03-27T01:30", "2027-03-28T01:30", "2027-03-29T01:30") == ["asha", "-", "ben"]


def test_windows_that_a_gap_makes_begin_together_leave_the_longer():
    plan = counted(window("01:00", "02:30"), window("01:30", "03:00"), start="2027-03-28")

    assert shown(plan, "2027-03-28", "2027-03-28T04:00") == [
        "03-28 00:00 to 03-28 02:00+0100 -",
        "03-28 02:00+0100 to 03-28 03:00+0100 a (w)",
        "03-28 03:00+0100 to 03-28 04:00+0100 -",
    ]


@pytest.mark.parametrize(
    ("night", "morning", "hours"),
    [
        pytest.param("2027-03-27T17:00", "2027-03-28T09:00", 15, id="short"),
        pytest.param("2026-10-24T17:00", "2026-10-25T09:00", 17, id="long"),
        pytest.param("2026-11-03T17:00", "2026-11-04T09:00", 16, id="usual"),
    ],
)
def test_a_night_is_as_long_as_the_clocks_make_it(night, morning, hours):
    (shift,) = shifts(
        alone(window("17:00", "09:00")), "first", *(instant(each, LONDON) for each in (night, morning))
    )

    assert (shift.end - shift.start).total_seconds() == hours * 3600


def test_a_window_ends_and_begins_at_the_first_of_two_equal_times_so_windows_that_touch_always_touch():
    plan = counted(window("20:00", "01:30", "sat"), window("01:30", "09:00", "sun"), start="2026-10-24")

    assert shown(plan, "2026-10-24T20:00", "2026-10-25T09:00") == [
        "10-24 20:00+0100 to 10-25 01:30+0100 a (w)",
        "10-25 01:30+0100 to 10-25 09:00 b (w)",
    ]


def test_a_window_that_begins_in_the_missing_hour_begins_when_it_is_over():
    plan = alone(window("01:30", "05:00"))

    assert "03-28 02:00+0100 to 03-28 05:00+0100 asha (w)" in shown(plan, "2027-03-28", "2027-03-29")


def test_a_window_in_the_doubled_hour_comes_once():
    plan = alone(window("01:15", "01:45"))

    assert shown(plan, "2026-10-25", "2026-10-25T03:00") == [
        "10-25 00:00+0100 to 10-25 01:15+0100 -",
        "10-25 01:15+0100 to 10-25 01:45+0100 asha (w)",
        "10-25 01:45+0100 to 10-25 03:00 -",
    ]


def test_a_day_that_a_zone_skips_has_no_window():
    plan = rota(
        layer(turns("window", "2011-12-29", "asha", "ben", "carys"), windows=[window("09:00", "17:00")]),
        zone="Pacific/Apia",
    )

    assert on(plan, "2011-12-29T12:00", "2011-12-31T12:00", "2012-01-01T12:00") == ["asha", "ben", "carys"]


def test_the_contracts_own_fair_nights():
    plan = rota(
        always("base"),
        layer(
            turns("window", "2026-11-02T00:00", "asha", ["ben", "dai"], [], every=2),
            "weeknights",
            windows=[NIGHTS, WEEKEND, window("09:00", "17:00", "holiday")],
            since="2026-11-10T00:00",
            until="2027-04-01T09:00",
        ),
        holidays="GB-ENG",
        overrides=[override("2026-12-27T09:00", "2026-12-28T09:00", add="elin")],
    )

    assert shown(plan, "2026-12-25T08:00", "2026-12-29T12:00") == [
        "12-25 08:00 to 12-25 17:00 ben (weeknights)",
        "12-25 08:00 to 12-25 17:00 dai (weeknights)",
        "12-25 17:00 to 12-28 17:00 base (always)",
        "12-27 09:00 to 12-28 09:00 elin (override)",
        "12-28 17:00 to 12-29 09:00 asha (weeknights)",
        "12-29 09:00 to 12-29 12:00 base (always)",
    ]
