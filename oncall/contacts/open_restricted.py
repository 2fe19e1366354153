"""Somebody outside its group opens a restricted contact, with a reason that the leads hear of."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import restricted_store as store
from oncall.contacts.read_contact import REF
from oncall.contacts.read_store import of_reader
from oncall.contacts.restrict import LONGEST_REASON
from oncall.contacts.tell_restricted import Why, tell
from oncall.wiring import Wiring


class Opening(StrEnum):
    """What came of it."""

    OPENED = "restricted_opened"
    NO_REASON = "opening_reason_needed"
    NOT_THERE = "not_there"


def may_open(ref: str, reader: Person, w: Wiring) -> bool:
    """Whether there is a restricted contact that the reader, not of its group, may open with a reason."""
    if not REF.fullmatch(ref):
        return False
    with w.unit_of_work() as work:
        return store.openable(work.session, reader, ref, *of_reader(reader)) is not None


def open_restricted(ref: str, reason: str, reader: Person, w: Wiring) -> Opening:
    """Open it for as long as the reader stays signed in. The leads are told, once for every sign-in."""
    if not REF.fullmatch(ref):
        return Opening.NOT_THERE
    with w.unit_of_work() as work:
        contact = store.openable(work.session, reader, ref, *of_reader(reader))
        if contact is None:
            return Opening.NOT_THERE
        if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
            return Opening.NO_REASON
        if store.keep_opening(work.session, contact.id, reader, reason.strip(), w.now()):
            tell(work, contact, Why.OPENED, w.now())
        return Opening.OPENED
