"""Writing a text: its words and its errand in one transaction, sent once, with what became of it."""

from datetime import datetime

from oncall.contacts import message_store as messages
from oncall.contacts import store as contacts
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import is_stopped
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db import outbox
from oncall.db.outbox import MOST_TRIES, Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.telephony.numbers import can_be_texted
from oncall.wiring import Wiring
from oncall.words import say

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
) -> bool:
    """Write a text to one of us; False if none can reach them. `sender` is the number they have texted."""
    if not can_be_texted(member.phone) or is_stopped(work.session, config.id, member.phone):
        return False
    assert member.phone is not None
    ours = sender or config.sms_number or config.voice_number
    contact_id = None if contact is None else contact.id
    write(work, Draft(contact_id, "told", member.phone, ours, body, member.id), key, now)
    return True


def send(errand: Errand, w: Wiring) -> None:
    """Send a text that has been written. Raises TelephonyError; after the last try it has failed."""
    try:
        send_once(errand, lambda _work, _now: None, w)
    except TelephonyError as error:
        if isinstance(error, NumberRefused) or errand.tries >= MOST_TRIES:
            _failed(errand, w, error.code)
        raise


def _failed(errand: Errand, w: Wiring, code: int | None) -> None:
    with w.unit_of_work() as work:
        messages.record_refused(work.session, errand.id, code)
        message = messages.of_errand(work.session, errand.id)
        if message is not None:
            not_delivered(work, message, w)


def not_delivered(work: UnitOfWork, message: MessageRow, w: Wiring) -> None:
    """A reply did not reach its sender: whoever owns the contact is told to ring. Once for each reply."""
    contact = contacts.contact(work.session, message.contact_id)
    if message.kind != REPLY or contact is None:
        return
    config = config_of(w.config_cache, work.session, contact.service_id)
    member = config.staff.get(contact.callback_owner or message.written_by or "")
    if member is not None:
        link = f"{w.addresses.public}/contacts/{contact.ref}"
        body = say("texts/not_delivered", ref=contact.ref, link=link)
        key = f"not_delivered:{message.id}"
        write_to_staff(work, config, member, body, key, now=w.now(), contact=contact)
