"""What is wrong with a rota's cover: findings."""

import pytest

from rota.checks import check
from rota.errors import EmptySpanError
from tests.rota.plans import always, away, instant, layer, override, read, rota, turns, window


def found(plan, start="2026-11-02", end="2026-11-30", **more):
    """The findings in words."""
    findings = check(plan, *(instant(each, plan.zone) for each in (start, end)), **more)
    return [
        f"{it.kind} {it.tier} {read(it.start, plan)} to {read(it.end, plan)} {it.person}: {it.says}"
        for it in findings
    ]


def tiers(**layers):
    """A rota of several tiers of one layer each."""
    return rota(tiers=[{"name": name, "layers": [each]} for name, each in layers.items()])


def test_a_rota_without_fault_has_no_findings():
    assert found(tiers(first=always("asha"), second=always("ben"))) == []


def test_every_gap_of_every_tier_is_found_by_start_then_tier():
    plan = tiers(
        first=layer(turns("week", "2026-11-02", "asha", [])), second=layer(turns("week", "2026-11-09", "ben"))
    )

    assert found(plan, end="2026-11-23") == [
        "gap second 11-02 00:00 to 11-09 00:00 None: Nobody is on second.",
        "gap first 11-09 00:00 to 11-16 00:00 None: Nobody is on first.",
    ]


def test_one_person_on_two_tiers_at_once_is_found_for_as_long_as_it_lasts():
    plan = tiers(
        first=layer(turns("day", "2026-11-01", "asha", "ben")),
        second=layer(turns("day", "2026-11-02T12:00", "asha", "carys")),
    )

    assert found(plan, end="2026-11-04T12:00") == [
        "gap second 11-02 00:00 to 11-02 12:00 None: Nobody is on second.",
        "double_duty second 11-03 00:00 to 11-03 12:00 asha: asha is on first and second at once.",
    ]


def test_double_duty_is_not_broken_by_what_put_somebody_there():
    plan = rota(
        tiers=[{"name": "first", "layers": [always("asha")]}, {"name": "second", "layers": [always("asha")]}],
        overrides=[override("2026-11-05", "2026-11-06", person="asha")],
    )

    assert found(plan) == [
        "double_duty second 11-02 00:00 to 11-30 00:00 asha: asha is on first and second at once."
    ]


def test_three_tiers_at_once_are_three_pairs():
    plan = tiers(first=always("asha"), second=always("asha"), third=always("asha"))

    assert [line.split(": ")[1] for line in found(plan)] == [
        "asha is on first and second at once.",
        "asha is on first and third at once.",
        "asha is on second and third at once.",
    ]


def nights(until):
    return rota(layer(turns("week", "2000-01-03", "asha"), windows=[window("20:00", until, "mon", "tue")]))


@pytest.mark.parametrize(
    ("until", "findings"),
    [
        pytest.param("09:00", [], id="eleven hours"),
        pytest.param(
            "09:30",
            [
                "short_rest first 11-03 09:30 to 11-03 20:00 asha: "
                "asha has 10 hours 30 minutes of rest, under 11 hours."
            ],
            id="less",
        ),
        pytest.param("20:00", [], id="no rest between is one spell"),
    ],
)
def test_less_than_eleven_hours_between_two_spells_is_found(until, findings):
    assert [line for line in found(nights(until), end="2026-11-09") if "rest" in line] == findings


def test_rest_counts_over_all_tiers():
    plan = tiers(
        first=layer(turns("week", "2000-01-03", "asha"), windows=[window("09:00", "17:00", "mon")]),
        second=layer(turns("week", "2000-01-03", "asha"), windows=[window("18:00", "20:00", "mon")]),
    )

    assert [line for line in found(plan, end="2026-11-04") if not line.startswith("gap")] == [
        "short_rest second 11-02 17:00 to 11-02 18:00 asha: asha has 1 hour of rest, under 11 hours."
    ]


def test_a_spell_within_another_does_not_shorten_the_rest_after_it():
    plan = tiers(
        first=layer(
            turns("week", "2000-01-03", "asha"),
            windows=[window("09:00", "20:00", "mon"), window("06:00", "07:00", "tue")],
        ),
        second=layer(turns("week", "2000-01-03", "asha"), windows=[window("10:00", "11:00", "mon")]),
    )

    assert [line.split(" asha")[0] for line in found(plan, end="2026-11-04") if line.startswith("short")] == [
        "short_rest first 11-02 20:00 to 11-03 06:00"
    ]


def test_the_hours_of_a_night_when_the_clocks_change_are_real_hours():
    plan = rota(
        layer(
            turns("week", "2000-01-03", "asha"),
            windows=[window("09:00", "20:30", "sat"), window("07:30", "12:00", "sun")],
        )
    )

    short = [line.split(": ")[1] for line in found(plan, "2027-03-27", "2027-03-29") if "rest" in line]
    long = [line for line in found(plan, "2026-10-24", "2026-10-26") if "rest" in line]
    assert (short, long) == (["asha has 10 hours of rest, under 11 hours."], [])


def test_somebody_on_without_a_phone_is_found_if_phones_are_known():
    plan = tiers(first=layer(turns("week", "2026-11-02", "asha", "ben")))

    assert found(plan, end="2026-11-16") == []
    assert found(plan, end="2026-11-16", can_be_rung={"asha"}.__contains__) == [
        "no_phone first 11-09 00:00 to 11-16 00:00 ben: ben is on first and has no phone that can be rung."
    ]


def test_an_unfair_share_of_a_layer_is_found():
    plan = rota(layer(turns("day", "2026-11-02", "asha", "asha", "asha", "ben"), "days"))

    assert found(plan) == [
        "unfair_share first 11-02 00:00 to 11-30 00:00 asha: "
        "asha has 504 hours of days; an equal share is 336 hours."
    ]


def test_shares_that_differ_by_one_turn_are_fair():
    weeks = layer(turns("week", "2026-11-02", "asha", "ben", "carys"))

    assert found(rota(weeks)) == []


def test_those_who_only_do_the_saturdays_are_measured_by_the_saturdays():
    saturdays = layer(
        turns("week", "2026-11-02", "dai", "asha"), "saturdays", windows=[window("09:00", "17:00", "sat")]
    )
    weeks = layer(turns("week", "2026-11-02", "asha", "ben"), "weeks")

    assert [line for line in found(rota(weeks, saturdays), end="2027-02-22") if "unfair" in line] == []


def test_a_layer_of_nobody_is_not_unfair():
    assert [line for line in found(rota(layer(turns("week", "2026-11-02")))) if "unfair" in line] == []


def test_absences_are_seen_in_the_share():
    plan = rota(
        always("low"),
        layer(turns("day", "2026-11-02", "asha", "ben"), "days"),
        absences=[away("ben", "2026-11-02", "2026-11-22")],
    )

    assert [line for line in found(plan) if "unfair" in line] == [
        "unfair_share first 11-02 00:00 to 11-30 00:00 asha: "
        "asha has 336 hours of days; an equal share is 216 hours."
    ]


def test_a_span_that_does_not_end_after_it_begins_is_refused():
    with pytest.raises(EmptySpanError):
        found(rota(always("asha")), "2026-11-02", "2026-11-02")


def test_whoever_is_learning_is_found_alone_but_not_beside_a_colleague():
    plan = tiers(first=layer(turns("day", "2026-11-02", "asha", ["asha", "dai"], "dai")))

    learning = [("dai", "first"), ("asha", "second")]
    assert found(plan, end="2026-11-05", learning=learning) == [
        "not_alone first 11-04 00:00 to 11-05 00:00 dai: dai is on first alone, and not yet to be."
    ]


def test_two_who_are_learning_are_each_found():
    plan = tiers(first=layer(turns("day", "2026-11-02", ["asha", "dai"])))

    assert len(found(plan, learning=[("dai", "first"), ("asha", "first")])) == 2
