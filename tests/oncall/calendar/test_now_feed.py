"""Who is on now by a secret address: right to the second, until it is revoked."""

import re

import pytest

ADDRESS = re.compile(r"/rota/now/[\w-]{43}\.json")
MORE = {"service": "marches", "what": "now", "whose": "own"}


@pytest.fixture
def address(browser):
    return ADDRESS.search(browser("farah").post("/rota/feeds", "/rota/feeds", **MORE).text)[0]


def on(app, address):
    """Who is on first, as a screen on the wall is told."""
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.json["tiers"][0]


def test_it_says_who_is_on_each_tier_until_when_and_who_is_next(app, address):
    assert on(app, address) == {
        "tier": "practitioner",
        "people": ["Asha Verma"],
        "until": "2026-11-07T09:00:00+00:00",
        "then": ["Dai Rees"],
    }


def test_a_shift_that_ends_is_over_in_the_next_answer(app, address, scene):
    scene.clock.advance(hours=34, minutes=59, seconds=59.8)
    assert on(app, address)["people"] == ["Asha Verma"]
    scene.clock.advance(seconds=0.2)
    assert on(app, address)["people"] == ["Dai Rees"]


def test_a_change_of_hands_is_told_within_a_second(app, address, scene, browser):
    assert on(app, address)["people"] == ["Asha Verma"]
    browser("carys").post("/rota/take-over", "/rota/take-over?tier=practitioner", tier="practitioner")
    scene.clock.advance(seconds=1)

    assert on(app, address)["people"] == ["Carys Pugh"]


def test_it_is_revoked_within_a_second_and_is_no_calendar(app, address, scene, browser):
    assert app.test_client().get(address.replace("/now/", "/feed/").replace("json", "ics")).status_code == 404
    on(app, address)
    farah = browser("farah")
    revoke = re.search(r"/rota/feeds/\d+/revoke", farah.get("/rota/feeds").text)[0]
    farah.post(revoke, "/rota/feeds")
    scene.clock.advance(seconds=1)

    assert app.test_client().get(address).status_code == 404
    assert app.test_client().get("/rota/now/nothing.json").status_code == 404
