"""A complete note never changes: what is said later is added to it, with its own name and time."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store as store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import AddendumRow
from oncall.contacts.write_note import LONGEST, clean
from oncall.wiring import Wiring


class Adding(StrEnum):
    """What came of it."""

    ADDED = "addendum_added"
    EMPTY = "addendum_needed"
    TOO_LONG = "text_too_long"
    NOT_COMPLETE = "note_not_complete"
    NOT_THERE = "not_there"


def add_addendum(ref: str, key: str, text: str, reader: Person, w: Wiring) -> Adding:
    """Add to a complete note. `key` is the form's own: the same form sent twice adds once."""
    words = clean(text)
    if not words:
        return Adding.EMPTY
    if len(words) > LONGEST:
        return Adding.TOO_LONG
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Adding.NOT_THERE
        if contact.written_up_at is None:
            return Adding.NOT_COMPLETE
        addendum = AddendumRow(key=f"{contact.id}:{clean(key)[:64]}", contact_id=contact.id, text=words)
        addendum.written_at, addendum.written_by = w.now(), reader.user_id
        store.add_addendum(work.session, addendum)
        return Adding.ADDED
