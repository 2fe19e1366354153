"""Windows on the nights on which clocks change, and the fair nights of the contract."""

import pytest

from rota.cover import shifts
from tests.rota.plans import always, instant, layer, on, override, rota, shown, turns, window
from tests.rota.windowed import LONDON, NIGHTS, WEEKEND, alone, counted


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
