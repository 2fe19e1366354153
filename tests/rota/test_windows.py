"""Windows: when they begin and end, and whose they are."""

import pytest

from rota import windows
from tests.rota.plans import always, layer, on, rota, shown, turns, window
from tests.rota.windowed import NIGHTS, WEEKEND, alone


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
