"""What must hold for every protocol anybody may write, not only for the shipped ones."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.assess import assess, assess_history
from triage.decide import decide
from triage.errors import TriageError
from triage.follow_ups import catalogue
from triage.model import UNKNOWN, Urgency
from triage.protocol import read_protocol

FEW = settings(max_examples=50)  # each draws a whole protocol, so fifty are many
CODES = sorted(catalogue())
CHOICES = ("yes", "no", "child", "teen", "grown")


@st.composite
def questions(draw, default, number):
    codes = draw(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3, unique=True))
    question = {"id": f"q{number}", "ask": "Is it so?", "why": "To know.", "answers": [*codes, UNKNOWN]}
    if draw(st.booleans()):
        floors = st.sampled_from([urgency.value for urgency in Urgency if urgency <= default] + ["default"])
        floor = {code: draw(floors) for code in codes}
        floor[UNKNOWN] = min((value for value in floor.values() if value != "default"), default="default")
        question["floor"] = floor
    if draw(st.booleans()):
        question["leads_to"] = {draw(st.sampled_from(codes)): "P17"}
    return question


@st.composite
def conditions(draw, asked, worst):
    condition = {}
    if draw(st.booleans()):
        question = draw(st.sampled_from(asked))
        condition["when"] = {question["id"]: draw(st.sampled_from(question["answers"]))}
    if draw(st.booleans()):
        condition["at_least"] = draw(
            st.sampled_from([urgency.value for urgency in Urgency if urgency >= worst])
        )
    return condition


@st.composite
def protocols(draw):
    default = draw(st.sampled_from(Urgency))
    asked = [draw(questions(default, number)) for number in range(draw(st.integers(1, 4)))]
    floors = [
        value for question in asked for value in question.get("floor", {}).values() if value != "default"
    ]
    worst = min([default, *floors])
    return read_protocol(
        {
            "code": "P05",
            "title": "Anything",
            "version": "1.0.0",
            "status": "draft",
            "review_by": "2027-05-31",
            "sources": ["Our own wording."],
            "default": default,
            "questions": asked,
            "advice": [{"id": f"a{n}", "say": "Stay."} | draw(conditions(asked, worst)) for n in range(2)],
            "follow_ups": [
                {"code": code} | draw(conditions(asked, worst))
                for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))
            ],
            "safety_net": {"watch_for": "If it gets worse.", "max_minutes": 30},
        },
        CODES,
    )


@st.composite
def histories(draw, protocol):
    events = [(question.id, answer.code) for question in protocol.questions for answer in question.answers]
    taken_back = [(question.id, None) for question in protocol.questions]
    return draw(st.lists(st.sampled_from(events + taken_back), max_size=8))


def some_answers(data, protocol):
    return {
        question.id: data.draw(st.sampled_from([answer.code for answer in question.answers]))
        for question in protocol.questions
        if data.draw(st.booleans())
    }


@FEW
@given(protocols(), st.data())
def test_unknown_counts_as_the_worst_answer(protocol, data):
    answers = some_answers(data, protocol)
    question = data.draw(st.sampled_from(protocol.questions))
    unasked = assess(protocol, {key: value for key, value in answers.items() if key != question.id})
    unknown = assess(protocol, answers | {question.id: UNKNOWN})

    assert unasked.floor is unknown.floor
    for answer in question.answers:
        given_it = assess(protocol, answers | {question.id: answer.code})
        assert unknown.floor.at_least(given_it.floor)
        if answer.floor or not question.red_flag:
            assert set(given_it.advice) <= set(unknown.advice)
            assert set(given_it.follow_ups) <= set(unknown.follow_ups)


@FEW
@given(protocols(), st.data())
def test_no_answer_and_no_edit_lowers_a_floor_already_reached(protocol, data):
    history = data.draw(histories(protocol))

    for length in range(len(history) + 1):
        floor = assess_history(protocol, history[:length]).floor
        answered = [(asked, answer) for asked, answer in history[:length] if answer]
        reached = [protocol.question(asked).floor(answer) for asked, answer in answered]
        assert all(floor.at_least(urgency) for urgency in [protocol.default, *reached] if urgency)


@FEW
@given(protocols(), st.data())
def test_once_everything_is_answered_the_floor_only_rises(protocol, data):
    answered = [
        (question.id, data.draw(st.sampled_from([answer.code for answer in question.answers])))
        for question in protocol.questions
    ]
    edits = [(asked, answer) for asked, answer in data.draw(histories(protocol)) if answer]
    floors = [assess_history(protocol, answered + edits[:length]).floor for length in range(len(edits) + 1)]

    assert floors == sorted(floors, reverse=True)


@FEW
@given(protocols(), st.data())
def test_the_order_of_answers_changes_nothing(protocol, data):
    answers = list(some_answers(data, protocol).items())

    assert len({repr(assess(protocol, dict(order))) for order in permutations(answers)}) == 1


@FEW
@given(protocols(), st.data())
def test_it_is_complete_when_nothing_is_unanswered(protocol, data):
    answers = some_answers(data, protocol)
    assessment = assess(protocol, answers)

    assert set(assessment.unanswered) == {question.id for question in protocol.questions} - set(answers)
    assert assessment.complete is (not assessment.unanswered)
    flags = [protocol.question(asked).red_flag for asked in assessment.unanswered]
    assert flags == sorted(flags, reverse=True)


@FEW
@given(protocols(), st.data(), st.sampled_from(Urgency), st.booleans(), st.booleans())
def test_up_always_down_with_a_reason_below_a_red_flag_with_the_manager(
    protocol, data, chosen, reasoned, agreed
):
    assessment = assess_history(protocol, data.draw(histories(protocol)))
    needs_reason = chosen > assessment.floor
    needs_manager = assessment.red_flag_floor is not None and chosen > assessment.red_flag_floor
    words = {"reason": "The carer is calm now." if reasoned else "", "manager": "Dai Rees" if agreed else ""}

    if (needs_reason and not reasoned) or (needs_manager and not agreed):
        with pytest.raises(TriageError):
            decide(assessment, chosen, **words)
    else:
        assert decide(assessment, chosen, **words).urgency is chosen
