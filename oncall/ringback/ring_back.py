"""Ringing a caller back: one press, and the service rings both sides, showing its own number to each."""

from datetime import datetime, timedelta
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.own import take_call_back
from oncall.contacts.reach import number_to_ring
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging.store import take_line
from oncall.ringback import cut_off_store, store
from oncall.ringback.tables import CallBackRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.numbers import refusal
from oncall.wiring import Wiring

RING_SECONDS = 25
UNTIL_CONNECTED = timedelta(seconds=150)
"""From asking until the caller has answered or not, at most: two telephones ring, one hears words between."""


class Ringing(StrEnum):
    """What came of asking; the word names the sentence that says so."""

    YOUR_PHONE_RINGS = "your_phone_rings"
    WITHHELD = "withheld"
    NEVER_DIALLED = "never_dialled"
    CALL_GOES_ON = "call_goes_on"
    SOMEBODY_IS_RINGING = "somebody_is_ringing"
    YOU_ARE_ON_A_CALL = "you_are_on_a_call"
    NO_PHONE = "no_phone"
    NOT_ON_THE_STAFF = "not_on_the_staff"
    NOT_THERE = "not_there"


def ring_back(ref: str, reader: Person, w: Wiring) -> Ringing:
    """Ring the reader, and once they have pressed 1 the caller of contact `ref`.

    Asking takes a call back that waits for somebody upon oneself. Asking again while one's own telephone
    rings changes nothing.
    """
    now = w.now()
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Ringing.NOT_THERE
        if reader.staff_id is None or not works_for(work.session, reader.staff_id, contact.service_id):
            return Ringing.NOT_ON_THE_STAFF
        config = config_of(w.config_cache, work.session, contact.service_id)
        return ring(work, contact, config, reader.staff_id, now)


def ring(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, staff_id: str, now: datetime
) -> Ringing:
    """The same for one of the staff about a contact that is locked."""
    return why_not(contact) or _begin(work, contact, config, staff_id, now)


def why_not(contact: ContactRow) -> Ringing | None:
    """Why nobody can ring this caller back now; None when somebody can."""
    number = number_to_ring(contact)
    if number is None:
        return Ringing.WITHHELD
    if refusal(number) is not None:
        return Ringing.NEVER_DIALLED
    return Ringing.CALL_GOES_ON if contact.ended_at is None else None


def _begin(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, staff_id: str, now: datetime
) -> Ringing:
    member = config.staff.get(staff_id)
    if member is None or member.phone is None or refusal(member.phone) is not None:
        return Ringing.NO_PHONE
    other = store.going_on(work.session, contact.id)
    if other is not None:
        return Ringing.YOUR_PHONE_RINGS if other.staff_id == staff_id else Ringing.SOMEBODY_IS_RINGING
    if not take_line(work.session, staff_id, contact.id, now=now, until=now + UNTIL_CONNECTED):
        return Ringing.YOU_ARE_ON_A_CALL
    take_call_back(work, staff_id, contact.id, now)
    cut_off_store.answer(work.session, contact.id, "ring", now)
    number = number_to_ring(contact)
    assert number is not None
    new = store.NewCallBack(contact.id, staff_id, member.phone, number, now)
    row = store.begin(work.session, new)
    assert row is not None, "the contact is locked, and nothing goes on"
    put_ring(work, row, now)
    contacts.add_event(work.session, f"call_back:{row.id}", contact.id, now, "call back asked for")
    return Ringing.YOUR_PHONE_RINGS


def put_ring(work: UnitOfWork, row: CallBackRow, now: datetime) -> None:
    """Have the practitioner's telephone rung; putting it twice rings it once."""
    key = f"call_back:{row.id}"
    outbox.put(work, "call_back_ring", key, now=now, contact_id=row.contact_id, subject=str(row.id))
