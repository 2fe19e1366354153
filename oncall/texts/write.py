"""Writing a text: its words and its errand in one transaction, to be sent once."""

from datetime import datetime

from oncall.contacts import message_store as messages
from oncall.contacts.send_text import Draft
from oncall.contacts.stopped_store import texts_reach
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig

REPLY = "reply"
"""The kind of a text that passes somebody's words on to a sender."""


def write(work: UnitOfWork, draft: Draft, key: str, now: datetime) -> MessageRow | None:
    """Write a text to be sent after the commit; `key` is for ever this one text: twice is once."""
    row_id = outbox.put(work, "text_out", key, now=now, contact_id=draft.contact_id)
    return None if row_id is None else messages.add(work.session, row_id, draft, now)


def write_to_staff(
    work: UnitOfWork,
    config: ServiceConfig,
    member: Staff,
    body: str,
    key: str,
    *,
    now: datetime,
    contact: ContactRow | None = None,
    sender: str | None = None,
    kind: str = "told",
) -> bool:
    """Write a text to one of us; False if none can reach them. `sender` is the number they have texted."""
    if not texts_reach(member.phone, work.session, config.id):
        return False
    ours = sender or config.sms_number or config.voice_number
    contact_id = None if contact is None else contact.id
    write(work, Draft(contact_id, kind, member.phone, ours, body, member.id), key, now)
    return True
