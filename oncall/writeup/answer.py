"""A question of a protocol is answered at the phone; every answer is kept, and no floor is ever lowered."""

from datetime import date
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import field_store, record_store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.save_record import put
from oncall.contacts.tables import ContactRow
from oncall.contacts.written import ANSWER, FLOOR
from oncall.db.unit_of_work import UnitOfWork
from oncall.wiring import Wiring
from oncall.writeup.approved import protocols
from oncall.writeup.triage_run import Binding, assessed, binding, reached
from triage.model import Protocol, Urgency, most_urgent

PROTOCOL = "protocol."
"""The version by which a protocol's questions were last asked is kept too."""


class Answering(StrEnum):
    """What came of it."""

    ANSWERED = "answered"
    NOT_ON_OFFER = "answer_not_on_offer"
    WRITTEN_UP = "record_complete_already"
    NOT_THERE = "not_there"


def answer(ref: str, code: str, question: str, given: str, reader: Person, w: Wiring) -> Answering:
    """Keep an answer; the same one twice is kept once, a new one corrects it and lowers nothing."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Answering.NOT_THERE
        if contact.written_up_at is not None:
            return Answering.WRITTEN_UP
        today = _today(work, contact, w)
        protocol = protocols(work.session, today).get(code)
        asked = protocol.question(question) if protocol else None
        if protocol is None or asked is None or asked.answer(given) is None:
            return Answering.NOT_ON_OFFER
        said = {f"{ANSWER}{code}.{question}": given, f"{PROTOCOL}{code}": protocol.version}
        values = field_store.values(work.session, contact.id)
        if "presenting_issue" not in values and code.startswith("P"):
            said["presenting_issue"] = code
        put(work, contact, said, reader, w.now())
        if protocol.may_drive(today, practice=w.settings.practice):
            _keep_floor(work, contact, protocol, reader, w)
        return Answering.ANSWERED


def binding_of(work: UnitOfWork, contact: ContactRow, w: Wiring) -> Binding:
    """What triage says of a contact now."""
    values = field_store.values(work.session, contact.id)
    run = field_store.run_of(work.session, contact.id, ANSWER)
    today = _today(work, contact, w)
    known = protocols(work.session, today)
    return binding(values, run, known, today=today, practice=w.settings.practice)


def _keep_floor(work: UnitOfWork, contact: ContactRow, protocol: Protocol, reader: Person, w: Wiring) -> None:
    """Keep the floor that an answer has reached, whatever later versions of the protocol say."""
    name = f"{FLOOR}{protocol.code}"
    before = field_store.values(work.session, contact.id).get(name)
    now = reached(assessed(protocol, field_store.run_of(work.session, contact.id, ANSWER)))
    floors = [Urgency(before)] if before else []
    floors += [now] if now else []
    if floors:
        put(work, contact, {name: most_urgent(floors)}, reader, w.now())


def _today(work: UnitOfWork, contact: ContactRow, w: Wiring) -> date:
    """The day that it is where the contact's service is."""
    return w.now().astimezone(record_store.zone_of(work.session, contact.service_id)).date()
