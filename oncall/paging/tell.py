"""Texts to members of staff about a contact that waits: a link and what it asks of them, never a name."""

from oncall.contacts import store
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import is_stopped
from oncall.contacts.tables import ContactRow, Outcome
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging.choose import ring_one
from oncall.paging.steps import wanted
from oncall.service.store import config_of
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.telephony.numbers import can_be_texted
from oncall.wiring import Wiring
from oncall.words import say

TRIES_BEFORE_RINGING = 3


def tell_waiting(errand: Errand, w: Wiring) -> None:
    """Text somebody that a contact waits, unless somebody has taken it by now.

    Whom a text cannot reach is rung instead. Raises TelephonyError while another try may help.
    """
    if not _can_be_texted(errand, w):
        ring_instead(errand.contact_id, errand.subject, w)
        return
    try:
        send_once(errand, lambda work, _now: _draft(work, errand, w, "waiting"), w)
    except NumberRefused:
        ring_instead(errand.contact_id, errand.subject, w)
        raise
    except TelephonyError:
        if errand.tries >= TRIES_BEFORE_RINGING:
            ring_instead(errand.contact_id, errand.subject, w)
        raise


def tell_owner(errand: Errand, w: Wiring) -> None:
    """Text whoever has taken a text how to answer it."""
    send_once(errand, lambda work, _now: _draft(work, errand, w, "yours"), w)


def ring_instead(contact_id: int | None, staff_id: str | None, w: Wiring) -> None:
    """A text did not reach somebody: ring them about the contact, if it still waits. Once in a paging."""
    now = w.now()
    with w.unit_of_work() as work:
        contact = store.contact(work.session, contact_id)
        if contact is not None and staff_id is not None and wanted(contact):
            ring_one(work, contact.id, staff_id, f"page_ring_one:{contact.id}:{staff_id}", now=now)


def _can_be_texted(errand: Errand, w: Wiring) -> bool:
    """Whether a text could reach the errand's person: not a landline, nor whoever has sent STOP."""
    with w.unit_of_work() as work:
        contact = store.contact(work.session, errand.contact_id)
        if contact is None:
            return False
        config = config_of(w.config_cache, work.session, contact.service_id)
        member = config.staff.get(errand.subject or "")
        phone = None if member is None else member.phone
        return can_be_texted(phone) and not is_stopped(work.session, contact.service_id, phone)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring, kind: str) -> Draft | None:
    """The text, or None when it has become pointless: no contact, no phone, or somebody has it."""
    contact = store.contact(work.session, errand.contact_id)
    if contact is None or (kind == "waiting" and not wanted(contact)):
        return None
    config = config_of(w.config_cache, work.session, contact.service_id)
    member = config.staff.get(errand.subject or "")
    if member is None or member.phone is None:
        return None
    body = say(
        f"paging/text_{kind}",
        ref=contact.ref,
        link=f"{w.addresses.public}/contacts/{contact.ref}",
        what=what(contact),
        owner=contact.callback_owner == member.id,
        urgent=bool(contact.flags),
    )
    return Draft(contact.id, kind, member.phone, config.sms_number or config.voice_number, body, member.id)


def what(contact: ContactRow) -> str:
    """What waits: a `text`, a `message` that was left, or a `call`."""
    if contact.channel == "sms":
        return "text"
    return "message" if contact.outcome == Outcome.VOICEMAIL else "call"
