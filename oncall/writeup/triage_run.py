"""Where the answers given so far leave a contact, protocol by protocol. Pure; nothing lowers a floor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from oncall.contacts.written import ANSWER, FLOOR
from triage.assess import assess_history
from triage.model import Assessment, Protocol, Urgency, most_urgent

Run = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Binding:
    """What triage says of a contact: the urgency it gives, the red flags' floor, red flags without an answer.

    None where no protocol that may bind was used.
    """

    tool: Urgency | None = None
    red_flag: Urgency | None = None
    unanswered: int = 0


def assessed(protocol: Protocol, run: Run) -> Assessment:
    """What a contact's run of answers (field and value, oldest first) comes to by one protocol.

    Answers that this version of it does not have are left out: what they reached is kept as a floor.
    """
    mine = f"{ANSWER}{protocol.code}."
    given = [(name.removeprefix(mine), value) for name, value in run if name.startswith(mine)]
    return assess_history(
        protocol, [(asked, value or None) for asked, value in given if _has(protocol, asked, value)]
    )


def reached(assessment: Assessment) -> Urgency | None:
    """The most urgent floor that an answer has forced; what is only not asked yet forces none for good."""
    return min((one.urgency for one in assessment.forced if one.answer is not None), default=None)


def binding(
    values: Mapping[str, str],
    run: Run,
    protocols: Mapping[str, Protocol],
    *,
    today: date,
    practice: bool,
) -> Binding:
    """What binds the contact: protocols that were begun and may drive it, and every floor kept before."""
    run = list(run)
    begun = {name.split(".")[1] for name, _ in run if name.startswith(ANSWER)}
    driving = [
        protocols[code]
        for code in sorted(begun)
        if code in protocols and protocols[code].may_drive(today, practice=practice)
    ]
    found = [(protocol, assessed(protocol, run)) for protocol in driving]
    kept = [Urgency(value) for name, value in values.items() if name.startswith(FLOOR)]
    tools = [*(one.floor for _, one in found), *kept]
    flags = [*(one.red_flag_floor for _, one in found if one.red_flag_floor), *kept]
    return Binding(
        tool=most_urgent(tools) if tools else None,
        red_flag=most_urgent(flags) if flags else None,
        unanswered=sum(
            1 for protocol, one in found for question in protocol.questions
            if question.red_flag and question.id in one.unanswered
        ),
    )  # fmt: skip


def _has(protocol: Protocol, asked: str, value: str) -> bool:
    question = protocol.question(asked)
    return question is not None and (not value or question.answer(value) is not None)
