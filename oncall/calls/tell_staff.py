"""Texts to members of staff about a contact: a link and what it asks of them, never a name."""

from oncall.contacts import store
from oncall.contacts.send_text import Draft, send_once
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say


def tell_taken(errand: Errand, w: Wiring) -> None:
    """Text whoever has taken a contact where to write it up."""
    send_once(errand, lambda work, _now: _draft(work, errand, w, "taken"), w)


def tell_waiting(errand: Errand, w: Wiring) -> None:
    """Text somebody on duty that a call waits to be returned, unless somebody has taken it by now."""
    send_once(errand, lambda work, _now: _draft(work, errand, w, "waiting"), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring, kind: str) -> Draft | None:
    """The text, or None when it has become pointless: no contact, no phone, or somebody has the call back."""
    contact = store.contact(work.session, errand.contact_id)
    if contact is None or (kind == "waiting" and contact.owned_at is not None):
        return None
    config = config_of(w.config_cache, work.session, contact.service_id)
    member = config.staff.get(errand.subject or "")
    if member is None or member.phone is None:
        return None
    body = say(
        f"texts/{kind}",
        ref=contact.ref,
        link=f"{w.addresses.public}/contacts/{contact.ref}",
        owner=contact.callback_owner == member.id,
    )
    sender = config.sms_number or config.voice_number
    return Draft(contact.id, kind, member.phone, sender, body, member.id)
