"""The answers that were given at the phone, in the words of the questions, for whoever reads the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from oncall.contacts.written import FLOOR, triaged_of
from oncall.writeup.answer import PROTOCOL
from oncall.writeup.protocol_files import read_all
from triage.model import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """One protocol as it was used: its title and version, questions with answers, and the floor reached."""

    title: str
    version: str
    answers: tuple[tuple[str, str], ...]
    floor: str


def answers_read(values: Mapping[str, str]) -> tuple[Asked, ...]:
    """What was asked, protocol by protocol. A question that is no longer asked is called by its name."""
    protocols = read_all()
    return tuple(
        Asked(
            title=protocols[code].title if code in protocols else code,
            version=values.get(f"{PROTOCOL}{code}", ""),
            answers=tuple(_words(protocols.get(code), asked, given) for asked, given in answers.items()),
            floor=values.get(f"{FLOOR}{code}", ""),
        )
        for code, answers in sorted(triaged_of(values).answers.items())
    )


def _words(protocol: Protocol | None, asked: str, given: str) -> tuple[str, str]:
    question = protocol.question(asked) if protocol else None
    answer = question.answer(given) if question else None
    return (question.ask if question else asked), (answer.words if answer else given)
