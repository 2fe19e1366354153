"""Whom each step of paging asks."""

from datetime import timedelta

import pytest

from oncall.paging.plan import (
    MOST_ROUNDS,
    Step,
    owner_first,
    step_of_call,
    step_of_escalation,
    step_of_text,
)
from oncall.service.duty import Roster

NIGHT = Roster((("asha",), ("ben",), ("elin",)), ("dai", "elin"), ("farah",))


def minutes(step: Step) -> float | None:
    return None if step.then is None else step.then / timedelta(minutes=1)


def test_a_call_asks_every_tier_one_after_another():
    step = step_of_call(0, NIGHT)

    assert step.lanes == (("asha", "ben", "elin"),)
    assert minutes(step) == 10


def test_then_the_managers_and_the_team_leads_each_once():
    assert step_of_call(1, NIGHT).lanes == (("dai", "elin", "farah"),)


def test_then_everybody_again_with_growing_pauses_until_it_is_day():
    rounds = [step_of_call(number, NIGHT) for number in range(2, 2 + MOST_ROUNDS + 1)]

    assert {step.lanes for step in rounds} == {(("asha", "ben", "elin", "dai", "farah"),)}
    assert [minutes(step) for step in rounds][:5] == [20, 40, 60, 60, 60]
    assert rounds[-1].then is None


def test_a_text_asks_one_tier_every_five_minutes():
    steps = [step_of_text(number, NIGHT, urgent=False) for number in range(4)]

    assert [step.people for step in steps] == [("asha",), ("ben",), ("elin",), ("dai", "elin", "farah")]
    assert [minutes(step) for step in steps[:3]] == [5, 5, 5]


def test_an_urgent_text_asks_two_tiers_at_once_side_by_side():
    steps = [step_of_text(number, NIGHT, urgent=True) for number in range(2)]

    assert steps[0].lanes == (("asha",), ("ben",))
    assert steps[1].lanes == (("elin",),)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_nobody_at_all_is_no_error(number):
    nobody = Roster((), (), ())

    assert step_of_call(number, nobody).people == ()
    assert step_of_text(number, nobody, urgent=True).people == ()


def test_when_nobody_is_on_those_behind_the_rota_are_asked_at_once():
    nobody_on = Roster((), ("elin",), ("farah",))

    assert step_of_call(0, nobody_on).people == ("elin", "farah")
    assert step_of_text(0, nobody_on, urgent=False).people == ("elin", "farah")


def test_when_a_manager_is_wanted_the_one_on_duty_is_asked_first():
    step = step_of_escalation(0, NIGHT)

    assert step.lanes == (("elin", "dai", "farah"),)
    assert minutes(step) == 5


def test_when_there_is_no_manager_everybody_is_asked():
    nobody = Roster((("asha",), ("ben",)), (), ())

    assert step_of_escalation(0, nobody).lanes == (("asha", "ben"),)


@pytest.mark.parametrize(
    ("owner", "at_once", "after"),
    [
        ("asha", ("asha", "ben"), ("elin",)),
        ("ben", ("ben", "elin"), ("asha",)),
        ("elin", ("elin", "asha"), ("ben",)),
        ("carys", ("carys", "asha"), ("ben",)),
    ],
)
def test_whoever_has_it_and_the_next_above_them_are_asked_at_once(owner, at_once, after):
    steps = [step_of_text(number, owner_first(owner, NIGHT), urgent=True) for number in range(2)]

    assert steps[0].lanes == tuple((person,) for person in at_once)
    assert steps[1].people == after


def test_beside_whoever_has_it_alone_on_call_those_behind_the_rota_are_asked():
    alone = Roster((("elin",),), ("dai", "elin"), ("farah",))

    assert step_of_text(0, owner_first("elin", alone), urgent=True).lanes == (("elin",), ("dai", "farah"))


def test_a_colleague_on_the_same_tier_is_asked_after_those_above():
    two = Roster((("asha", "carys"), ("ben",)), (), ())

    steps = [step_of_text(number, owner_first("asha", two), urgent=True) for number in range(2)]
    assert [step.lanes for step in steps] == [(("asha",), ("ben",)), (("carys",),)]
