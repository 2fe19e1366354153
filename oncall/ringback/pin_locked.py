"""The text to whoever's PIN was entered wrongly too often: that it is off, and nothing more."""

from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say


def tell_locked(errand: Errand, w: Wiring) -> None:
    """Text them. Raises TelephonyError; doing the errand twice texts once."""
    send_once(errand, lambda work, _now: _draft(work, errand, w), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    service_id, _, staff_id = (errand.subject or "0:").partition(":")
    config = config_of(w.config_cache, work.session, int(service_id))
    member = config.staff.get(staff_id)
    if member is None or not texts_reach(member.phone, work.session, config.id):
        return None
    sender = config.sms_number or config.voice_number
    return Draft(None, "told", member.phone, sender, say("ringback/pin_locked"), member.id)
