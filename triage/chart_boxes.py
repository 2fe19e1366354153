"""What a protocol's flow chart says, box by box: the same words for the picture and for the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from triage.follow_ups import FollowUp, catalogue
from triage.model import Answer, Condition, Protocol, Question
from triage.scale import named

SIGNATURE = "Name ________________  Role ________________  Date ___________  Signature ________________"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer leads to: the words on its button, what happens then, and whether that is a floor."""

    answer: str
    then: str
    forces: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the chart: a heading, lines of text, and for a question its outcomes."""

    heading: str
    lines: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()
    red_flag: bool = False


def title(protocol: Protocol) -> str:
    """The name of the chart."""
    return f"{protocol.code} {protocol.title}"


def boxes(protocol: Protocol) -> list[Box]:
    """The chart from top to bottom: what it is, the questions, where they end, and what follows."""
    return [
        _head(protocol),
        *(_asked(number, question) for number, question in enumerate(protocol.questions, start=1)),
        Box(f"In the end: {named(protocol.default)}, or whatever an answer has forced", RULES),
        *_what_follows(protocol),
        Box("Sources", protocol.sources),
        Box("Checked by", (SIGNATURE, SIGNATURE)),
    ]


RULES = (
    "The most urgent that any answer forces counts. Not known, and not asked, count as the worst answer.",
    "No later answer makes it less urgent. The practitioner may always go up; down only with a reason,"
    " and below a red flag only with the manager's name.",
)


def _head(protocol: Protocol) -> Box:
    lines = [f"Version {protocol.version}, {protocol.status}, to be reviewed by {_day(protocol.review_by)}."]
    lines += [f"Approved by {by.name}, {by.role}, on {_day(by.on)}." for by in protocol.approved_by]
    if protocol.effective_from:
        lines.append(f"In force from {_day(protocol.effective_from)}.")
    if protocol.banner:
        lines.append(protocol.banner)
    return Box(title(protocol), tuple(lines))


def _asked(number: int, question: Question) -> Box:
    flag = "Red flag. " if question.red_flag else ""
    outcomes = tuple(_outcome(answer) for answer in question.answers)
    return Box(f"{number}. {question.ask}", (f"{flag}Why: {question.why}",), outcomes, question.red_flag)


def _outcome(answer: Answer) -> Outcome:
    then = f"at least {named(answer.floor)}" if answer.floor else "go on"
    opens = f"; open {answer.leads_to} too" if answer.leads_to else ""
    return Outcome(answer.words, then + opens, answer.floor is not None)


def _what_follows(protocol: Protocol) -> list[Box]:
    asked = {question.id: (number, question) for number, question in enumerate(protocol.questions, start=1)}
    entries = catalogue()
    found = [
        Box(
            "Advice",
            tuple(
                f"• {'Say' if line.spoken else 'Do'}{_when(line.condition, asked)}: {line.words}"
                for line in protocol.advice
            ),
        ),
        Box(
            "What must follow",
            tuple(
                f"• {_named(entries[rule.code])}{_when(rule.condition, asked)}"
                for rule in protocol.follow_ups
            ),
        ),
    ]
    if net := protocol.safety_net:
        within = f", rung back within {net.max_minutes} minutes" if net.max_minutes else ""
        found.append(Box(f"Safety net{within}", (net.watch_for,)))
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _named(follow_up: FollowUp) -> str:
    return f"{follow_up.code} {follow_up.title}"


def _when(condition: Condition, asked: Mapping[str, tuple[int, Question]]) -> str:
    """In brackets, when something applies; nothing if it always does."""
    parts = []
    for question_id, codes in condition.answers:
        number, question = asked[question_id]
        words = [answer.words.lower() for answer in question.answers if answer.code in codes]
        parts.append(f"{number} is “{'” or “'.join(words)}”")
    says = [f"if {' or '.join(parts)}"] if parts else []
    if condition.at_least:
        says.append(f"from {condition.at_least} up" if condition.at_least != "U0" else "at U0")
    return f" ({', '.join(says)})" if says else ""
