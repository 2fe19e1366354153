"""A question of a protocol file → a Question proven complete: every answer leads somewhere."""

import re

from triage.fields import Fields
from triage.model import NO, UNKNOWN, YES, Answer, Condition, Question, Urgency, answer_code

NAME = r"[a-z][a-z0-9_]{0,39}"
WORDS = {YES: "Yes", NO: "No", UNKNOWN: "Not known"}
RESTS = "default"


def read_question(fields: Fields, default: Urgency) -> Question:
    """One question, with every fault noted. `default` is the protocol's own urgency.

    A question with a `floor` is a red flag: each of its answers but `no` must say there which urgency it
    forces, or `default`; none may be less urgent than the default, nor more urgent than `unknown`.
    """
    fields.only("id", "ask", "why", "answers", "floor", "leads_to")
    words = _words(fields)
    floors = _floors(fields, words, default)
    answers = tuple(
        Answer(code, says, floors.get(code), leads_to)
        for (code, says), leads_to in zip(words.items(), _leads(fields, words), strict=True)
    )
    return Question(
        fields.text("id", NAME, "a short name such as taken_anything"),
        fields.text("ask"),
        fields.text("why"),
        answers,
    )


def _words(fields: Fields) -> dict[str, str]:
    """The answers on offer and the words on their buttons; without any, yes, no and unknown."""
    given = fields.raw("answers")
    if given is None:
        return dict(WORDS)
    if isinstance(given, list):
        codes = [answer_code(value) for value in given]
        if len(set(codes)) < len(codes):
            fields.fault("offers an answer twice", "answers")
        words = {code: WORDS.get(code, code.replace("_", " ").capitalize()) for code in codes}
    else:
        words = {answer_code(code): str(says) for code, says in fields.pairs("answers")}
    for code in words:
        if not re.fullmatch(NAME, code):
            fields.fault(f"the answer “{code}” needs a short name in small letters", "answers")
    if UNKNOWN not in words or len(words) < 2:
        fields.fault("must offer unknown and at least one other answer", "answers")
    return words


def _floors(fields: Fields, words: dict[str, str], default: Urgency) -> dict[str, Urgency]:
    """What each answer forces, proven: complete, never under the default, never above `unknown`."""
    floors: dict[str, Urgency | None] = {}
    for key, value in fields.pairs("floor"):
        code = answer_code(key)
        if code not in words:
            fields.fault(f"the answer “{code}” is not on offer", "floor", str(key))
            continue
        floor = None if value == RESTS else fields.as_one_of(value, Urgency, "floor", str(key))
        floors[code] = floor
        if floor and default < floor:
            fields.fault(
                f"{floor} is less urgent than the protocol's own {default}, so it never counts",
                "floor",
                str(key),
            )
    forcing = {code: floor for code, floor in floors.items() if floor}
    silent = [code for code in words if code not in floors and code != NO]
    if floors and silent:
        fields.fault(f"says nothing for {', '.join(silent)}; every answer must lead somewhere", "floor")
    elif forcing and forcing.get(UNKNOWN) != min(forcing.values()):
        fields.fault("unknown must force as much as the most urgent answer", "floor", UNKNOWN)
    return forcing


def _leads(fields: Fields, words: dict[str, str]) -> list[str | None]:
    """The code of the protocol that each answer opens as well, in the order of the answers."""
    leads: dict[str, str] = {}
    for key, value in fields.pairs("leads_to"):
        code = answer_code(key)
        if code not in words:
            fields.fault(f"the answer “{code}” is not on offer", "leads_to", str(key))
        leads[code] = str(value)
    return [leads.get(code) for code in words]


def read_condition(fields: Fields, questions: tuple[Question, ...], worst: Urgency) -> Condition:
    """When something applies: `when` {question: answer or answers}, any of which will do, and `at_least`.

    `worst` is the most urgent that the protocol can reach: what waits for more would never be said.
    """
    wanted = []
    for key, value in fields.pairs("when"):
        question = next((question for question in questions if question.id == key), None)
        codes = frozenset(answer_code(code) for code in (value if isinstance(value, list) else [value]))
        if question is None:
            fields.fault("there is no question of this name", "when", str(key))
        elif not codes or any(question.answer(code) is None for code in codes):
            fields.fault("names an answer that is not on offer", "when", str(key))
        else:
            wanted.append((question.id, codes))
    at_least = fields.one_of("at_least", Urgency) if fields.has("at_least") else None
    if at_least and at_least < worst:
        fields.fault(f"this protocol never reaches {at_least}", "at_least")
    return Condition(tuple(wanted), at_least)
