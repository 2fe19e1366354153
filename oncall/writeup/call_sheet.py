"""What an emergency duty team asks for, in their order, made from the record of a contact."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oncall.access.store import Person
from oncall.contacts import field_store, full_card_store
from oncall.contacts.full_card_store import DirectoryLine, FullCard
from oncall.contacts.read_contact import find_contact
from oncall.contacts.read_store import summaries
from oncall.contacts.record_fields import Line, lines
from oncall.contacts.summary import Summary
from oncall.service.store import config_of
from oncall.wiring import Wiring

KIND = "edt"


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Who rings, for whom, on which number; the children; what it is about; how urgent it is.

    `said` is the contact's record, `teams` whom to ring.
    """

    summary: Summary
    caller: str = field(repr=False)
    number: str
    cards: tuple[FullCard, ...]
    said: Mapping[str, str] = field(repr=False)
    actions: tuple[Line, ...]
    teams: tuple[DirectoryLine, ...]


def read_call_sheet(ref: str, reader: Person, w: Wiring) -> CallSheet | None:
    """The sheet of a contact; None if there is none that the reader may see."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return None
        session = work.session
        [summary] = summaries(session, [contact])
        values = field_store.values(session, contact.id)
        today = w.now().astimezone(summary.zone).date()
        directory = full_card_store.directory(session, contact.service_id)
        return CallSheet(
            summary=summary,
            caller=reader.name,
            number=config_of(w.config_cache, session, contact.service_id).voice_number,
            cards=full_card_store.full_cards(session, reader, contact.id, today),
            said=values,
            actions=lines(values, "action"),
            teams=tuple(line for line in directory if line.kind == KIND),
        )
