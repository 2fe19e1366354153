"""Shifts and gaps of a span: what is joined, what is cut, in what order; and answers that are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from rota import stretches
from rota.cover import cover, gaps, plan_of, shifts, who_is_on
from rota.errors import EmptySpanError, UnknownTierError
from rota.model import Gap, Shift
from tests.rota.plans import always, away, instant, layer, on, override, rota, shown, turns, window


def test_shifts_are_cut_to_the_span():
    assert shown(rota(always("asha")), "2026-11-03T10:00", "2026-11-03T10:01") == [
        "11-03 10:00 to 11-03 10:01 asha (always)"
    ]


def test_shifts_of_one_person_and_source_that_touch_are_joined_across_turns():
    plan = rota(layer(turns("day", "2026-11-02", "asha", "asha", "ben")))

    assert shown(plan, "2026-11-02", "2026-11-06") == [
        "11-02 00:00 to 11-04 00:00 asha (turns)",
        "11-04 00:00 to 11-05 00:00 ben (turns)",
        "11-05 00:00 to 11-06 00:00 asha (turns)",
    ]


def test_shifts_that_touch_are_joined_across_windows():
    plan = rota(
        layer(
            turns("week", "2026-11-02", "asha"),
            "w",
            windows=[window("17:00", "09:00"), window("09:00", "17:00")],
        )
    )

    assert shown(plan, "2026-11-03T17:00", "2026-12-20") == ["11-03 17:00 to 12-20 00:00 asha (w)"]


def test_shifts_of_one_person_that_touch_but_come_from_elsewhere_stay_apart():
    plan = rota(always("asha"), overrides=[override("2026-11-03", "2026-11-04", person="asha")])

    assert shown(plan, "2026-11-02", "2026-11-05") == [
        "11-02 00:00 to 11-03 00:00 asha (always)",
        "11-03 00:00 to 11-04 00:00 asha (override)",
        "11-04 00:00 to 11-05 00:00 asha (always)",
    ]


def test_two_overrides_that_touch_are_one_shift():
    spans = [("2026-11-03", "2026-11-04"), ("2026-11-04", "2026-11-05")]
    plan = rota(always("asha"), overrides=[override(*span, person="dai") for span in spans])

    assert shown(plan, "2026-11-03", "2026-11-05") == ["11-03 00:00 to 11-05 00:00 dai (override)"]


def test_two_layers_of_one_name_are_one_source():
    days, nights = (
        layer(turns("week", "2026-11-02", "asha"), "both", windows=[window(*ends)])
        for ends in (("09:00", "17:00"), ("17:00", "09:00"))
    )

    assert shown(rota(days, nights), "2026-11-03", "2026-11-05") == ["11-03 00:00 to 11-05 00:00 asha (both)"]


def test_somebody_joining_or_leaving_does_not_break_anothers_shift():
    plan = rota(
        layer(turns("day", "2026-11-02", ["asha", "ben"], "asha", ["asha", "carys"])),
        overrides=[override("2026-11-03T12:00", "2026-11-04T12:00", add="dai")],
    )

    assert shown(plan, "2026-11-02", "2026-11-05") == [
        "11-02 00:00 to 11-03 00:00 ben (turns)",
        "11-02 00:00 to 11-05 00:00 asha (turns)",
        "11-03 12:00 to 11-04 12:00 dai (override)",
        "11-04 00:00 to 11-05 00:00 carys (turns)",
    ]


def test_shifts_are_in_order_of_start_then_person():
    found = shifts(rota(layer(turns("day", "2026-11-02", ["zed", "asha", "ben"]))), "first", *days(2, 3))

    assert [shift.person for shift in found] == ["asha", "ben", "zed"]


def test_gaps_are_all_the_times_when_nobody_is_on():
    plan = rota(
        layer(turns("day", "2026-11-03", "asha", [], "ben")),
        absences=[away("ben", "2026-11-05T12:00", "2026-11-05T18:00")],
        overrides=[override("2026-11-04T06:00", "2026-11-04T07:00", add="dai")],
    )

    assert [line for line in shown(plan, "2026-11-02", "2026-11-08") if line.endswith("-")] == [
        "11-02 00:00 to 11-03 00:00 -",
        "11-04 00:00 to 11-04 06:00 -",
        "11-04 07:00 to 11-05 00:00 -",
        "11-05 12:00 to 11-05 18:00 -",
        "11-07 00:00 to 11-08 00:00 -",
    ]


def test_gaps_of_turns_nobody_has_are_joined():
    plan = rota(layer(turns("day", "2026-11-02", [], [], "asha")))

    assert gaps(plan, "first", *days(2, 6)) == (Gap(*days(2, 4)), Gap(*days(5, 6)))


def test_a_tier_without_layers_is_one_gap_save_for_overrides():
    plan = rota(overrides=[override("2026-11-03", "2026-11-04", person="dai")])

    assert shown(plan, "2026-11-02", "2026-11-05") == [
        "11-02 00:00 to 11-03 00:00 -",
        "11-03 00:00 to 11-04 00:00 dai (override)",
        "11-04 00:00 to 11-05 00:00 -",
    ]


def test_shifts_and_gaps_are_in_utc_whatever_zone_is_asked_in():
    plan = rota(always("asha"))
    start = datetime(2026, 11, 2, tzinfo=plan.zone)

    (shift,) = cover(plan, "first", start, start + timedelta(days=1)).shifts

    assert shift == Shift(start, start + timedelta(days=1), "asha", "always")
    assert {shift.start.tzinfo, shift.end.tzinfo} == {UTC}


def test_an_instant_may_be_asked_about_in_any_zone_even_in_the_doubled_hour():
    plan = rota(layer(turns("hour", "2026-10-25T00:00", "asha", "ben", "carys")))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=plan.zone, fold=1)

    assert who_is_on(plan, "first", second) == ("ben",)
    assert who_is_on(plan, "first", second + timedelta(minutes=30)) == ("carys",)


def test_a_span_that_does_not_end_after_it_begins_is_refused():
    plan = rota(always("asha"))

    for start, end in (days(3, 3), days(3, 2)):
        with pytest.raises(EmptySpanError, match="must end after it begins"):
            cover(plan, "first", start, end)


def test_a_tier_that_is_not_there_is_refused():
    with pytest.raises(UnknownTierError, match="no tier called second"):
        who_is_on(rota(always("asha")), "second", days(2, 3)[0])


def test_a_rota_is_prepared_once():
    plan = rota(always("asha"))

    assert plan_of(plan, "first") is plan_of(plan, "first")


def test_an_answer_is_the_same_before_and_after_a_stretch_is_worked_out():
    plan = rota(layer(turns("day", "2026-11-02", ["asha", "ben"], ["ben", "asha"], [])))
    times = [
        datetime(2026, 11, 2, tzinfo=UTC) + timedelta(hours=8 * step) for step in range(stretches.ASKED_OFTEN)
    ]

    first = [who_is_on(plan, "first", at) for at in times]
    again = [who_is_on(plan, "first", at) for at in times]

    assert first == again
    assert first[::3][:3] == [("asha", "ben"), ("ben", "asha"), ()]


def test_what_is_kept_is_bounded_and_may_be_forgotten(monkeypatch):
    monkeypatch.setattr(stretches, "KEPT", 2)
    plan = rota(layer(turns("week", "2026-11-02", "asha", "ben")))
    start = datetime(2026, 11, 2, tzinfo=UTC)

    assert len(shifts(plan, "first", start, start + timedelta(weeks=52))) == 52
    assert on(plan, "2026-11-02", "2026-11-09") == ["asha", "ben"]


def test_a_span_may_begin_before_the_rota_and_reach_over_decades():
    plan = rota(layer(turns("month", "2000-01-31", "asha", "ben")))

    found = cover(plan, "first", instant("1990-01-01", plan.zone), instant("2050-01-31", plan.zone))

    assert len(found.shifts) == 50 * 12
    assert [(gap.start.year, gap.end.year) for gap in found.gaps] == [(1990, 2000)]


def test_the_first_day_of_the_calendar_can_be_asked_about():
    assert on(rota(layer(turns("day", "2026-11-02", "asha"))), "0003-01-01") == ["-"]
    assert shown(rota(always("asha")), "0003-01-01T00:00Z", "0003-01-01T01:00Z")[0].endswith("-")


def days(first, last):
    """Two days of November 2026, in UTC."""
    return tuple(datetime(2026, 11, day, tzinfo=UTC) for day in (first, last))
