"""A carer rings: the contact comes first, then whoever is on call is rung."""

from datetime import datetime

from oncall.calls.hunt import Hunt, first_ring, nobody_left, ring_again, ring_next, ring_reply, trail_of
from oncall.calls.lines import emergency, greeting
from oncall.calls.self_test import is_our_own, keep_our_own
from oncall.contacts import store
from oncall.contacts.apart import keep_passed_over
from oncall.contacts.arrival_store import Arrival, FirstRing, Landing, landing, open_contact
from oncall.contacts.refs import REF_TRIES, new_ref
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers.store import keep_call
from oncall.recording.announce import announced
from oncall.recording.store import announce, of_contact
from oncall.ringback.own_phone import ask_pin
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import cached_config
from oncall.telephony.forms import InboundCall
from oncall.telephony.replies import HangUp, Reply
from oncall.wiring import Wiring
from oncall.words import say


def receive_call(call: InboundCall, w: Wiring, *, as_caller: bool = False, refuses: bool = False) -> Spoken:
    """Open a contact for an incoming call and say who is rung first.

    The contact is there before anybody is rung. A repeated request for the same call finds the same
    contact and gets the same answer. A restricted number opens none: it hears what 999 is for. One of us who
    rings from their own telephone is asked for their PIN first, unless they ring `as_caller`. Where calls are
    recorded the caller is told so, and `refuses` by a key.
    """
    now = w.now()
    with w.unit_of_work() as work:
        landed = landing(work.session, call.to_number, "voice", call.from_number, now)
        if landed is None:
            return plainly("calls/not_in_service")
        config = cached_config(w.config_cache, work.session, landed.service_id, landed.version)
        if is_our_own(config, call):
            return _our_own(work, call, landed, config, w, now)
        if landed.restriction is not None:
            keep_call(work.session, call.sid, landed.restriction, now)
            return spoken(HangUp((say("calls/restricted"), emergency(config))), config)
        if not (as_caller or landed.owners) and (asked := ask_pin(work, config, call, w, now)) is not None:
            return spoken(asked, config)
        trail = trail_of(config, call.sid, now, in_office_hours=config.hours.is_open(now))
        hunt = Hunt(trail, config, w.addresses, now, landed.apart)
        first = first_ring(hunt, landed.on_a_call, landed.had_by)
        words = (say("recording/refused"),) if refuses else greeting(config, landed.kind)
        ids = open_call(work, call, landed, hunt, first)
        if ids is None:
            return _again(work, call, config, w, now, words)
        reply = _reply(work, hunt, ids, first, landed.on_a_call, words)
        if landed.records:
            announce(work.session, ids[0], now)
            reply = announced(reply, w)
        return spoken(reply, config)


def _our_own(
    work: UnitOfWork, call: InboundCall, landed: Landing, config: ServiceConfig, w: Wiring, now: datetime
) -> Spoken:
    """We ring ourselves to try the line: whom a carer's call would ring is looked up, and nobody is rung."""
    trail = trail_of(config, call.sid, now, in_office_hours=config.hours.is_open(now))
    reaches = first_ring(Hunt(trail, config, w.addresses, now), landed.on_a_call) is not None
    keep_our_own(work, config, call, now, reaches=reaches)
    return spoken(HangUp((say("calls/self_test"),)), config)


def open_call(
    work: UnitOfWork, call: InboundCall, landed: Landing, hunt: Hunt, first: FirstRing | None
) -> tuple[int, int | None] | None:
    """The ids of the new contact and its first attempt; None if this call has a contact already."""
    for _ in range(REF_TRIES):
        new = Arrival(
            ref=new_ref(hunt.now, hunt.config.zone),
            service_id=landed.service_id,
            sid=call.sid,
            caller_number=call.from_number,
            owners=landed.owners,
            to_number=call.to_number,
            in_office_hours=hunt.trail.in_office_hours,
            at=hunt.now,
            linked_to=landed.linked_to,
        )
        ids = open_contact(work.session, new, first)
        if ids is not None:
            keep_passed_over(work, ids[0], hunt.passed_over(), hunt.now)
        if ids is not None or store.has_contact(work.session, call.sid):
            return ids
    raise RuntimeError("no free reference for a contact")


def _reply(
    work: UnitOfWork,
    hunt: Hunt,
    ids: tuple[int, int | None],
    first: FirstRing | None,
    busy: frozenset[str],
    words: tuple[str, ...],
) -> Reply:
    """Ring whom we meant to; somebody else if their line was taken this moment; nobody left: a message."""
    contact_id, attempt_id = ids
    if first is not None and attempt_id is not None:
        trail = hunt.trail.then(first.kind, first.person)
        return ring_reply(hunt, attempt_id, trail, first.number, first.seconds, words)
    if first is not None and first.person is not None:
        ring = ring_next(work, hunt, contact_id, (), busy=busy | {first.person}, words=words)
        if ring is not None:
            return ring
    found = store.lock(work.session, contact_id)
    assert found is not None
    return nobody_left(work, found[0], hunt, words)


def _again(
    work: UnitOfWork,
    call: InboundCall,
    config: ServiceConfig,
    w: Wiring,
    now: datetime,
    words: tuple[str, ...],
) -> Spoken:
    """The answer to a request we have had before: the same person rings, unless the call is over."""
    found = store.lock_by_sid(work.session, call.sid)
    if found is None:
        return plainly("calls/apology")
    contact, attempts = found
    hunt = Hunt.about(contact, config, w.addresses, now)
    if contact.ended_at is not None:
        return spoken(HangUp(), hunt.config)
    if not attempts:
        return spoken(nobody_left(work, contact, hunt, words), hunt.config)
    ring = ring_again(hunt, attempts, words)
    recording = of_contact(work.session, contact.id)
    told = recording is not None and recording.refused_at is None and recording.asked_at is None
    return spoken(announced(ring, w) if told else ring, hunt.config)
