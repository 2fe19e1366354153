"""The practitioner completes a record: only when nothing is lacking, and then it is never changed again."""

from dataclasses import dataclass
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import child_store, field_store, record_store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import ContactRow, State
from oncall.contacts.written import note_of
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.list_store import open_at_once
from oncall.wiring import Wiring
from oncall.writeup.answer import binding_of
from triage.note import Lack, lacking


class Completing(StrEnum):
    """What came of it."""

    COMPLETE = "record_complete"
    LACKING = "record_lacking"
    STILL_GOING_ON = "record_call_goes_on"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of it, and what is still lacking."""

    what: Completing
    lacks: tuple[Lack, ...] = ()


def complete(ref: str, reader: Person, w: Wiring) -> Completed:
    """Write a contact up if its record lacks nothing. Completing it twice completes it once."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Completed(Completing.NOT_THERE)
        if contact.written_up_at is not None:
            return Completed(Completing.COMPLETE)
        lacks = lacks_of(work, contact, w)
        if lacks:
            return Completed(Completing.LACKING, lacks)
        if contact.ended_at is None:
            return Completed(Completing.STILL_GOING_ON)
        contact.written_up_at, contact.written_up_by = w.now(), reader.user_id
        contact.state = State.WRITTEN_UP
        return Completed(Completing.COMPLETE)


def lacks_of(work: UnitOfWork, contact: ContactRow, w: Wiring) -> tuple[Lack, ...]:
    """Everything that a contact's record still lacks, in the order of its parts."""
    triage = binding_of(work, contact, w)
    note = note_of(
        field_store.values(work.session, contact.id),
        began=contact.started_at,
        zone=record_store.zone_of(work.session, contact.service_id),
        about_child=bool(child_store.chosen(work.session, contact.id)),
        tool=triage.tool,
        red_flag=triage.red_flag,
        unanswered=triage.unanswered,
        open_follow_ups=open_at_once(work.session, contact.id),
    )
    return lacking(note)
