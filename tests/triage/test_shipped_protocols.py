"""Every path of every shipped protocol, and what each must be before a clinician looks at it."""

import re
from itertools import combinations, product

import pytest

from triage.assess import assess
from triage.follow_ups import catalogue
from triage.model import Status, Urgency
from triage.protocol import prove_together

CODES = ["OPEN", *(f"P{number:02}" for number in range(27))]
NEVER = r"\b(client|patient|user|agent|ticket|incident|alert|priority|score|abscond\w*|robot|AI)s?\b"
# What the example content promises for each: default urgency, and the follow-ups that may come of it.
PROMISED = {
    "P00": ("U0", "F10a F11 F21"),
    "P01": ("U1", "F01 F02 F03 F04 F05 F06 F07 F10c F26"),
    "P02": ("U3", "F02 F06 F16 F26"),
    "P03": ("U2", "F04 F05 F06 F19"),
    "P04": ("U2", "F12 F13 F14 F16 F06"),
    "P05": ("U1", "F15 F16 F12 F13 F14 F25 F10b"),
    "P06": ("U2", "F12 F13 F16 F18 F10b F31"),
    "P07": ("U2", "F18 F08 F12 F13"),
    "P08": ("U2", "F02 F25 F13 F19 F10d F20"),
    "P09": ("U2", "F02 F13 F19 F25"),
    "P10": ("U3", "F28 F12 F13 F10e"),
    "P11": ("U1", "F08 F09 F25 F10a F10f"),
    "P12": ("U2", "F02 F25 F13 F27"),
    "P13": ("U1", "F02 F25 F13 F10f"),
    "P14": ("U2", "F12 F13 F17 F16 F26"),
    "P15": ("U3", "F16 F26"),
    "P16": ("U1", "F14 F15 F12 F13"),
    "P17": ("U2", "F15 F16 F12"),
    "P18": ("U3", "F24 F15 F12 F10b"),
    "P19": ("U3", "F14 F12"),
    "P20": ("U2", "F02 F13 F12 F29"),
    "P21": ("U2", "F20 F13"),
    "P22": ("U1", "F02 F12 F17"),
    "P23": ("U1", "F12 F13 F06"),
    "P24": ("U2", "F13 F25"),
    "P25": ("U4", "F30 F26"),
    "P26": ("U5", "F22"),
}


def floor_by_hand(mapping, answers):
    """What the floor must be, worked out from the file itself; no answer counts as unknown."""
    forced = [
        question.get("floor", {}).get(answers.get(question["id"], "unknown"), "default")
        for question in mapping["questions"]
    ]
    return min([mapping["default"], *(urgency for urgency in forced if urgency != "default")])


def answers_of(question):
    return list(question.get("answers", ["yes", "no", "unknown"]))


@pytest.mark.parametrize("code", CODES)
def test_every_path_ends_at_the_floor_its_answers_force(code, mappings, shipped):
    asked = [question["id"] for question in mappings[code]["questions"]]

    for given in product(*(answers_of(question) for question in mappings[code]["questions"])):
        answers = dict(zip(asked, given, strict=True))
        assessment = assess(shipped[code], answers)

        assert assessment.floor == floor_by_hand(mappings[code], answers)
        assert assessment.complete
        assert assessment.advice


@pytest.mark.parametrize("code", CODES)
def test_every_path_half_walked_counts_the_rest_as_unknown(code, mappings, shipped):
    asked = {question["id"]: answers_of(question) for question in mappings[code]["questions"]}

    for pair in [(), *((one,) for one in asked), *combinations(asked, 2)]:
        for given in product(*(asked[name] for name in pair)):
            answers = dict(zip(pair, given, strict=True))
            assessment = assess(shipped[code], answers)

            assert assessment.floor == floor_by_hand(mappings[code], answers)
            assert set(assessment.unanswered) == set(asked) - set(answers)


@pytest.mark.parametrize("code", CODES)
def test_with_every_answer_no_only_the_default_is_left(code, shipped):
    answers = {question.id: "no" for question in shipped[code].questions if question.answer("no")}
    others = {
        question.id: question.answers[0].code
        for question in shipped[code].questions
        if question.id not in answers
    }

    assert assess(shipped[code], others | answers).floor is shipped[code].default


def test_they_are_all_there_and_fit_together(shipped):
    assert list(prove_together(shipped.values())) == CODES


@pytest.mark.parametrize("code", sorted(PROMISED))
def test_each_keeps_the_promised_default_and_follow_ups(code, shipped):
    default, follow_ups = PROMISED[code]

    assert shipped[code].default == default
    assert set(follow_ups.split()) <= set(assess(shipped[code], {}).follow_ups)


@pytest.mark.parametrize("code", CODES)
def test_each_is_a_draft_nobody_has_approved(code, shipped):
    assert shipped[code].status is Status.DRAFT
    assert shipped[code].approved_by == ()


@pytest.mark.parametrize("code", CODES)
def test_whatever_may_be_u0_tells_the_caller_to_dial_999(code, shipped):
    protocol = shipped[code]
    nothing_known = assess(protocol, {})

    if nothing_known.floor is Urgency.U0:
        assert any("999" in line.words for line in nothing_known.advice if line.spoken), code


@pytest.mark.parametrize("code", CODES)
def test_whatever_is_pressing_is_rung_back_and_has_a_net(code, shipped):
    assert "F16" in assess(shipped[code], {}).follow_ups
    assert shipped[code].safety_net.watch_for


@pytest.mark.parametrize("code", CODES)
def test_its_words_can_be_said_at_three_in_the_morning(code, shipped):
    protocol = shipped[code]
    said = [question.ask for question in protocol.questions] + [line.words for line in protocol.advice]

    for words in [*said, protocol.safety_net.watch_for, *(question.why for question in protocol.questions)]:
        assert not re.search(NEVER, words, re.IGNORECASE), words
        assert words[-1] in ".?)", words
        assert len(words) <= 210, words
        assert max(len(sentence.split()) for sentence in re.split(r"[.?!:;]", words)) <= 26, words
    assert all("?" in question.ask for question in protocol.questions)


def test_every_follow_up_of_the_catalogue_is_proposed_by_something(shipped):
    proposed = {rule.code for protocol in shipped.values() for rule in protocol.follow_ups}
    joined_or_by_hand = {"F10", "F10g", "F10h", "F21", "F23", "F03"}

    assert set(catalogue()) - proposed <= joined_or_by_hand


def test_a_child_who_rings_is_not_tested_and_hears_who_will_be_told(shipped):
    rings = {line.id: line.words for line in assess(shipped["OPEN"], {"verified": "child"}).advice}
    nobody = assess(shipped["OPEN"], {"verified": "not_yet"})

    assert "I have to tell those who keep you safe" in rings["child_limits"]
    assert "Do not test who they are" in rings["child_no_questioning"]
    assert "Tell nothing that we know of any child." in rings["child_no_questioning"]
    assert "never on the carer's telephone without their yes" in rings["child_ring_back"]
    assert not any(line.id.startswith("child") for line in nobody.advice)
