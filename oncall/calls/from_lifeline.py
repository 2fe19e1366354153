"""What the lifeline has done about a call, told afterwards: whom it rang, and how that ended.

Nothing is decided here any more: the telephone company has long had its answers. `w.now()` is the time at
which a thing happened. All of it may be told twice.
"""

from datetime import timedelta

from oncall.calls.after_attempt import keep_end
from oncall.calls.hunt import CARRIERS_MARGIN, WHISPER_AT_MOST, Hunt, first_ring, trail_of
from oncall.calls.receive_call import open_call
from oncall.calls.self_test import is_our_own, keep_our_own
from oncall.contacts import store
from oncall.contacts.arrival_store import landing
from oncall.lifeline.spool import Rang
from oncall.numbers.store import keep_call
from oncall.paging import begin as paging
from oncall.service.store import cached_config, config_of
from oncall.telephony.forms import DialEnded, InboundCall
from oncall.wiring import Wiring


def keep_arrival(call: InboundCall, w: Wiring, *, put_through: bool = True) -> None:
    """A call has come in and was answered elsewhere: open its contact, unless it has one.

    One that was not `put_through` is kept as a restricted number's, if it is one, and has no contact then;
    nor has our own call to ourselves.
    """
    now = w.now()
    with w.unit_of_work() as work:
        landed = landing(work.session, call.to_number, "voice", call.from_number, now)
        if landed is None or store.has_contact(work.session, call.sid):
            return
        config = cached_config(w.config_cache, work.session, landed.service_id, landed.version)
        trail = trail_of(config, call.sid, now, in_office_hours=config.hours.is_open(now))
        hunt = Hunt(trail, config, w.addresses, now, landed.apart)
        if is_our_own(config, call):
            reaches = first_ring(hunt, landed.on_a_call) is not None
            keep_our_own(work, config, call, now, reaches=reaches)
        elif landed.restriction is not None and not put_through:
            keep_call(work.session, call.sid, landed.restriction, now)
        else:
            open_call(work, call, landed, hunt, None)


def keep_ring(sid: str, rang: Rang, w: Wiring) -> None:
    """Somebody was rung about a call: record the attempt, unless there is one of the same ringing."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        if found is None:
            return
        contact, attempts = found
        if [(a.kind, a.person) for a in attempts].count((rang.kind, rang.person)) >= rang.nth:
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


def keep_part(attempt_id: int, part: int, w: Wiring) -> None:
    """A part of a ringing is over, and the same telephone rang on."""
    with w.unit_of_work() as work:
        found = store.lock_by_attempt(work.session, attempt_id)
        if found is not None:
            store.add_event(work.session, f"dialled:{attempt_id}:{part}", found[0].id, w.now(), "dialled")


def keep_message_asked_for(sid: str, w: Wiring) -> None:
    """Nobody was left to ring: somebody owns the call back from that moment."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        if found is not None:
            config = config_of(w.config_cache, work.session, found[0].service_id)
            paging.own(work, found[0], config, w.now())


def attempt_of(sid: str, kind: str, person: str | None, nth: int, w: Wiring) -> int | None:
    """The `nth` attempt to ring somebody about a call; the last, if there were fewer; None without any."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        attempts = found[1] if found is not None else ()
        ids = [a.id for a in attempts if (a.kind, a.person) == (kind, person)]
        return ids[min(nth, len(ids)) - 1] if ids else None


def contact_of(sid: str, w: Wiring) -> int | None:
    """The contact of a call."""
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, sid)
        return None if found is None else found[0].id
