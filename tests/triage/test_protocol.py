"""A protocol loads only if it is proven complete; everything wrong is told at once."""

from datetime import date

import pytest

from triage.errors import ContentError, TriageError
from triage.follow_ups import catalogue
from triage.model import Status, Urgency
from triage.protocol import prove_together, read_protocol


def read(mapping):
    return read_protocol(mapping, catalogue(), "P05.yaml")


def question(small, **changes):
    small["questions"][2] |= changes
    return small


def test_a_complete_protocol_is_read_as_it_is_written(protocol):
    taken = protocol.question("taken")

    assert (protocol.default, protocol.status, protocol.review_by) == (
        Urgency.U3,
        Status.DRAFT,
        date(2027, 5, 31),
    )
    assert [answer.words for answer in taken.answers] == ["Yes", "No", "Not known"]
    assert (taken.floor("yes"), taken.floor("no"), taken.floor(None)) == (Urgency.U0, None, Urgency.U0)
    assert taken.floor("perhaps") is None
    assert [question.id for question in protocol.questions if question.red_flag] == ["tired", "taken", "age"]


def test_yaml_that_reads_yes_as_true_means_the_same(small, protocol):
    question(
        small, answers=[True, False, "unknown"], floor={True: "U0", "unknown": "U0"}, leads_to={True: "P17"}
    )

    assert read(small) == protocol


FAULTS = {
    "code": ({"code": "suicide"}, "code: needs a code such as P05"),
    "no title": ({"title": " "}, "title: needs words"),
    "version": ({"version": 0.1}, "version: needs a version of three numbers"),
    "status": ({"status": "live"}, "status: should be one of draft, approved, retired"),
    "review": ({"review_by": "next spring"}, "review_by: needs a date such as 2027-05-31"),
    "no review": ({"review_by": None}, "review_by: needs a date"),
    "effective": ({"effective_from": 7}, "effective_from: needs a date"),
    "no sources": ({"sources": []}, "sources: needs a list with something in it"),
    "empty source": ({"sources": [""]}, "sources, number 1: needs words"),
    "no default": ({"default": None}, "default: should be one of U0, U1"),
    "no questions": ({"questions": []}, "questions: needs a list"),
    "question is no mapping": (
        {"questions": ["why"]},
        "questions, number 1: here should be fields with values",
    ),
    "no advice": ({"advice": None}, "advice: needs a list"),
    "advice neither": ({"advice": [{"id": "a"}]}, "advice, number 1: needs either what to say"),
    "advice both": (
        {"advice": [{"id": "a", "say": "x", "do": "y"}]},
        "advice, number 1: needs either what to say",
    ),
    "advice twice": (
        {"advice": [{"id": "a", "say": "x"}] * 2},
        "advice, number 2, id: there is a line a already",
    ),
    "advice for nobody": (
        {"advice": [{"id": "a", "say": "x", "when": {"taken": "perhaps"}}]},
        "advice, number 1, when, taken: names an answer that is not on offer",
    ),
    "advice for no answer": (
        {"advice": [{"id": "a", "say": "x", "when": {"taken": []}}]},
        "advice, number 1, when, taken: names an answer that is not on offer",
    ),
    "advice on no question": (
        {"advice": [{"id": "a", "say": "x", "when": {"eaten": "yes"}}]},
        "advice, number 1, when, eaten: there is no question of this name",
    ),
    "follow-up unknown": (
        {"follow_ups": ["F99"]},
        "follow_ups, number 1, code: F99 is not in the follow-up catalogue",
    ),
    "follow-up twice": ({"follow_ups": ["F16", "F16"]}, "follow_ups, number 2, code: F16 is there already"),
    "follow-up without code": (
        {"follow_ups": [{"when": {"taken": "yes"}}]},
        "follow_ups, number 1, code: needs a follow-up's",
    ),
    "no net": ({"safety_net": None}, "safety_net: is needed, since U0 can be reached"),
    "net without time": ({"safety_net": {"watch_for": "x"}}, "safety_net, max_minutes: is needed, since U0"),
    "net with odd time": (
        {"safety_net": {"watch_for": "x", "max_minutes": True}},
        "max_minutes: needs a whole number",
    ),
    "net without words": ({"safety_net": {"max_minutes": 5}}, "safety_net, watch_for: needs words"),
    "unknown field": ({"titel": "x"}, "titel: there is no field of this name"),
    "approved by nobody": (
        {"status": "approved"},
        "approved_by: an approved protocol needs two different people",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_is_named_where_it_is(small, case):
    changes, says = FAULTS[case]

    with pytest.raises(ContentError) as error:
        read(small | changes)

    assert any(says in str(fault) for fault in error.value.faults), str(error.value)


QUESTION_FAULTS = {
    "no why": ({"why": ""}, "why: needs words"),
    "no ask": ({"ask": None}, "ask: needs words"),
    "id": ({"id": "What is it?"}, "id: needs a short name"),
    "id twice": ({"id": "sure"}, "id: there is a question sure already"),
    "no unknown": ({"answers": ["yes", "no"]}, "answers: must offer unknown"),
    "only unknown": (
        {"answers": ["unknown"], "floor": {}, "leads_to": {}},
        "answers: must offer unknown and at least one",
    ),
    "twice": ({"answers": ["yes", "no", "no", "unknown"]}, "answers: offers an answer twice"),
    "answer code": (
        {"answers": ["yes", "perhaps not", "unknown"]},
        "the answer “perhaps not” needs a short name",
    ),
    "answers in words": ({"answers": "yes or no"}, "answers: here should be fields with values"),
    "silent yes": (
        {"floor": {"unknown": "U0"}},
        "floor: says nothing for yes; every answer must lead somewhere",
    ),
    "silent unknown": (
        {"floor": {"yes": "U0"}},
        "floor: says nothing for unknown; every answer must lead somewhere",
    ),
    "unknown less": (
        {"floor": {"yes": "U0", "unknown": "U1"}},
        "unknown must force as much as the most urgent answer",
    ),
    "unknown rests": (
        {"floor": {"yes": "U0", "unknown": "default"}},
        "unknown must force as much as the most urgent",
    ),
    "below default": (
        {"floor": {"yes": "U4", "unknown": "U4"}},
        "U4 is less urgent than the protocol's own U3",
    ),
    "no urgency": ({"floor": {"yes": "soon", "unknown": "U0"}}, "floor, yes: should be one of U0"),
    "floor for nobody": (
        {"floor": {"maybe": "U0", "yes": "U0", "unknown": "U0"}},
        "floor, maybe: the answer “maybe” is not",
    ),
    "leads from nobody": (
        {"leads_to": {"maybe": "P01"}},
        "leads_to, maybe: the answer “maybe” is not on offer",
    ),
}


@pytest.mark.parametrize("case", QUESTION_FAULTS)
def test_what_is_wrong_with_a_question_is_named(small, case):
    changes, says = QUESTION_FAULTS[case]

    with pytest.raises(ContentError) as error:
        read(question(small, **changes))

    assert any(says in str(fault) for fault in error.value.faults), str(error.value)


def test_everything_wrong_is_told_at_once(small):
    with pytest.raises(ContentError, match=r"^P05.yaml cannot be used: .*title.*; .*sources") as error:
        read(small | {"title": "", "sources": []})

    assert [fault.where for fault in error.value.faults] == [("title",), ("sources",)]


@pytest.mark.parametrize("nothing", [None, [], "P05", 5])
def test_what_is_no_mapping_is_refused(nothing):
    with pytest.raises(ContentError, match="here should be fields with values"):
        read(nothing)


def test_advice_that_waits_for_an_urgency_nothing_reaches_is_refused(small):
    small["questions"] = [{"id": "sure", "ask": "Sure?", "why": "To know."}]
    small["advice"] = [{"id": "late", "say": "Dial 999.", "at_least": "U0"}]
    small["follow_ups"] = ["F26"]

    with pytest.raises(ContentError, match="this protocol never reaches U0"):
        read(small)


def test_what_stays_below_u3_needs_no_safety_net(small):
    small |= {
        "default": "U4",
        "safety_net": None,
        "advice": [{"id": "thanks", "say": "Thank you."}],
        "follow_ups": ["F26"],
    }
    small["questions"] = [{"id": "sure", "ask": "Sure?", "why": "To know."}]

    assert read(small).safety_net is None
    assert read(small | {"safety_net": {"watch_for": "Ring again."}}).safety_net.max_minutes is None


APPROVED = {
    "status": "approved",
    "approved_by": [
        {"name": "Elin Hughes", "role": "clinical lead", "on": "2026-11-20"},
        {"name": "Farah Siddiqi", "role": "safeguarding lead", "on": date(2026, 11, 21)},
    ],
    "effective_from": "2026-12-01",
}


def test_two_people_and_a_day_make_it_approved(small):
    protocol = read(small | APPROVED)

    assert [approval.name for approval in protocol.approved_by] == ["Elin Hughes", "Farah Siddiqi"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"approved_by": [APPROVED["approved_by"][0]] * 2}, "needs two different people"),
        ({"effective_from": None}, "needs the day from which it counts"),
        ({"effective_from": "2026-11-20"}, "is before the day it was approved"),
        ({"review_by": "2026-11-30"}, "is before the day from which it counts"),
        ({"approved_by": [{"name": "", "role": "", "on": ""}]}, "approved_by, number 1, name: needs words"),
    ],
)
def test_an_approval_that_does_not_hold_is_refused(small, changes, says):
    with pytest.raises(ContentError) as error:
        read(small | APPROVED | changes)

    assert says in str(error.value)


@pytest.mark.parametrize(
    ("changes", "live", "practice"),
    [
        ({}, False, True),
        (APPROVED, True, True),
        (APPROVED | {"effective_from": "2026-12-02"}, False, True),
        (APPROVED | {"status": "retired"}, False, False),
    ],
)
def test_only_an_approved_protocol_in_effect_drives_a_live_contact(small, changes, live, practice):
    protocol = read(small | changes)
    today = date(2026, 12, 1)

    assert protocol.may_drive(today, practice=False) is live
    assert protocol.may_drive(today, practice=True) is practice


def test_protocols_fit_together_only_if_every_answer_leads_to_one_of_them(small, protocol):
    other = read(
        small | {"code": "P17", "questions": small["questions"][:2] + small["questions"][3:]} | NO_TAKEN
    )

    assert list(prove_together([protocol, other])) == ["P05", "P17"]
    with pytest.raises(TriageError, match="P05, taken: yes leads to P17, which is no other protocol"):
        prove_together([protocol])
    with pytest.raises(TriageError, match="P05 is there twice"):
        prove_together([protocol, protocol, other])


def test_a_protocol_does_not_lead_to_itself(small):
    itself = read(question(small, leads_to={"yes": "P05"}))

    with pytest.raises(TriageError, match="leads to P05"):
        prove_together([itself])


NO_TAKEN = {"advice": [{"id": "stay", "say": "Stay."}], "follow_ups": ["F16"]}
