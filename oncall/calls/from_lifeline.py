"""What the lifeline has done about a call, told afterwards: whom it rang, and how that ended.

Nothing is decided here any more: the telephone company has long had its answers. `w.now()` is the time at
which a thing happened. All of it may be told twice.
"""

from datetime import timedelta

from oncall.calls.after_attempt import keep_end
from oncall.calls.hunt import CARRIERS_MARGIN, WHISPER_AT_MOST, Hunt, trail_of
from oncall.calls.receive_call import open_call
from oncall.contacts import store
from oncall.contacts.arrival_store import landing
from oncall.lifeline.spool import Rang
from oncall.paging import begin as paging
from oncall.service.store import cached_config, config_of
from oncall.telephony.forms import DialEnded, InboundCall
from oncall.wiring import Wiring


def keep_arrival(call: InboundCall, w: Wiring) -> None:
    """A call has come in, and somebody was rung elsewhere: open its contact, unless it has one."""
    now = w.now()
    with w.unit_of_work() as work:
        landed = landing(work.session, call.to_number, "voice", call.from_number, now)
        if landed is None or store.has_contact(work.session, call.sid):
            return
        config = cached_config(w.config_cache, work.session, landed.service_id, landed.version)
        trail = trail_of(config, call.sid, now, in_office_hours=config.hours.is_open(now))
        open_call(work, call, landed, Hunt(trail, config, w.addresses, now), None)


def keep_ring(sid: str, rang: Rang, w: Wiring) -> None:
    """Somebody was rung about a call: record the attempt, unless there is one of the same person."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        if found is None:
            return
        contact, attempts = found
        if any((a.kind, a.person) == (rang.kind, rang.person) for a in attempts):
            return
        new = store.NewAttempt(
            contact_id=contact.id,
            seq=len(attempts) + 1,
            kind=rang.kind,
            tier=rang.tier,
            person=rang.person,
            number=rang.number,
            seconds=rang.seconds,
            at=now,
            until=now + timedelta(seconds=rang.seconds) + CARRIERS_MARGIN + WHISPER_AT_MOST,
        )
        if store.ring(work.session, new) is None:
            store.add_attempt(work.session, new)


def keep_dialled(attempt_id: int, ended: DialEnded, w: Wiring) -> None:
    """A ringing is over; whoever was rung next has been rung."""
    with w.unit_of_work() as work:
        keep_end(work, attempt_id, ended, w, w.now())


def keep_message_asked_for(sid: str, w: Wiring) -> None:
    """Nobody was left to ring: somebody owns the call back from that moment."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        if found is not None:
            paging.own(found[0], config_of(w.config_cache, work.session, found[0].service_id), w.now())


def attempt_of(sid: str, kind: str, person: str | None, w: Wiring) -> int | None:
    """The last attempt to ring somebody about a call."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        attempts = found[1] if found is not None else ()
        return next((a.id for a in reversed(attempts) if (a.kind, a.person) == (kind, person)), None)


def contact_of(sid: str, w: Wiring) -> int | None:
    """The contact of a call."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        return None if found is None else found[0].id
