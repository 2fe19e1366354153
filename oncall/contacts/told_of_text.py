"""What the company's word about a text means beyond that text, and words that come before their time."""

from datetime import datetime, timedelta

from oncall.contacts import message_store as messages
from oncall.contacts import stopped_store as stopped
from oncall.contacts import store as contacts
from oncall.contacts.tables import MessageRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.telephony.forms import TextStatus

MEANS = {21610: stopped.STOP, 21614: stopped.LANDLINE, 30006: stopped.LANDLINE}
"""The company's numbers for: they have sent STOP; no mobile; a landline, or a network that takes no texts."""
UNTIL_WRITTEN = timedelta(seconds=6)
"""Longer than the company may take to answer whoever sends a text: by then we know its id."""


def heed(work: UnitOfWork, message: MessageRow, code: int | None, now: datetime) -> None:
    """Text a number no more when the company says why none arrives; of one of us the rota keeper is told."""
    contact, why = contacts.contact(work.session, message.contact_id), MEANS.get(code or 0)
    if why is None or contact is None:
        return
    new = stopped.stop(work.session, contact.service_id, message.to_number, now, why)
    if new and message.staff_id is not None:
        key, subject = f"staff_stopped:{message.id}", f"{contact.service_id}:{message.staff_id}"
        outbox.put(work, "staff_stopped", key, now=now, contact_id=contact.id, subject=subject)


def tell_again(work: UnitOfWork, told: TextStatus, now: datetime, pause: timedelta = UNTIL_WRITTEN) -> None:
    """Have ourselves told again in a while what became of a text. Twice is once."""
    if told.status not in messages.OURS:
        return
    key, subject = f"text_told:{told.sid}:{told.status}", f"{told.sid}:{told.status}:{told.error_code or 0}"
    outbox.put(work, "text_told", key, now=now, subject=subject, due_at=now + pause)
