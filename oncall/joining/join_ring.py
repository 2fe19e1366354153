"""What the telephone company is asked about a joining: ring them, move one leg, see to the caller."""

from datetime import timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.contacts.ring_once import Asked, ring_once
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining import store
from oncall.joining.bring_in import UNTIL_JOINED
from oncall.joining.join_calls import is_alone, keep_leg, over, see_whether_alone
from oncall.joining.tables import JoinRow
from oncall.service.store import config_of
from oncall.telephony.forms import OVER
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

RING_SECONDS = 25
LOOK_EVERY = timedelta(seconds=30)


def ring_them(errand: Errand, w: Wiring) -> None:
    """Ring whoever is asked to join. Raises TelephonyError if that may pass: it is tried again."""
    with w.unit_of_work() as work:
        row = store.joining(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        if row is None or contact is None or row.ended_at is not None or row.provider_sid is not None:
            return
        caller_id = config_of(w.config_cache, work.session, contact.service_id).voice_number
        _look_later(work, row, w, UNTIL_JOINED)
    urls = w.addresses.join(row.id), w.addresses.join_leg(row.id)
    placed = ring_once(errand, Asked(row.staff_number, caller_id, *urls, RING_SECONDS), w)
    if placed.sid is not None:
        with w.unit_of_work() as work:
            store.name(work.session, row.id, placed.sid)
            keep_leg(work, row, placed.sid, "queued", w.now())
    elif not placed.unknown:
        _over(row.id, w)


def look(errand: Errand, w: Wiring) -> None:
    """Ask the company about legs whose end we may not have been told. Raises TelephonyError.

    It is asked again and again while the call goes on, so that nobody stays in a silent conference.
    """
    with w.unit_of_work() as work:
        row = store.joining(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        leg = None if contact is None else store.leg_of(work.session, contact.accepted_attempt_id)
    if row is None or contact is None:
        return
    meeting = row.caller_in_at is not None and contact.ended_at is None
    if row.ended_at is None and _is_over(row.provider_sid, w):
        log.warning("lost_join_ended", join_id=row.id)
        _over(row.id, w)
    if meeting and leg is not None and _is_over(leg, w):
        log.warning("lost_practitioner_ended", join_id=row.id)
        _practitioner_gone(contact.id, leg, w)
    with w.unit_of_work() as work:
        again = store.joining(work.session, row.id)
        if again is not None and (again.ended_at is None or meeting):
            _look_later(work, row, w, LOOK_EVERY)


def move_practitioner(errand: Errand, w: Wiring) -> None:
    """Send the practitioner's leg into the conference; the caller follows. Raises TelephonyError.

    Whoever has hung up meanwhile cannot be moved, and need not be.
    """
    with w.unit_of_work() as work:
        row = store.joining(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        leg = None if contact is None else store.leg_of(work.session, contact.accepted_attempt_id)
    if row is not None and row.ended_at is None and leg is not None:
        w.telephony.redirect_call(leg, w.addresses.join_practitioner(row.id))


def see_to_caller(errand: Errand, w: Wiring) -> None:
    """The caller has been left alone in a conference: have them told what happens. Raises TelephonyError."""
    with w.unit_of_work() as work:
        row = store.joining(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        alone = contact is not None and is_alone(work, contact)  # somebody may have come in meanwhile
    if row is not None and contact is not None and contact.provider_sid and alone:
        w.telephony.redirect_call(contact.provider_sid, w.addresses.join_alone(row.id))


def clear(errand: Errand, w: Wiring) -> None:
    """Hang up on those of us who came into a conference that the caller had left. Raises TelephonyError."""
    with w.unit_of_work() as work:
        row = store.joining(work.session, int(errand.subject or 0))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        leg = None if contact is None else store.leg_of(work.session, contact.accepted_attempt_id)
    if row is None:
        return
    for sid in (leg, row.provider_sid if row.ended_at is None else None):
        if sid is not None:
            w.telephony.redirect_call(sid, w.addresses.join_over(row.id, caller=False))


def _is_over(sid: str | None, w: Wiring) -> bool:
    status = None if sid is None else w.telephony.call_status(sid)
    return status is None or status in OVER


def _practitioner_gone(contact_id: int, leg: str, w: Wiring) -> None:
    now = w.now()
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, contact_id)
        if found is not None:
            store.end_leg(work.session, leg, now)
            see_whether_alone(work, found[0], now)


def _over(join_id: int, w: Wiring) -> None:
    with w.unit_of_work() as work:
        row = store.joining(work.session, join_id)
        found = None if row is None else contacts.lock(work.session, row.contact_id)
        if row is not None and found is not None:
            over(work, row, found[0], w.now())


def _look_later(work: UnitOfWork, row: JoinRow, w: Wiring, pause: timedelta) -> None:
    now = w.now()
    due = now + pause
    key, subject = f"join_look:{row.id}:{due.timestamp():.0f}", str(row.id)
    outbox.put(work, "join_look", key, now=now, contact_id=row.contact_id, subject=subject, due_at=due)
