"""Everything on the triage screen of a contact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from oncall.access.store import Person
from oncall.contacts import child_store, field_store, full_card_store
from oncall.contacts.full_card_store import DirectoryLine, FullCard
from oncall.contacts.read_contact import find_contact
from oncall.contacts.read_store import summaries
from oncall.contacts.summary import Summary
from oncall.contacts.written import ANSWER
from oncall.wiring import Wiring
from oncall.writeup.answer import binding_of
from oncall.writeup.approved import protocols
from oncall.writeup.triage_run import Binding, assessed
from triage.model import Assessment, Protocol, Question

OPENING = "OPEN"


@dataclass(frozen=True, slots=True)
class Screen:
    """The chosen protocol with its answers, what binds, and the cards of the children.

    `answers` are by question; `drives` tells whether the protocol's floors bind this contact.
    """

    summary: Summary
    values: Mapping[str, str] = field(repr=False)
    protocol: Protocol
    assessment: Assessment
    answers: Mapping[str, str]
    drives: bool
    binding: Binding
    titles: Mapping[str, str]
    cards: tuple[FullCard, ...]
    directory: tuple[DirectoryLine, ...]
    today: date

    @property
    def red_flags(self) -> tuple[Question, ...]:
        """The questions whose answers force a floor, in the protocol's order."""
        return tuple(one for one in self.protocol.questions if one.red_flag)

    @property
    def other_questions(self) -> tuple[Question, ...]:
        """The rest of the questions."""
        return tuple(one for one in self.protocol.questions if not one.red_flag)


def read_triage(ref: str, code: str, reader: Person, w: Wiring) -> Screen | None:
    """The triage screen with a protocol: the one asked for, else the contact's, else the opening.

    None if there is no such contact that the reader may see.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return None
        session = work.session
        [summary] = summaries(session, [contact])
        values = field_store.values(session, contact.id)
        today = w.now().astimezone(summary.zone).date()
        known = protocols(session, today)
        chosen = next(one for one in (code, values.get("presenting_issue", ""), OPENING) if one in known)
        protocol = known[chosen]
        mine = f"{ANSWER}{chosen}."
        return Screen(
            summary=summary,
            values=values,
            protocol=protocol,
            assessment=assessed(protocol, field_store.run_of(session, contact.id, ANSWER)),
            answers={name.removeprefix(mine): said for name, said in values.items() if name.startswith(mine)},
            drives=protocol.may_drive(today, practice=w.settings.practice),
            binding=binding_of(work, contact, w),
            titles={code: one.title for code, one in known.items()},
            cards=full_card_store.full_cards(session, reader, contact.id, today)
            if child_store.chosen(session, contact.id)
            else (),
            directory=full_card_store.directory(session, contact.service_id),
            today=today,
        )
