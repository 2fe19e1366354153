"""Stretches join up, overlap nowhere, and know who is on together."""

from datetime import UTC, datetime, timedelta

from oncall.rotas.duty_store import InForce
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.stretches import Duty, Stretch, cut, duties, over_versions, stretches

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rota(*people, more=(), **given):
    rotation = {"unit": "day", "from": "2026-11-02T09:00", "people": list(people)}
    tiers = [{"name": "practitioner", "layers": [{"name": "days", "rotation": rotation}, *more]}]
    return rota_from_mapping({"timezone": "Europe/London", "tiers": tiers, **given})


def test_turns_follow_one_another():
    found = stretches(rota("asha", "ben"), "practitioner", MONDAY, MONDAY + 2 * DAY)

    assert found == [
        Stretch(MONDAY, MONDAY + DAY, ("asha",)),
        Stretch(MONDAY + DAY, MONDAY + 2 * DAY, ("ben",)),
    ]


def test_the_time_before_the_first_turn_is_a_gap():
    found = stretches(rota("asha"), "practitioner", MONDAY - HOUR, MONDAY + HOUR)

    assert [each.people for each in found] == [(), ("asha",)]


def test_one_person_by_two_layers_is_one_stretch():
    rotation = {"unit": "week", "from": "2026-11-02T12:00", "people": ["asha"]}

    found = stretches(
        rota("asha", more=[{"name": "more", "rotation": rotation}]), "practitioner", MONDAY, MONDAY + DAY
    )

    assert found == [Stretch(MONDAY, MONDAY + DAY, ("asha",))]


def test_people_on_together_are_told_together():
    added = {"tier": "practitioner", "from": "2026-11-02T10:00", "until": "2026-11-02T11:00", "add": "ben"}

    found = stretches(rota("asha", overrides=[added]), "practitioner", MONDAY, MONDAY + 3 * HOUR)

    assert [each.people for each in found] == [("asha",), ("asha", "ben"), ("asha",)]
    assert duties("practitioner", found) == [
        Duty("practitioner", "asha", MONDAY, MONDAY + 3 * HOUR),
        Duty("practitioner", "ben", MONDAY + HOUR, MONDAY + 2 * HOUR),
    ]


def test_whoever_comes_back_has_two_duties():
    found = stretches(rota("asha", "ben"), "practitioner", MONDAY, MONDAY + 3 * DAY)

    assert [duty.person for duty in duties("practitioner", found)] == ["asha", "ben", "asha"]


def test_a_tier_that_an_earlier_rota_did_not_have_is_a_gap_then():
    pieces = [
        InForce(MONDAY, MONDAY + HOUR, rota_from_mapping({"timezone": "Europe/London", "tiers": []})),
        InForce(MONDAY + HOUR, MONDAY + 2 * HOUR, rota("asha")),
    ]

    assert [each.people for each in over_versions(pieces, "practitioner")] == [(), ("asha",)]


def test_a_new_rota_with_the_same_people_breaks_nothing():
    pieces = [InForce(MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR, rota("asha")) for n in range(3)]

    assert over_versions(pieces, "practitioner") == [Stretch(MONDAY, MONDAY + 3 * HOUR, ("asha",))]


def test_stretches_are_cut_to_spans():
    found = [Stretch(MONDAY, MONDAY + DAY, ("asha",)), Stretch(MONDAY + DAY, MONDAY + 2 * DAY, ())]
    spans = [
        (MONDAY - HOUR, MONDAY + HOUR),
        (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR),
        (MONDAY + DAY - HOUR, MONDAY + DAY + HOUR),
    ]

    assert [(each.start - MONDAY, each.length, each.people) for each in cut(found, spans)] == [
        (0 * HOUR, HOUR, ("asha",)),
        (2 * HOUR, HOUR, ("asha",)),
        (23 * HOUR, HOUR, ("asha",)),
        (24 * HOUR, HOUR, ()),
    ]
