"""Who is on now, and who is next."""

from datetime import UTC, datetime

import pytest

from oncall.rotas.rota_file import rota_from_mapping
from oncall.service.turns import Turn, turn_at

THURSDAY_NIGHT = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)


def rota(*layers: dict, **more):
    return rota_from_mapping(
        {"timezone": "Europe/London", "tiers": [{"name": "first", "layers": list(layers)}], **more}
    )


def weeks(people: list, **more) -> dict:
    return {
        "name": "weeks",
        "rotation": {"unit": "week", "from": "2026-11-02T09:00", "people": people},
        **more,
    }


def test_a_week_ends_and_the_next_person_begins():
    until = datetime(2026, 11, 9, 9, tzinfo=UTC)

    assert turn_at(rota(weeks(["asha", "ben"])), "first", THURSDAY_NIGHT) == Turn(
        "first", ("asha",), until, ("ben",)
    )


def test_changes_of_what_put_them_there_are_none_of_the_person():
    override = {"tier": "first", "from": "2026-11-06T09:00", "until": "2026-11-07T09:00", "person": "asha"}
    turn = turn_at(rota(weeks(["asha", "ben"]), overrides=[override]), "first", THURSDAY_NIGHT)

    assert (turn.until, turn.then) == (datetime(2026, 11, 9, 9, tzinfo=UTC), ("ben",))


def test_one_of_two_who_are_on_together_leaves():
    absence = {"person": "ben", "from": "2026-11-06T08:00", "until": "2026-11-06T20:00"}
    turn = turn_at(rota(weeks([["asha", "ben"]]), absences=[absence]), "first", THURSDAY_NIGHT)

    assert turn == Turn("first", ("asha", "ben"), datetime(2026, 11, 6, 8, tzinfo=UTC), ("asha",))


def test_a_gap_has_nobody_in_it_and_an_end():
    nights = [{"days": ["fri"], "from": "17:00", "until": "09:00"}]
    turn = turn_at(rota(weeks(["asha"], windows=nights)), "first", THURSDAY_NIGHT)

    assert turn == Turn("first", (), datetime(2026, 11, 6, 17, tzinfo=UTC), ("asha",))


def test_before_a_gap_nobody_is_next():
    turn = turn_at(rota(weeks(["asha"], until="2026-11-06T09:00")), "first", THURSDAY_NIGHT)

    assert turn == Turn("first", ("asha",), datetime(2026, 11, 6, 9, tzinfo=UTC), ())


@pytest.mark.parametrize("people", [["asha"], []])
def test_what_never_changes_has_no_end(people):
    assert turn_at(rota(weeks(people)), "first", THURSDAY_NIGHT) == Turn("first", tuple(people), None, ())
