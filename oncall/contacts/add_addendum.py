"""A complete record never changes: what is said later is added to it, with its own name and time."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store as store
from oncall.contacts import step_store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_fields import LONGEST, clean
from oncall.contacts.tables import AddendumRow, State
from oncall.contacts.typed_time import typed_time
from oncall.wiring import Wiring


class Adding(StrEnum):
    """What came of it."""

    ADDED = "addendum_added"
    EMPTY = "addendum_needed"
    TOO_LONG = "text_too_long"
    NO_SUCH_TIME = "time_not_understood"
    NOT_COMPLETE = "note_not_complete"
    NOT_THERE = "not_there"


def add_addendum(ref: str, key: str, text: str, reader: Person, w: Wiring, *, about: str = "") -> Adding:
    """Add to a complete record. `key` is the form's own: the same form sent twice adds once.

    `about` is when it happened, as `typed_time` reads it, or "". A contact that was closed is reopened by it.
    """
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
        about_at = typed_time(about, contact.started_at, store.zone_of(work.session, contact.service_id))
        if about.strip() and about_at is None:
            return Adding.NO_SUCH_TIME
        addendum = AddendumRow(key=f"{contact.id}:{clean(key)[:64]}", contact_id=contact.id, text=words)
        addendum.about_at = about_at
        addendum.written_at, addendum.written_by = w.now(), reader.user_id
        if store.add_addendum(work.session, addendum) and contact.state == State.CLOSED:
            contact.state = State.REOPENED
            step_store.add(work.session, [contact.id], State.REOPENED, reader.user_id, w.now())
        return Adding.ADDED
