"""Somebody says who rang: until then a number that matches is a candidate, never a certainty."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store as store
from oncall.contacts.read_contact import find_contact
from oncall.wiring import Wiring

SOMEBODY_ELSE = "else"
NOT_KNOWN = "unknown"


class Confirming(StrEnum):
    """What came of it."""

    CONFIRMED = "caller_confirmed"
    NOT_KNOWN = "caller_not_known"
    NOBODY_CHOSEN = "caller_needed"
    NO_SUCH_PERSON = "caller_elsewhere"
    NOT_THERE = "not_there"


def confirm_caller(ref: str, who: str, somebody_else: str, reader: Person, w: Wiring) -> Confirming:
    """Record who rang: a candidate's id, or `unknown`, or `else` or nothing: then `somebody_else` is the id.

    Only people the service knows can be chosen. It may be put right later; saying it twice changes nothing.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Confirming.NOT_THERE
        if who == NOT_KNOWN:
            contact.caller, contact.match = None, "none"
            return Confirming.NOT_KNOWN
        person = somebody_else if who in (SOMEBODY_ELSE, "") else who
        if not person:
            return Confirming.NOBODY_CHOSEN
        known = {one.id for one in store.people_of(work.session, contact.service_id)}
        if person not in known.union(contact.candidates):
            return Confirming.NO_SUCH_PERSON
        contact.caller, contact.match = person, "confirmed"
        return Confirming.CONFIRMED
