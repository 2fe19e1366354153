"""What follows a ringing: its leg is kept, the line is free again, and the next person is rung."""

from datetime import datetime, timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.choose import BY_THEMSELVES, LISTENING
from oncall.paging.steps import ring_lane, wanted
from oncall.paging.tables import PageCallRow
from oncall.telephony.forms import OVER, LegEvent
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(seconds=30)


def placed(call: PageCallRow, sid: str, w: Wiring) -> None:
    """The company has taken a call; should it never tell us how that ends, we shall ask.

    If somebody has taken the contact in the meantime, it stops ringing.
    """
    now = w.now()
    with w.unit_of_work() as work:
        store.name_call(work.session, call.id, sid)
        _keep_leg(work, call, sid, "queued", now)
    with w.unit_of_work() as work:  # whoever has taken it before that could not know of this ringing
        contact = contacts.contact(work.session, call.contact_id)
        if contact is not None and not wanted(contact):
            outbox.put(work, "page_over", f"page_over:{call.id}", now=now, contact_id=contact.id)
    look_later(call, w, timedelta(seconds=call.seconds) + LISTENING)


def keep_event(page_call_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how a ringing goes. Events may come twice, late, or in any order: a leg never goes back."""
    now = w.now()
    with w.unit_of_work() as work:
        call = store.call(work.session, page_call_id)
        if call is None or contacts.lock(work.session, call.contact_id) is None:
            return
        key = f"page:{event.sid}:{event.sequence}:{event.status}"
        contacts.add_event(work.session, key, call.contact_id, now, f"page {event.status}")
        store.name_call(work.session, call.id, event.sid)
        _keep_leg(work, call, event.sid, event.status, now)
        if event.status in OVER:
            over(work, call, now)


def canceled(call: PageCallRow, w: Wiring) -> None:
    """The company has ended a ringing at our wish. Of one that it had not begun it tells us nothing."""
    now = w.now()
    with w.unit_of_work() as work:
        if contacts.lock(work.session, call.contact_id) is not None and call.provider_sid is not None:
            _keep_leg(work, call, call.provider_sid, "canceled", now)
            over(work, call, now)


def give_up(call: PageCallRow, w: Wiring) -> None:
    """The company will not ring this person: on to the next."""
    with w.unit_of_work() as work:
        if contacts.lock(work.session, call.contact_id) is not None:
            over(work, call, w.now())


def look_later(call: PageCallRow, w: Wiring, pause: timedelta) -> None:
    """Have somebody look, after a while, whether a ringing is over without our having been told."""
    now = w.now()
    with w.unit_of_work() as work:
        _look_at(work, call, now, now + pause)


def look(errand: Errand, w: Wiring) -> None:
    """Ask the company how a ringing stands whose end we have not been told. Raises TelephonyError."""
    with w.unit_of_work() as work:
        call = store.call(work.session, int(errand.subject or 0))
    if call is None or call.ended_at is not None:
        return
    status = None if call.provider_sid is None else w.telephony.call_status(call.provider_sid)
    now = w.now()
    with w.unit_of_work() as work:
        if contacts.lock(work.session, call.contact_id) is None:
            return
        if status is not None and status not in OVER:
            _look_at(work, call, now, now + LOOK_EVERY)
            return
        log.warning("lost_page_ended", page_call_id=call.id)
        if call.provider_sid is not None:
            _keep_leg(work, call, call.provider_sid, status or "completed", now)
        over(work, call, now)


def over(work: UnitOfWork, call: PageCallRow, now: datetime) -> None:
    """A ringing is over: unless somebody has the contact (locked), the next of its lane is rung."""
    release(work, call, now)
    contact = contacts.contact(work.session, call.contact_id)
    paging = store.going_on(work.session, call.contact_id, call.paging_id)
    if contact is None or paging is None or not wanted(contact):
        return
    if call.lane != BY_THEMSELVES and call.step == paging.step:
        ring_lane(work, paging, call.step, call.lane, f"page_ring:after:{call.id}", now=now)


def release(work: UnitOfWork, call: PageCallRow, now: datetime) -> None:
    """Somebody's telephone is free again. Repeating it changes nothing."""
    if store.end_call(work.session, call.id, now):
        contacts.free_line(work.session, call.staff_id, call.contact_id)


def _look_at(work: UnitOfWork, call: PageCallRow, now: datetime, due_at: datetime) -> None:
    key = f"page_look:{call.id}:{due_at.timestamp():.0f}"
    outbox.put(
        work,
        "page_look",
        key,
        now=now,
        contact_id=call.contact_id,
        subject=str(call.id),
        due_at=due_at,
    )


def _keep_leg(work: UnitOfWork, call: PageCallRow, sid: str, status: str, now: datetime) -> None:
    assert call.number is not None
    own = contacts.OwnLeg(call.contact_id, "page", call.number, call.rang_at)
    contacts.keep_own_leg(work.session, own, sid, status, now)
