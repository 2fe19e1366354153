"""The text to whoever has taken a call: where to write it up."""

from oncall.contacts import store
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say


def tell_taken(errand: Errand, w: Wiring) -> None:
    """Text whoever has taken a contact where to write it up."""
    send_once(errand, lambda work, _now: _draft(work, errand, w), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    """The text, or None when it has become pointless: no contact, or none reaches them."""
    contact = store.contact(work.session, errand.contact_id)
    if contact is None:
        return None
    config = config_of(w.config_cache, work.session, contact.service_id)
    member = config.staff.get(errand.subject or "")
    if member is None or not texts_reach(member.phone, work.session, config.id):
        return None
    body = say("texts/taken", ref=contact.ref, link=f"{w.addresses.public}/contacts/{contact.ref}")
    sender = config.sms_number or config.voice_number
    return Draft(contact.id, "taken", member.phone, sender, body, member.id)
