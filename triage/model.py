"""What a protocol is made of, and what an assessment by it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

YES, NO, UNKNOWN = "yes", "no", "unknown"
BANNER = (
    "Example content. Not clinically approved. Do not use until your clinical lead and safeguarding lead"
    " have reviewed, edited and approved it."
)


def answer_code(value: object) -> str:
    """An answer as it is written in a file or a form: `Yes` and YAML's or JSON's true mean `yes`."""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value).strip().casefold()


class Urgency(StrEnum):
    """How soon somebody must act: U0 is now, U5 is for information. The smaller is the more urgent."""

    U0 = "U0"
    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"
    U5 = "U5"

    def at_least(self, other: "Urgency") -> bool:
        """Whether this is as urgent as `other`, or more."""
        return self <= other


def most_urgent(urgencies: Iterable[Urgency]) -> Urgency:
    """The most urgent of them. Raises ValueError if there are none."""
    return min(urgencies)


class Status(StrEnum):
    """Where a protocol stands: only an approved one may drive a live contact."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on offer: its code, the words on its button, the floor it forces, the protocol it opens."""

    code: str
    words: str
    floor: Urgency | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask, why it is asked, and the answers on offer; `unknown` is always among them."""

    id: str
    ask: str
    why: str
    answers: tuple[Answer, ...]

    @property
    def red_flag(self) -> bool:
        """Whether any answer forces a floor."""
        return any(answer.floor for answer in self.answers)

    @property
    def worst(self) -> Urgency | None:
        """The most urgent floor that an answer forces; None for a question that forces none."""
        return min((answer.floor for answer in self.answers if answer.floor), default=None)

    def answer(self, code: str) -> Answer | None:
        """The answer of that code, or None if it is not on offer."""
        return next((answer for answer in self.answers if answer.code == code), None)

    def floor(self, code: str | None) -> Urgency | None:
        """What an answer forces. None stands for a question not yet answered, which counts as unknown."""
        answer = self.answer(code or UNKNOWN)
        return answer.floor if answer else None


@dataclass(frozen=True, slots=True)
class Condition:
    """When a line of advice or a follow-up applies: any of these answers, and at least this urgency.

    Without answers and urgency it always applies.
    """

    answers: tuple[tuple[str, frozenset[str]], ...] = ()
    at_least: Urgency | None = None


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One line: spoken to the caller, or (`spoken` false) something for the practitioner to do."""

    id: str
    words: str
    spoken: bool
    condition: Condition


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """A follow-up of the catalogue that this protocol proposes, and when."""

    code: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """What the caller is to watch for, and within how many minutes somebody must be back in touch."""

    watch_for: str
    max_minutes: int | None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who said that this version may be used, as what, and on which day."""

    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class Protocol:
    """How one kind of trouble is asked about, how urgent it is by default, and what must follow."""

    code: str
    title: str
    version: str
    status: Status
    approved_by: tuple[Approval, ...]
    effective_from: date | None
    review_by: date
    sources: tuple[str, ...]
    default: Urgency
    questions: tuple[Question, ...]
    advice: tuple[AdviceLine, ...]
    follow_ups: tuple[FollowUpRule, ...]
    safety_net: SafetyNet | None

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)

    @property
    def banner(self) -> str:
        """What must stand on it wherever it is shown; empty once it has been approved."""
        return BANNER if self.status is Status.DRAFT else ""

    def may_drive(self, today: date, *, practice: bool) -> bool:
        """Whether its floors bind a live contact.

        They do when it is approved and in effect; in practice, unless it is retired. Otherwise it is shown as
        unapproved prompts, and the urgency is the practitioner's.
        """
        if practice:
            return self.status is not Status.RETIRED
        return (
            self.status is Status.APPROVED
            and self.effective_from is not None
            and self.effective_from <= today
        )


@dataclass(frozen=True, slots=True)
class Forced:
    """Why the floor is where it is: a question, the answer that forces it (None: not asked yet)."""

    question: str
    answer: str | None
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers so far come to. The same protocol and answers always give an equal one."""

    code: str
    version: str
    floor: Urgency
    red_flag_floor: Urgency | None
    forced: tuple[Forced, ...]
    unanswered: tuple[str, ...]
    advice: tuple[AdviceLine, ...]
    follow_ups: tuple[str, ...]
    leads_to: tuple[str, ...]
    complete: bool
