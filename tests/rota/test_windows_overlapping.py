"""Windows of one layer that overlap: the first stays whole, the other begins when it ends."""

from tests.rota.plans import layer, on, rota, shown, turns, window
from tests.rota.windowed import WEEKEND, counted


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
