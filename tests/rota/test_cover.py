"""Who is on at an instant, and in a span: precedence, gaps, cutting and joining."""

from tests.rota.plans import layer, on, rota, turns

NIGHT = "2026-11-03T22:00"


def test_a_rotation_is_on_from_its_start_and_not_before():
    plan = rota(layer(turns("week", "2026-11-02T09:00", "asha", "ben"), "weeks"))

    assert on(plan, "2026-11-02T08:59:59", "2026-11-02T09:00", "2026-11-09T08:59:59", "2026-11-09T09:00") == [
        "-",
        "asha",
        "asha",
        "ben",
    ]
