"""Swaps and take-overs laid anew when their shift moves: where they go, and when they cannot."""

from copy import deepcopy
from datetime import UTC, datetime

from oncall.service.follow import lay_anew
from rota.cover import who_is_on
from tests.oncall.shifts.plain import service

NOW = datetime(2026, 11, 4, 12, tzinfo=UTC)
NIGHTS = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "17:00", "until": "09:00"}
SWAP = {
    "tier": "practitioner",
    "from": "2026-11-06T17:00",
    "until": "2026-11-07T09:00",
    "person": "dai",
    "replace": "asha",
    "reason": "swap",
}
TAKEN_OVER = {
    "tier": "practitioner",
    "from": "2026-11-03T20:00",
    "until": "2026-11-05T09:00",
    "person": "dai",
    "reason": "taken over",
}
WRITTEN = {
    "timezone": "Europe/London",
    "tiers": [
        {
            "name": "practitioner",
            "layers": [
                {
                    "name": "nights",
                    "rotation": {
                        "unit": "week",
                        "from": "2026-11-02T09:00",
                        "people": ["asha", "ben", "carys"],
                    },
                    "windows": [NIGHTS],
                }
            ],
        },
        {
            "name": "backup",
            "layers": [
                {
                    "name": "weeks",
                    "rotation": {"unit": "week", "from": "2026-11-02T09:00", "people": ["elin"]},
                }
            ],
        },
    ],
    "overrides": [SWAP],
}


def night(day, hour=22):
    """An instant of a night of November."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def with_people(*people, overrides=(SWAP,)):
    made = deepcopy(WRITTEN)
    made["tiers"][0]["layers"][0]["rotation"]["people"] = list(people)
    made["overrides"] = list(overrides)
    return made


def with_window(**changes):
    made = deepcopy(WRITTEN)
    made["tiers"][0]["layers"][0]["windows"] = [NIGHTS | changes]
    return made


def laid(after, before=WRITTEN):
    """What comes of a rota that is to follow another, and who is on a night by it."""
    found = lay_anew(service(before), after, NOW)
    return found, lambda at, tier="practitioner": who_is_on(service(found.definition).rota, tier, at)


def test_a_rota_that_moves_no_shift_leaves_every_swap_as_it_was_written():
    after = with_people("asha", "ben", "carys")
    after["tiers"][1]["layers"][0]["rotation"]["people"] = ["farah"]

    found, _ = laid(after)

    assert found.definition is after
    assert (found.follow, found.unfit) == ((), ())


def test_a_swap_goes_with_the_same_night_of_the_week_that_has_moved():
    found, on = laid(with_people("ben", "asha", "carys"))

    assert [on(night(day)) for day in (6, 12, 13)] == [("ben",), ("asha",), ("dai",)]
    [follows] = found.follow
    assert follows.spans == ((night(13, 17), night(14, 9)),)
    assert found.unfit == ()


def test_a_swap_grows_with_its_shift():
    found, on = laid(with_window(**{"from": "16:00", "until": "10:00"}))

    assert [on(night(6, 16)), on(night(7, 9)), on(night(5, 16))] == [("dai",), ("dai",), ("asha",)]
    assert len(found.follow) == 1


def test_a_swap_that_still_covers_a_shorter_shift_stays():
    found, on = laid(with_window(**{"from": "18:00", "until": "08:00"}))

    assert on(night(6)) == ("dai",)
    assert (found.follow, found.unfit) == ((), ())


def test_a_swap_whose_shift_has_gone_no_longer_fits():
    found, on = laid(with_people("ben", "carys"))

    assert on(night(6)) == ("ben",)
    assert [one.person for one in found.unfit] == ["dai"]
    assert found.follow == ()


def test_a_swap_that_would_break_a_rule_where_its_shift_is_now_no_longer_fits():
    after = with_people("ben", "asha", "carys")
    backup = {"tier": "backup", "from": "2026-11-13T17:00", "until": "2026-11-14T09:00", "person": "dai"}
    after["overrides"].append(backup)

    found, on = laid(after)

    assert on(night(13)) == ("asha",)
    assert [one.person for one in found.unfit] == ["dai"]


def test_a_swap_does_not_go_to_a_time_when_its_taker_is_away():
    after = with_people("ben", "asha", "carys")
    after["absences"] = [{"person": "dai", "from": "2026-11-12T00:00", "until": "2026-11-20T00:00"}]

    assert len(laid(after)[0].unfit) == 1


def test_what_the_coordinator_has_taken_out_or_changed_is_left_as_they_wrote_it():
    later = SWAP | {"until": "2026-11-07T08:00"}

    assert laid(with_people("ben", "asha", "carys", overrides=()))[0].follow == ()
    assert laid(with_people("ben", "asha", "carys", overrides=[later]))[0].definition["overrides"] == [later]


def test_a_swap_of_a_swap_goes_with_the_first():
    second = SWAP | {"person": "farah", "replace": "dai"}
    both = [SWAP, second]

    found, on = laid(
        with_people("ben", "asha", "carys", overrides=both),
        with_people("asha", "ben", "carys", overrides=both),
    )

    assert on(night(13)) == ("farah",)
    assert len(found.follow) == 2


def test_both_halves_of_an_exchange_follow():
    back = SWAP | {
        "from": "2026-11-10T17:00",
        "until": "2026-11-11T09:00",
        "person": "asha",
        "replace": "ben",
    }
    both = [SWAP | {"person": "ben"}, back]

    found, on = laid(
        with_people("ben", "asha", "carys", overrides=both),
        with_people("asha", "ben", "carys", overrides=both),
    )

    assert [on(night(day)) for day in (3, 6, 13)] == [("ben",), ("ben",), ("ben",)]
    # Ben's Tuesday has come to the week that is going on and is over: it is nobody's to give any more.
    assert [one.replaced for one in found.unfit] == ["ben"]


def test_a_swap_of_two_nights_is_laid_night_by_night():
    two = [SWAP | {"from": "2026-11-05T17:00"}]

    found, on = laid(
        with_people("ben", "asha", "carys", overrides=two), with_people("asha", "ben", "carys", overrides=two)
    )

    assert [on(night(day)) for day in (11, 12, 13)] == [("asha",), ("dai",), ("dai",)]
    assert len(found.definition["overrides"]) == 2


def test_taking_over_ends_when_its_shift_does():
    before = with_people("asha", "ben", "carys", overrides=[TAKEN_OVER])
    before["tiers"][0]["layers"][0]["windows"] = []
    before["tiers"][0]["layers"][0]["rotation"] |= {"unit": "day", "from": "2026-11-02T09:00", "every": 3}
    after = deepcopy(before)
    after["tiers"][0]["layers"][0]["rotation"]["from"] = "2026-11-02T11:00"

    found, on = laid(after, before)

    assert [on(night(5, 10)), on(night(5, 11))] == [("dai",), ("ben",)]
    assert len(found.follow) == 1


def test_taking_over_from_somebody_who_is_no_longer_on_is_named_and_goes_on():
    before = with_people("asha", "ben", overrides=[TAKEN_OVER])
    before["tiers"][0]["layers"][0]["windows"] = []
    after = deepcopy(before)
    after["tiers"][0]["layers"][0]["rotation"]["people"] = ["carys", "ben"]

    found, on = laid(after, before)

    assert on(night(4, 13)) == ("dai",)
    assert len(found.unfit) == 1


def test_what_is_over_is_not_moved():
    over = [SWAP | {"from": "2026-11-03T17:00", "until": "2026-11-04T09:00"}]
    after = with_people("ben", "asha", "carys", overrides=over)

    assert laid(after, with_people("asha", "ben", "carys", overrides=over))[0].definition is after
