"""Numbers of those who may have no contact with a child: whoever takes their call is warned beforehand."""

from datetime import datetime
from enum import StrEnum

from oncall.access import audit_store
from oncall.access.audit_store import Entry
from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers import store
from oncall.numbers.restrict import DECIDED, LONGEST_REASON
from oncall.service.reader_store import services_of
from oncall.telephony.numbers import as_typed, caller_number
from oncall.wiring import Wiring


class Listing(StrEnum):
    """What came of it; the word names the sentence that says so."""

    LISTED = "listed"
    TAKEN_OFF = "taken_off"
    NO_CHILD = "no_child"
    NO_NUMBER = "no_number"
    NO_REASON = "no_reason"
    LISTED_ALREADY = "listed_already"
    GONE = "gone"


def add(child_ref: str, typed: str, reason: str, reader: Person, w: Wiring) -> Listing:
    """Put a number on the list of a child that the reader may see."""
    number, now = caller_number(as_typed(typed)), w.now()
    with w.unit_of_work() as work:
        ids = [one.id for one in services_of(work.session, reader.staff_id)]
        if child_ref not in dict(store.children(work.session, ids, reader.staff_id)):
            return Listing.NO_CHILD
        if number is None:
            return Listing.NO_NUMBER
        if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
            return Listing.NO_REASON
        new = store.add_no_contact(
            work.session,
            child_ref=child_ref,
            number=number,
            reason=reason.strip(),
            by=reader.user_id,
            at=now,
        )
        if new is None:
            return Listing.LISTED_ALREADY
        _decided(work, reader, "no_contact_listed", new, now)
        return Listing.LISTED


def take_off(entry_id: int, reader: Person, w: Wiring) -> Listing:
    """Take a number off a list that the reader may see."""
    now = w.now()
    with w.unit_of_work() as work:
        ids = [one.id for one in services_of(work.session, reader.staff_id)]
        seen = {row.id for row, _, _ in store.no_contacts(work.session, ids, reader.staff_id)}
        if entry_id not in seen or not store.end_no_contact(work.session, entry_id, reader.user_id, now):
            return Listing.GONE
        _decided(work, reader, "no_contact_taken_off", entry_id, now)
        return Listing.TAKEN_OFF


def _decided(work: UnitOfWork, reader: Person, what: str, entry_id: int, now: datetime) -> None:
    """Keep a decision in the audit chain, in the transaction that makes it; neither number nor child."""
    audit_store.append(
        work.session, Entry(reader.user_id, f"numbers.{what}", f"entry_id={entry_id}", DECIDED), now
    )
