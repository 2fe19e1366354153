"""The practitioner wants a manager beside them now: one press, and somebody is rung until one comes."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.save_record import put
from oncall.paging import begin
from oncall.service.store import config_of
from oncall.wiring import Wiring


class Escalating(StrEnum):
    """What came of it."""

    ASKED = "escalated"
    ASKED_BEFORE = "escalated_before"
    NOT_ON_THE_STAFF = "escalate_not_on_the_staff"
    WRITTEN_UP = "record_complete_already"
    NOT_THERE = "not_there"


def escalate(ref: str, reader: Person, w: Wiring) -> Escalating:
    """Have the managers texted and rung, the one on duty first; pressing again adds nothing until one came.

    The record says when a manager was asked; what they said is the practitioner's to write.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Escalating.NOT_THERE
        if not record_store.works_for(work.session, reader.staff_id, contact.service_id):
            return Escalating.NOT_ON_THE_STAFF
        if contact.written_up_at is not None:
            return Escalating.WRITTEN_UP
        config = config_of(w.config_cache, work.session, contact.service_id)
        if not begin.escalate(work, contact, config, w.now()):
            return Escalating.ASKED_BEFORE
        at = w.now().astimezone(config.zone)
        line = f"consulted.00{at:%H%M}."
        asked = {f"{line}who": "Manager on call", f"{line}at": f"{at:%H:%M}"}
        put(work, contact, asked, reader, w.now())
        return Escalating.ASKED
