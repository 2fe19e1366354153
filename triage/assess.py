"""Answers so far → the urgency floor, what is still to ask, the advice and the follow-ups.

Unknown counts as yes, and a red flag nobody has asked about counts as unknown. No answer, no order of
answers and no correction lowers a floor that an answer has reached; only `triage.decide` lets a person
go below one, and says how.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from triage.errors import TriageError
from triage.model import (
    UNKNOWN,
    Assessment,
    Condition,
    Forced,
    Protocol,
    Question,
    Urgency,
    answer_code,
    most_urgent,
)

History = Iterable[tuple[str, Any]]


def assess(protocol: Protocol, answers: Mapping[str, Any]) -> Assessment:
    """What `answers` (question id → answer) come to, in whatever order they were given.

    An answer is its code, or true or false for yes and no; None means not answered yet.
    Raises TriageError for a question or an answer that the protocol does not have.
    """
    return assess_history(protocol, list(answers.items()))


def assess_history(protocol: Protocol, history: History) -> Assessment:
    """What a run of answers comes to, oldest first, later ones correcting earlier ones.

    The last answer to a question counts for advice and follow-ups; the floor keeps the most urgent that any
    of them reached. None takes an answer back: its question is open again, which counts as unknown.
    Raises TriageError as `assess` does.
    """
    current: dict[str, str] = {}
    reached: dict[str, Forced] = {}
    for question_id, value in history:
        question = _find(protocol, question_id)
        code = _code(protocol, question, value)
        if code is None:
            current.pop(question.id, None)
            continue
        current[question.id] = code
        floor, before = question.floor(code), reached.get(question.id)
        if floor and (before is None or floor < before.urgency):
            reached[question.id] = Forced(question.id, code, floor)
    return _assessment(protocol, current, reached)


def highest(assessments: Sequence[Assessment]) -> Urgency:
    """The floor of several protocols used about one contact: the most urgent of theirs.

    Raises ValueError if there are none.
    """
    return most_urgent(assessment.floor for assessment in assessments)


def _find(protocol: Protocol, question_id: object) -> Question:
    question = protocol.question(str(question_id))
    if question is None:
        known = ", ".join(question.id for question in protocol.questions)
        raise TriageError(f"{protocol.code} has no question “{str(question_id)[:40]}”; it asks {known}.")
    return question


def _code(protocol: Protocol, question: Question, value: object) -> str | None:
    """The answer's code, or None for no answer yet."""
    if value is None:
        return None
    code = answer_code(value) if isinstance(value, str | bool) else None
    if code is None or question.answer(code) is None:
        offered = ", ".join(answer.code for answer in question.answers)
        raise TriageError(f"{protocol.code}, question {question.id}: the answer must be one of {offered}.")
    return code


def _assessment(protocol: Protocol, current: Mapping[str, str], reached: Mapping[str, Forced]) -> Assessment:
    forced = _forced(protocol, current, reached)
    red_flag_floor = min((entry.urgency for entry in forced), default=None)
    floor = most_urgent([protocol.default, *(entry.urgency for entry in forced)])
    unanswered = _still_to_ask(protocol, current)
    return Assessment(
        code=protocol.code,
        version=protocol.version,
        floor=floor,
        red_flag_floor=red_flag_floor,
        forced=forced,
        unanswered=unanswered,
        advice=tuple(line for line in protocol.advice if _applies(line.condition, protocol, current, floor)),
        follow_ups=tuple(
            rule.code
            for rule in protocol.follow_ups
            if _applies(rule.condition, protocol, current, floor, unasked_counts=True)
        ),
        leads_to=_leads_to(protocol, current),
        complete=not unanswered,
    )


def _forced(
    protocol: Protocol, current: Mapping[str, str], reached: Mapping[str, Forced]
) -> tuple[Forced, ...]:
    """Every red flag's floor, most urgent first: what an answer has reached, or what not knowing forces."""
    forced = []
    for question in protocol.questions:
        open_floor = None if question.id in current else question.floor(None)
        kept = reached.get(question.id)
        if open_floor and (kept is None or open_floor < kept.urgency):
            kept = Forced(question.id, None, open_floor)
        if kept:
            forced.append(kept)
    return tuple(sorted(forced, key=lambda entry: entry.urgency))


def _still_to_ask(protocol: Protocol, current: Mapping[str, str]) -> tuple[str, ...]:
    """The questions without an answer: red flags first, by urgency, else as in the file."""
    waiting = [question for question in protocol.questions if question.id not in current]
    return tuple(
        question.id
        for question in sorted(waiting, key=lambda question: (question.worst is None, question.worst or ""))
    )


def _may_mean(question: Question, code: str | None, *, unasked_counts: bool) -> set[str]:
    """The answers that `code` must be taken for. What is not known may be any of those that matter."""
    if code is not None and code != UNKNOWN:
        return {code}
    if question.red_flag:
        return {answer.code for answer in question.answers if answer.floor}
    if code is None and not unasked_counts:
        return set()
    return {answer.code for answer in question.answers}


def _applies(
    condition: Condition,
    protocol: Protocol,
    current: Mapping[str, str],
    floor: Urgency,
    *,
    unasked_counts: bool = False,
) -> bool:
    """Whether a condition holds, or cannot be ruled out.

    An ordinary question that was not asked brings no advice; with `unasked_counts`, as for follow-ups, it may
    mean anything.
    """
    if condition.at_least and not floor.at_least(condition.at_least):
        return False
    if not condition.answers:
        return True
    return any(
        codes & _may_mean(question, current.get(question.id), unasked_counts=unasked_counts)
        for question in protocol.questions
        for asked, codes in condition.answers
        if asked == question.id
    )


def _leads_to(protocol: Protocol, current: Mapping[str, str]) -> tuple[str, ...]:
    """The protocols that the answers given open as well, each once, in the order of the questions."""
    opened: dict[str, None] = {}
    for question in protocol.questions:
        given = current.get(question.id)
        meant = _may_mean(question, given, unasked_counts=False) if given else set()
        for answer in question.answers:
            if answer.leads_to and answer.code in meant:
                opened[answer.leads_to] = None
    return tuple(opened)
