"""A conversation is over: the sender's next text opens another contact, and wakes somebody again."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.texts import store
from oncall.wiring import Wiring


class Closing(StrEnum):
    """What came of it."""

    CLOSED = "thread_closed"
    NOBODY_HAS_IT = "thread_not_owned"
    NOT_READ = "thread_not_read"
    NOT_ON_THE_STAFF = "not_on_the_staff"
    NOT_THERE = "not_there"


def close_thread(ref: str, reader: Person, w: Wiring) -> Closing:
    """Close the conversation of a contact that somebody has: nothing is promised any more.

    Closing it twice changes nothing.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None or store.thread(work.session, contact.id) is None:
            return Closing.NOT_THERE
        if reader.staff_id is None or not works_for(work.session, reader.staff_id, contact.service_id):
            return Closing.NOT_ON_THE_STAFF
        if contact.owned_at is None:
            return Closing.NOBODY_HAS_IT
        if contact.wanted_again_at is not None:
            return Closing.NOT_READ
        if store.close(work.session, contact.id, reader.staff_id, w.now()):
            contact.callback_due_at = None
        return Closing.CLOSED
