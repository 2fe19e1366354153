"""Ringing the practitioner's telephone for a call back, and asking how that went when nobody tells us."""

from datetime import timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.contacts.ring_once import Asked, ring_once
from oncall.db.outbox import Errand
from oncall.ringback import store
from oncall.ringback.back_calls import keep_leg, look_later, over
from oncall.ringback.ring_back import RING_SECONDS, UNTIL_CONNECTED
from oncall.ringback.tables import CallBackRow
from oncall.service.store import config_of
from oncall.telephony.forms import OVER
from oncall.telephony.numbers import refusal
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(minutes=2)


def ring_practitioner(errand: Errand, w: Wiring) -> None:
    """Ring whoever asked for a call back. Raises TelephonyError if that may pass: it is tried again."""
    with w.unit_of_work() as work:
        row = store.call_back(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        if row is None or contact is None or row.ended_at is not None or row.provider_sid is not None:
            return
        caller_id = config_of(w.config_cache, work.session, contact.service_id).voice_number
        look_later(work, row, w.now(), UNTIL_CONNECTED)
    if refusal(row.staff_number) is not None:
        _give_up(row, w)
        return
    urls = w.addresses.call_back(row.id), w.addresses.call_back_leg(row.id)
    placed = ring_once(errand, Asked(row.staff_number, caller_id, *urls, RING_SECONDS), w)
    if placed.sid is not None:
        with w.unit_of_work() as work:
            store.name(work.session, row.id, placed.sid)
            keep_leg(work, row, placed.sid, None, row.staff_number, "queued", w.now())
    elif not placed.unknown:
        _give_up(row, w)


def look(errand: Errand, w: Wiring) -> None:
    """Ask the company how a call back stands whose end we have not been told. Raises TelephonyError."""
    with w.unit_of_work() as work:
        row = store.call_back(work.session, int(errand.subject or 0))
    if row is None or row.ended_at is not None:
        return
    status = None if row.provider_sid is None else w.telephony.call_status(row.provider_sid)
    with w.unit_of_work() as work:
        if contacts.lock(work.session, row.contact_id) is None:
            return
        if status is not None and status not in OVER:
            look_later(work, row, w.now(), LOOK_EVERY)
            return
        log.warning("lost_call_back_ended", call_back_id=row.id)
        if row.provider_sid is not None:
            word = status or "completed"
            keep_leg(work, row, row.provider_sid, None, row.staff_number, word, w.now())
        over(work, row, w.now())


def _give_up(row: CallBackRow, w: Wiring) -> None:
    with w.unit_of_work() as work:
        over(work, row, w.now())
