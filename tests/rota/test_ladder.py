"""Who is to be rung, in which order, and who is next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rota.ladder import VOICEMAIL, OnTier, Rung, around, ladder_at, ladder_of, next_rung
from rota.model import PersonId
from tests.rota.plans import always, instant, layer, rota, turns

TIERS = [
    {"name": "practitioner", "ring_seconds": 15, "layers": [always("asha", "ben")]},
    {"name": "backup", "layers": [always("ben", "carys")]},
    {"name": "manager", "ring_seconds": 25, "layers": [layer(turns("week", "2027-01-04", "elin"))]},
]
PLAN = rota(tiers=TIERS)
AT = instant("2026-11-03T22:00", PLAN.zone)


def ladder(**more):
    return ladder_at(PLAN, AT, **{"can_be_rung": lambda person: True} | more)


def test_the_rungs_are_office_line_tiers_last_resort_and_voicemail():
    assert ladder(office_line_seconds=30, last_resort_seconds=40) == (
        Rung("office_line", "office_line", None, 30),
        Rung("tier", "practitioner", "asha", 15),
        Rung("tier", "practitioner", "ben", 15),
        Rung("tier", "backup", "carys", 20),
        Rung("last_resort", "last_resort", None, 40),
        VOICEMAIL,
    )


def test_a_person_on_two_tiers_is_rung_on_the_first_only():
    assert [(rung.tier, rung.person) for rung in ladder()[:-1]] == [
        ("practitioner", "asha"),
        ("practitioner", "ben"),
        ("backup", "carys"),
    ]


def test_whoever_cannot_be_rung_is_left_out():
    assert [rung.person for rung in ladder(can_be_rung={"carys"}.__contains__)] == ["carys", None]


def test_with_nobody_on_and_no_other_line_there_is_still_voicemail():
    assert ladder_at(rota(), AT, can_be_rung=lambda person: True) == (VOICEMAIL,)


@pytest.mark.parametrize(
    ("tried", "busy", "rung"),
    [
        pytest.param([], [], ("office_line", None), id="the first"),
        pytest.param([("office_line", None)], [], ("practitioner", "asha"), id="an unanswered office line"),
        pytest.param(
            [("office_line", None)], ["asha"], ("practitioner", "ben"), id="somebody who is on a call"
        ),
        pytest.param(
            [("practitioner", "asha")], [], ("office_line", None), id="what comes first is asked first"
        ),
        pytest.param(
            [("office_line", None), ("practitioner", "asha"), ("practitioner", "ben")],
            [],
            ("backup", "carys"),
            id="a tier",
        ),
        pytest.param(
            [("office_line", None), ("gone", "asha")],
            ["ben"],
            ("backup", "carys"),
            id="tried on a tier since gone",
        ),
        pytest.param(
            [("office_line", None)],
            ["asha", "ben", "carys"],
            ("last_resort", None),
            id="everybody is on a call",
        ),
    ],
)
def test_the_next_rung_skips_who_is_busy_and_what_was_tried(tried, busy, rung):
    found = next_rung(ladder(office_line_seconds=30, last_resort_seconds=40), tried=tried, busy=busy)

    assert (found.tier, found.person) == rung


def test_at_the_end_there_is_voicemail_however_often_it_is_asked_for():
    rungs = ladder(last_resort_seconds=40)
    tried = [rung.tried for rung in rungs]

    assert next_rung(rungs, tried=tried[:-1]) == VOICEMAIL
    assert next_rung(rungs, tried=tried) == VOICEMAIL


PEOPLE = [PersonId(one) for one in ("asha", "ben", "carys", "dai", "elin")]
SOME = st.frozensets(st.sampled_from(PEOPLE))


@given(st.lists(st.lists(st.sampled_from(PEOPLE))), SOME, SOME, SOME, st.none() | st.just(30))
def test_going_round_somebody_never_leads_to_a_dead_end(tiers, never, at_last, busy, last_resort):
    """Whoever else is on is rung in the same order, whoever comes at last after them; then voicemail."""
    on = [OnTier(f"tier {number}", 20, people) for number, people in enumerate(tiers)]
    whole = ladder_of(on, can_be_rung=lambda person: True, last_resort_seconds=last_resort)

    found = around(whole, never=never, at_last=at_last)

    tried, rung = [], []
    while (one := next_rung(found, tried=tried, busy=busy)).kind != "voicemail":
        rung.append(one)
        tried.append(one.tried)
    free = [one for one in whole[:-1] if one.person not in never | busy]
    assert rung == sorted(free, key=lambda one: one.person in at_last)
    assert found[-1] == VOICEMAIL
    assert around(whole, never=(), at_last=()) == whole
