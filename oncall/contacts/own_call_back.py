"""Somebody takes a call back: it has one owner, and everybody else is told who that is."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store as store
from oncall.contacts.own import take_call_back
from oncall.contacts.read_contact import find_contact
from oncall.wiring import Wiring


class Owning(StrEnum):
    """What came of it."""

    YOURS = "call_back_yours"
    SOMEBODY_HAS_IT = "call_back_taken"
    NOTHING_WAITS = "no_call_back"
    NOT_ON_THE_STAFF = "not_on_the_staff"
    NOT_THERE = "not_there"


def own_call_back(ref: str, reader: Person, w: Wiring) -> Owning:
    """Make a call back the reader's. The first to press has it; pressing again changes nothing."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return Owning.NOT_THERE
        if not store.works_for(work.session, reader.staff_id, contact.service_id):
            return Owning.NOT_ON_THE_STAFF
        if take_call_back(work, reader.staff_id, contact.id, w.now()):
            return Owning.YOURS
        work.session.refresh(contact)
        if None in (contact.owned_at, contact.callback_owner) or contact.written_up_at is not None:
            return Owning.NOTHING_WAITS
        return Owning.YOURS if contact.callback_owner == reader.staff_id else Owning.SOMEBODY_HAS_IT
