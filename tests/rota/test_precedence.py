"""Who is on when layers, overrides and absences disagree."""

import pytest

from rota.cover import sources
from tests.rota.plans import always, away, instant, layer, on, override, rota, shown, turns, window

SPAN = ("2026-11-03", "2026-11-10")
BEFORE, DURING, AFTER = "2026-11-02T23:59:59", "2026-11-05T12:00", "2026-11-10T00:00"


def during(*layers, absent=(), **changes):
    """Who is on while everybody in `absent` is away and the overrides are in force."""
    overrides = changes.get("overrides", [])
    plan = rota(*layers, overrides=overrides, absences=[away(person, *SPAN) for person in absent])
    assert on(plan, BEFORE) == on(rota(*layers), BEFORE)
    assert on(plan, AFTER) == on(rota(*layers), AFTER)
    return on(plan, DURING)[0]


def put(**change):
    return override(*SPAN, **change)


def test_a_later_layer_comes_before_an_earlier_one():
    assert during(always("asha"), always("ben"), always("carys")) == "carys"


def test_a_later_layer_with_nobody_leaves_it_to_the_earlier():
    assert (
        during(always("asha"), layer(turns("week", "2000-01-01", [])), layer(turns("week", "2000-01-01")))
        == "asha"
    )


def test_an_override_alone_is_on_whoever_was_due():
    assert during(always("asha"), always("ben"), overrides=[put(person="dai")]) == "dai"


def test_of_two_overrides_alone_the_last_in_the_file_counts():
    assert during(always("asha"), overrides=[put(person="dai"), put(person="elin")]) == "elin"


def test_an_override_of_somebody_away_leaves_it_to_the_one_before():
    assert during(always("asha"), overrides=[put(person="dai"), put(person="elin")], absent=["elin"]) == "dai"
    assert during(always("asha"), overrides=[put(person="dai")], absent=["dai"]) == "asha"


def test_an_absence_is_filled_by_the_next_lower_layer_and_not_by_the_next_turn():
    top = layer(turns("day", "2000-01-01", "ben", "carys"), "top")
    plan = rota(always("asha"), top, absences=[away("carys", *SPAN)])

    assert set(on(plan, *(f"2026-11-0{day}T12:00" for day in range(3, 10)))) == {"asha", "ben"}


def test_if_no_layer_has_anybody_there_is_a_gap():
    assert during(always("asha"), always("ben"), absent=["asha", "ben"]) == "-"


def test_of_people_on_together_only_those_away_are_struck_out():
    assert during(always("elin"), always("asha", "ben"), absent=["asha"]) == "ben"


def test_an_absence_holds_in_every_tier():
    tiers = [{"name": name, "layers": [always("low"), always("asha")]} for name in ("first", "second")]
    plan = rota(tiers=tiers, absences=[away("asha", *SPAN)])

    assert [on(plan, DURING, tier=name) for name in ("first", "second")] == [["low"], ["low"]]


def test_an_override_holds_in_its_own_tier():
    tiers = [{"name": name, "layers": [always("asha")]} for name in ("first", "second")]
    changes = [override(*SPAN, tier="second", person="dai"), override(*SPAN, tier="first", remove="asha")]
    plan = rota(tiers=tiers, overrides=changes)

    assert [on(plan, DURING, tier=name) for name in ("first", "second")] == [["-"], ["dai"]]


def test_a_replacement_stands_in_place_of_one_of_several():
    assert during(always("asha", "ben"), overrides=[put(person="dai", replace="asha")]) == "ben+dai"


def test_a_replacement_of_somebody_who_is_not_on_changes_nothing():
    assert during(always("asha"), overrides=[put(person="dai", replace="carys")]) == "asha"


def test_a_replacement_who_is_away_leaves_the_other_on():
    assert during(always("asha"), overrides=[put(person="dai", replace="asha")], absent=["dai"]) == "asha"


def test_somebody_away_can_be_replaced():
    assert (
        during(always("low"), always("asha"), overrides=[put(person="dai", replace="asha")], absent=["asha"])
        == "dai"
    )


def test_replacements_follow_one_another_in_file_order():
    swaps = [put(person="dai", replace="asha"), put(person="elin", replace="dai")]

    assert during(always("asha"), overrides=swaps) == "elin"
    assert during(always("asha"), overrides=swaps[::-1]) == "dai"


def test_a_replacement_stands_in_for_an_override_alone_too():
    changes = [put(person="elin", replace="dai"), put(person="dai")]

    assert during(always("asha"), overrides=changes) == "elin"


def test_a_replacement_holds_in_every_layer_that_is_asked():
    swap = put(person="dai", replace="asha")

    assert during(always("asha"), always("ben"), overrides=[swap], absent=["ben"]) == "dai"


@pytest.mark.parametrize("people", [("asha", "ben"), ("ben", "asha")], ids=" ".join)
def test_somebody_put_in_place_of_another_who_was_on_anyway_is_on_once_by_the_override(people):
    plan = rota(always(*people), overrides=[put(person="ben", replace="asha")])

    assert sources(plan, "first", instant(DURING, plan.zone)) == {"ben": "override"}


def test_somebody_put_in_their_own_place_is_there_by_the_override():
    plan = rota(always("asha"), overrides=[put(person="asha", replace="asha")])

    assert sources(plan, "first", instant(DURING, plan.zone)) == {"asha": "override"}


def test_somebody_added_is_on_as_well():
    assert during(always("asha"), overrides=[put(add="dai")]) == "asha+dai"
    assert during(layer(turns("week", "2000-01-01", [])), overrides=[put(add="dai")]) == "dai"


def test_somebody_added_who_is_away_or_on_already_is_not_added():
    assert during(always("asha"), overrides=[put(add="dai")], absent=["dai"]) == "asha"
    plan = rota(always("asha"), overrides=[put(add="asha")])
    assert sources(plan, "first", instant(DURING, plan.zone)) == {"asha": "always"}


def test_somebody_added_is_not_replaced():
    assert during(always("asha"), overrides=[put(add="dai"), put(person="elin", replace="dai")]) == "asha+dai"


def test_somebody_removed_is_not_on_and_the_next_lower_layer_fills():
    assert during(always("low"), always("asha"), overrides=[put(remove="asha")]) == "low"
    assert during(always("low"), always("asha", "ben"), overrides=[put(remove="asha")]) == "ben"


@pytest.mark.parametrize(
    "change",
    [{"person": "dai"}, {"person": "dai", "replace": "asha"}, {"add": "dai"}],
    ids=["alone", "in place of another", "added"],
)
def test_somebody_removed_cannot_be_put_there_by_another_override(change):
    assert during(always("asha"), overrides=[put(remove="dai"), put(**change)]) == "asha"
    assert during(always("asha"), overrides=[put(**change), put(remove="dai")]) == "asha"


def test_the_source_is_override_for_whoever_an_override_put_there_else_the_layers_name():
    plan = rota(
        always("asha", "ben", name="base"),
        overrides=[put(person="dai", replace="asha"), put(add="elin")],
    )
    at = instant(DURING, plan.zone)

    assert sources(plan, "first", at) == {"dai": "override", "ben": "base", "elin": "override"}
    assert list(sources(plan, "first", at)) == ["dai", "ben", "elin"]


def test_overrides_and_absences_include_their_start_and_exclude_their_end():
    plan = rota(always("asha"), overrides=[override("2026-11-03T09:00", "2026-11-03T10:00", person="dai")])

    times = ["2026-11-03T08:59:59", "2026-11-03T09:00", "2026-11-03T09:59:59", "2026-11-03T10:00"]
    assert on(plan, *times) == ["asha", "dai", "dai", "asha"]


def test_overrides_that_touch_hand_over_without_a_moment_between():
    spans = [("2026-11-03", "2026-11-04", "dai"), ("2026-11-04", "2026-11-05", "elin")]
    plan = rota(always("asha"), overrides=[override(start, end, person=who) for start, end, who in spans])

    assert on(plan, "2026-11-03T23:59:59", "2026-11-04", "2026-11-05") == ["dai", "elin", "asha"]


def test_absences_of_one_person_may_overlap():
    plan = rota(
        always("low"),
        always("asha"),
        absences=[away("asha", "2026-11-03", "2026-11-06"), away("asha", "2026-11-05", "2026-11-08")],
    )

    assert on(plan, "2026-11-04", "2026-11-05", "2026-11-07", "2026-11-08") == ["low", "low", "low", "asha"]


def test_overrides_span_clock_changes_by_the_one_rule():
    plan = rota(
        always("asha"),
        overrides=[
            override("2027-03-28T01:30", "2027-03-28T04:00", person="dai"),
            override("2026-10-25T01:30", "2026-10-25T02:00", person="elin"),
        ],
    )

    assert (
        shown(plan, "2027-03-28", "2027-03-28T05:00")[1]
        == "03-28 02:00+0100 to 03-28 04:00+0100 dai (override)"
    )
    assert (
        shown(plan, "2026-10-25", "2026-10-25T05:00")[1] == "10-25 01:30+0100 to 10-25 02:00 elin (override)"
    )


def test_the_contracts_own_christmas():
    plan = rota(
        always("asha", name="weeks"),
        overrides=[
            override("2026-12-25T09:00", "2026-12-26T09:00", person="dai"),
            override("2026-12-26T09:00", "2026-12-27T09:00", person="dai", replace="asha"),
            override("2026-12-27T09:00", "2026-12-28T09:00", add="dai"),
            override("2026-12-28T09:00", "2026-12-29T09:00", remove="asha"),
        ],
    )

    assert shown(plan, "2026-12-25", "2026-12-30") == [
        "12-25 00:00 to 12-25 09:00 asha (weeks)",
        "12-25 09:00 to 12-28 09:00 dai (override)",
        "12-27 09:00 to 12-28 09:00 asha (weeks)",
        "12-28 09:00 to 12-29 09:00 -",
        "12-29 09:00 to 12-30 00:00 asha (weeks)",
    ]


def test_windows_in_an_upper_layer_leave_the_rest_to_the_lower():
    plan = rota(
        always("asha"), layer(turns("week", "2000-01-01", "ben"), "days", windows=[window("09:00", "17:00")])
    )

    assert on(plan, "2026-11-03T08:59", "2026-11-03T09:00", "2026-11-03T17:00") == ["asha", "ben", "asha"]
