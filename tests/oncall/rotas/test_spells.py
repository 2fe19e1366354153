"""Spells: who is on by a rota, what put them there, and when their shift began."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.rotas.duty_store import InForce
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.spells import CameBy, spells

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rota(*overrides, people=("asha", "ben")):
    """Turns of a day each from Monday at nine; asha's comes first."""
    rotation = {"unit": "day", "from": "2026-11-02T09:00", "people": list(people)}
    tiers = [{"name": "first", "layers": [{"name": "days", "rotation": rotation}]}]
    return rota_from_mapping({"timezone": "Europe/London", "tiers": tiers, "overrides": list(overrides)})


def override(start, until, **whom):
    span = {"from": f"2026-11-02T{start}:00", "until": f"2026-11-02T{until}:00"}
    return {"tier": "first", **span, **whom}


def seen(pieces, newest, reasons):
    """The spells in hours since Monday at nine."""

    def hours(at):
        return None if at is None else (at - MONDAY) / HOUR

    return [
        (one.person, hours(one.start), hours(one.end), one.came_by) for one in spells(pieces, newest, reasons)
    ]


@pytest.mark.parametrize(
    ("reason", "came_by"),
    [
        ("swap", CameBy.SWAP),
        ("taken over", CameBy.TAKEN_OVER),
        ("gap", CameBy.COVER),
        ("a favour", CameBy.OVERRIDE),
    ],
)
def test_a_change_of_hands_is_told_by_the_reason_it_gives(reason, came_by):
    plan = rota(override(12, 14, person="dai", replace="asha"))
    piece, newest = InForce(MONDAY, MONDAY + 9 * HOUR, plan, 1), InForce(MONDAY + 9 * HOUR, MONDAY, plan, 1)

    assert seen([piece], newest, {1: [reason]}) == [
        ("asha", 0, 3, CameBy.TURN),
        ("dai", 3, 5, came_by),
        ("asha", 5, None, CameBy.TURN),
    ]


def test_whoever_stays_on_by_the_next_rota_stays_in_one_spell():
    before, after = rota(), rota(override(18, 20, person="dai"))
    pieces = [
        InForce(MONDAY, MONDAY + 2 * HOUR, before, 1),
        InForce(MONDAY + 2 * HOUR, MONDAY + 4 * HOUR, after, 2),
    ]

    assert seen(pieces, InForce(MONDAY + 4 * HOUR, MONDAY, after, 2), {}) == [("asha", 0, None, CameBy.TURN)]


def test_who_was_on_before_by_an_override_is_in_the_shift_that_began_with_it():
    plan = rota(override(10, 12, person="ben"), people=("ben",))
    found = spells(
        [InForce(MONDAY, MONDAY + 5 * HOUR, plan, 1)], InForce(MONDAY + 5 * HOUR, MONDAY, plan, 1), {}
    )

    assert [(one.start, one.came_by, one.shift_start) for one in found] == [
        (MONDAY, CameBy.TURN, MONDAY),
        (MONDAY + HOUR, CameBy.OVERRIDE, MONDAY),
        (MONDAY + 3 * HOUR, CameBy.TURN, MONDAY),
    ]
