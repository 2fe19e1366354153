"""On which number a caller asked to be rung back: whoever talks to them types it on the contact's page.

Whoever the service knows by that number may have rung: a candidate, never a certainty.
"""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts.reach import number_to_ring
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers.store import has_no_contact
from oncall.people.store import owners_of
from oncall.ringback import given_store as store
from oncall.service.store import is_ours
from oncall.telephony.numbers import NEVER_DIALLED, as_typed, refusal
from oncall.wiring import Wiring


class Giving(StrEnum):
    """What came of it; the word names the sentence that says so."""

    GIVEN = "given"
    TAKEN_BACK = "given_taken_back"
    NOT_A_NUMBER = "given_not_a_number"
    NEVER_DIALLED = "given_never_dialled"
    OURS = "given_ours"
    CHANGED = "given_changed"
    NOT_ON_THE_STAFF = "given_not_on_the_staff"
    NOT_THERE = "not_there"


def give_number(ref: str, typed: str, was: str, reader: Person, w: Wiring) -> Giving:
    """Keep the number that was typed; nothing typed takes back what was. `was` is what the page showed.

    Sending it twice keeps it once. What a colleague has typed since stays.
    """
    number = as_typed(typed)
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Giving.NOT_THERE
        wrong = _why_not(work, contact, number, was, reader)
        if wrong is not None:
            return wrong
        if number != (contact.given_number or ""):
            contact.given_number = number or None
            _match(work, contact)
            store.add(work.session, contact.id, number, reader.user_id, w.now())
        return Giving.GIVEN if number else Giving.TAKEN_BACK


def is_listed(ref: str, reader: Person, w: Wiring) -> bool:
    """Whether a number of the caller is on a child's no-contact list; False where the reader may not look."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        numbers = () if contact is None else (contact.caller_number, number_to_ring(contact))
        return contact is not None and any(
            has_no_contact(work.session, one, contact.service_id) for one in numbers
        )


def _why_not(work: UnitOfWork, contact: ContactRow, number: str, was: str, reader: Person) -> Giving | None:
    if not works_for(work.session, reader.staff_id, contact.service_id):
        return Giving.NOT_ON_THE_STAFF
    refused = refusal(number) if number or not contact.given_number else None
    if refused is not None:
        return Giving.NEVER_DIALLED if refused == NEVER_DIALLED else Giving.NOT_A_NUMBER
    if number and is_ours(work.session, number):
        return Giving.OURS
    there = contact.given_number or ""
    return Giving.CHANGED if there not in (was, number) else None


def _match(work: UnitOfWork, contact: ContactRow) -> None:
    """Who may have rung, by the numbers there are; nothing changes once somebody has said who it was."""
    if contact.match == "confirmed" or (contact.match == "none" and contact.candidates):
        return
    numbers = (one for one in (contact.caller_number, contact.given_number) if one is not None)
    owners = [owner for one in numbers for owner in owners_of(work.session, one, contact.service_id)]
    contact.candidates = list(dict.fromkeys(owners))
    contact.match = "candidate" if owners else "none"
