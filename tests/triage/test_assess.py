"""Answers so far → the floor, what is still to ask, advice, follow-ups."""

import pytest

from triage.assess import assess, assess_history, highest
from triage.errors import TriageError
from triage.model import Forced, Urgency

CALM = {"tired": "no", "taken": "no", "age": "teen"}


def lines(assessment):
    return [line.id for line in assessment.advice]


def test_nothing_answered_counts_as_unknown(protocol):
    nothing = assess(protocol, {})

    assert nothing.floor is nothing.red_flag_floor is Urgency.U0
    assert (
        nothing.floor is assess(protocol, dict.fromkeys(("tired", "taken", "age", "sure"), "unknown")).floor
    )
    assert not nothing.complete


def test_red_flags_are_asked_first_the_most_urgent_of_them_first(protocol):
    assert assess(protocol, {}).unanswered == ("taken", "age", "tired", "sure")
    assert assess(protocol, {"taken": "no"}).unanswered == ("age", "tired", "sure")


def test_with_every_red_flag_answered_no_the_default_stands(protocol):
    calm = assess(protocol, CALM)

    assert (calm.floor, calm.red_flag_floor, calm.forced) == (Urgency.U3, None, ())
    assert calm.unanswered == ("sure",)
    assert assess(protocol, CALM | {"sure": "yes"}).complete


def test_the_floor_says_what_forces_it_the_most_urgent_first(protocol):
    forced = assess(protocol, {"tired": "yes", "age": "unknown"}).forced

    assert forced == (
        Forced("taken", None, Urgency.U0),
        Forced("age", "unknown", Urgency.U1),
        Forced("tired", "yes", Urgency.U2),
    )


def test_advice_follows_the_answers_and_the_floor(protocol):
    assert lines(assess(protocol, CALM | {"sure": "yes"})) == ["well_done", "stay"]
    assert lines(assess(protocol, CALM | {"taken": "yes"})) == ["dial_999", "keep", "stay"]
    assert lines(assess(protocol, CALM | {"sure": "unknown"})) == ["check", "well_done", "stay"]


def test_a_red_flag_not_asked_or_not_known_brings_the_advice_for_yes(protocol):
    for answers in ({}, {"taken": "unknown"}):
        assert lines(assess(protocol, answers)) == ["dial_999", "keep", "stay"]


def test_a_follow_up_is_left_out_only_by_an_answer(protocol):
    assert assess(protocol, {}).follow_ups == ("F16", "F15", "F13", "F14")
    assert assess(protocol, CALM).follow_ups == ("F16", "F13")
    assert assess(protocol, CALM | {"sure": "unknown"}).follow_ups == ("F16", "F13")
    assert assess(protocol, CALM | {"sure": "yes"}).follow_ups == ("F16",)
    assert assess(protocol, CALM | {"sure": "yes", "age": "child"}).follow_ups == ("F16", "F15", "F14")


def test_an_answer_opens_another_protocol_and_so_does_not_knowing(protocol):
    assert assess(protocol, {"taken": "yes"}).leads_to == ("P17",)
    assert assess(protocol, {"taken": "unknown"}).leads_to == ("P17",)
    assert assess(protocol, {"taken": "no"}).leads_to == ()
    assert assess(protocol, {}).leads_to == ()


@pytest.mark.parametrize(
    ("given", "means"), [(True, "yes"), (False, "no"), (" YES ", "yes"), ("Unknown", "unknown")]
)
def test_answers_are_taken_as_json_and_hurried_people_write_them(protocol, given, means):
    assert assess(protocol, CALM | {"taken": given}) == assess(protocol, CALM | {"taken": means})


def test_none_is_no_answer_yet(protocol):
    assert assess(protocol, CALM | {"taken": None}).unanswered == ("taken", "sure")


def test_an_unknown_question_is_refused_with_those_there_are(protocol):
    with pytest.raises(
        TriageError, match=r"^P05 has no question “eaten”; it asks sure, tired, taken, age\.$"
    ):
        assess(protocol, {"eaten": "yes"})


@pytest.mark.parametrize("answer", ["perhaps", "", 1, ["yes"], {"yes": True}])
def test_an_answer_not_on_offer_is_refused_and_not_repeated(protocol, answer):
    with pytest.raises(
        TriageError, match=r"^P05, question age: the answer must be one of child, teen, unknown\.$"
    ):
        assess(protocol, {"age": answer})


def test_a_correction_does_not_lower_the_floor(protocol):
    corrected = assess_history(protocol, [*CALM.items(), ("taken", "yes"), ("taken", "no")])

    assert corrected.floor is corrected.red_flag_floor is Urgency.U0
    assert corrected.forced == (Forced("taken", "yes", Urgency.U0),)
    assert lines(corrected) == ["dial_999", "well_done", "stay"]


def test_an_answer_taken_back_is_asked_again_and_does_not_lower_the_floor(protocol):
    taken_back = assess_history(protocol, [("age", "child"), ("taken", "no"), ("tired", "no"), ("age", None)])

    assert taken_back.floor is Urgency.U1
    assert taken_back.unanswered == ("age", "sure")
    assert assess_history(protocol, [("age", "teen"), ("age", None)]).forced[1] == Forced(
        "age", None, Urgency.U1
    )


def test_the_most_urgent_of_several_protocols_counts(protocol):
    assert highest([assess(protocol, CALM), assess(protocol, CALM | {"age": "child"})]) is Urgency.U1
