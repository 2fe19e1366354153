"""A carer rings: the contact comes first, then whoever is on call is rung."""

import secrets
from datetime import datetime

from oncall.calls.hunt import Hunt, nobody_left, ring_again, ring_next
from oncall.calls.lines import greeting
from oncall.calls.spoken import Spoken, apology, not_in_service, spoken
from oncall.contacts import store
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.service.store import cached_config
from oncall.telephony.forms import InboundCall
from oncall.telephony.replies import HangUp, Reply
from oncall.wiring import Wiring

REF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None of them is mistaken for another on a bad line."""
REF_TRIES = 5


def receive_call(call: InboundCall, w: Wiring) -> Spoken:
    """Open a contact for an incoming call and say who is rung first.

    The contact is there before anybody is rung. A repeated request for the same call finds the same
    contact and gets the same answer.
    """
    now = w.now()
    with w.unit_of_work() as work:
        landing = store.landing(work.session, call.to_number, "voice", call.from_number, now)
        if landing is None:
            return not_in_service()
        config = cached_config(w.config_cache, work.session, landing.service_id, landing.version)
        contact_id = _open(work, call, landing, config, now)
        if contact_id is None:
            return _again(work, call, config, w, now)
        hunt = Hunt(contact_id, config.hours.is_open(now), config, w.addresses, now)
        reply: Reply | None = ring_next(work, hunt, (), busy=landing.on_a_call, words=greeting(config))
        if reply is None:
            found = store.lock(work.session, contact_id)
            assert found is not None
            reply = nobody_left(found[0], hunt, greeting(config))
        return spoken(reply, config)


def new_ref(now: datetime, config: ServiceConfig) -> str:
    """A contact's reference: the local date it began and five letters to read over the telephone."""
    letters = "".join(secrets.choice(REF_LETTERS) for _ in range(5))
    return f"{now.astimezone(config.zone):%y%m%d}-{letters}"


def _open(
    work: UnitOfWork, call: InboundCall, landing: store.Landing, config: ServiceConfig, now: datetime
) -> int | None:
    """The id of the new contact; None if this call has one. A reference that is taken is drawn again."""
    for _ in range(REF_TRIES):
        new = store.NewContact(
            ref=new_ref(now, config),
            service_id=landing.service_id,
            channel="voice",
            provider_sid=call.sid,
            caller_number=call.from_number,
            owners=landing.owners,
            to_number=call.to_number,
            in_office_hours=config.hours.is_open(now),
            at=now,
        )
        contact_id = store.open_contact(work.session, new, f"rang:{call.sid}")
        if contact_id is not None or store.has_contact(work.session, call.sid):
            return contact_id
    raise RuntimeError("no free reference for a contact")


def _again(work: UnitOfWork, call: InboundCall, config: ServiceConfig, w: Wiring, now: datetime) -> Spoken:
    """The answer to a request we have had before: the same person rings, unless the call is over."""
    found = store.lock_by_sid(work.session, call.sid)
    if found is None:
        return apology()
    contact, attempts = found
    hunt = Hunt(contact.id, contact.in_office_hours, config, w.addresses, now)
    if contact.ended_at is not None:
        return spoken(HangUp(), config)
    if not attempts:
        return spoken(nobody_left(contact, hunt, greeting(config)), config)
    return spoken(ring_again(hunt, attempts[-1], greeting(config)), config)
