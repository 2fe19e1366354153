"""Where answers leave a contact: what binds, what only prompts, and that nothing is lowered."""

from dataclasses import replace
from datetime import date

import pytest

from oncall.writeup.protocol_files import read_all
from oncall.writeup.triage_run import Binding, assessed, binding, reached
from triage.model import Urgency

TODAY = date(2026, 11, 5)
P05 = read_all()["P05"]
CALM = [(f"answer.P05.{one.id}", "no") for one in P05.questions]


def bind(run, values=None, *, practice: bool = True) -> Binding:
    return binding(values or {}, run, {"P05": P05}, today=TODAY, practice=practice)


def test_nothing_binds_before_a_protocol_is_begun():
    assert bind([]) == Binding()


def test_what_has_not_been_asked_counts_as_yes():
    assert bind(CALM[1:]) == Binding(Urgency.U0, Urgency.U0, 1)


def test_when_all_is_answered_the_default_is_left():
    assert bind(CALM) == Binding(Urgency.U1, None, 0)


def test_an_answer_put_right_lowers_nothing():
    run = [*CALM, ("answer.P05.taken", "yes"), ("answer.P05.taken", "no")]

    assert bind(run) == Binding(Urgency.U0, Urgency.U0, 0)


def test_a_draft_drives_nothing_outside_practice():
    assert bind([("answer.P05.taken", "yes")], practice=False) == Binding()


def test_a_floor_that_was_kept_binds_whatever_the_protocol_says_now():
    gentle = replace(P05, questions=P05.questions[:1], default=Urgency.U5)
    run = [("answer.P05.taken", "no"), ("answer.P05.gone_now", "yes")]

    found = binding({"floor.P05": "U1"}, run, {"P05": gentle}, today=TODAY, practice=True)

    assert found == Binding(Urgency.U1, Urgency.U1, 0)


@pytest.mark.parametrize(
    ("answers", "floor"), [([], None), (CALM[:1], None), ([("answer.P05.plan", "yes")], "U1")]
)
def test_only_what_was_answered_is_kept_for_good(answers, floor):
    assert reached(assessed(P05, answers)) == floor
