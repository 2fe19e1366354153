"""The right PIN was entered: which caller is to be rung back, by digit and without names."""

from datetime import datetime

from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.own import take_call_back
from oncall.contacts.reach import number_to_ring
from oncall.contacts.tables import ContactRow
from oncall.contacts.who import who
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers.store import has_no_contact
from oncall.paging.store import take_line
from oncall.people.model import Staff
from oncall.ringback import pin_store, store
from oncall.ringback.back_calls import keep_leg, look_later, over, ring_caller
from oncall.ringback.own_phone import CHOICE, SECONDS, put_through, reader_of
from oncall.ringback.ring_back import UNTIL_CONNECTED, why_not
from oncall.ringback.tables import CallBackRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.forms import InboundCall
from oncall.telephony.replies import AskDigits, HangUp, Reply
from oncall.wiring import Wiring
from oncall.words import say

MOST = 5
MOST_TURNS = 3
TO_BE_PUT_THROUGH = "9"


def offer(work: UnitOfWork, member: Staff, config: ServiceConfig, w: Wiring, turn: int = 0) -> Reply:
    """Say who waits to be rung back by them, each with a digit."""
    reader = reader_of(work, member)
    found = [] if reader is None else _waiting(work, reader, config)
    lines = [_line(work, one, config) for one in found]
    words = say("ringback/own_choice", callers=lines, repeated=turn)
    of = [one.id for one in found]
    return AskDigits(
        (words,),
        SECONDS,
        1,
        w.addresses.voice_again(CHOICE, turn + 1, of),
        w.addresses.voice_again(CHOICE, turn + 1, of),
    )


def choose(
    call: InboundCall, digits: str, turn: int, of: list[int], member: Staff, config: ServiceConfig, w: Wiring
) -> Reply:
    """Ring the caller they have chosen, put them through, or say it again; the right PIN has been entered."""
    with w.unit_of_work() as work:
        if not pin_store.is_known(work.session, call.sid, member.id):
            return put_through(w, "own_off")
        if digits == TO_BE_PUT_THROUGH:
            return put_through(w, "own_through")
        if digits.isdecimal() and 1 <= int(digits) <= len(of):
            return _ring(work, call, of[int(digits) - 1], member, config, w)
        if turn >= MOST_TURNS:
            return HangUp((say("ringback/goodbye"),))
        return offer(work, member, config, w, turn)


def hung_up(work: UnitOfWork, call_sid: str, status: str, now: datetime) -> None:
    """A call of one of us has ended: so has the ringing back in it. Repeating it changes nothing."""
    row = pin_store.of_call(work.session, call_sid)
    if row is None or contacts.lock(work.session, row.contact_id) is None:
        return
    keep_leg(work, row, call_sid, None, row.staff_number, status, now)
    over(work, row, now)


def _line(work: UnitOfWork, contact: ContactRow, config: ServiceConfig) -> tuple[str, str, bool]:
    """Who rang, when, and whether the number is on a no-contact list."""
    at = f"{contact.started_at.astimezone(config.zone):%H:%M}"
    return who(work, contact, config), at, has_no_contact(work.session, number_to_ring(contact), config.id)


def _waiting(work: UnitOfWork, reader: Person, config: ServiceConfig) -> list[ContactRow]:
    found = pin_store.waiting(work.session, reader, config.id, MOST)
    return [one for one in found if why_not(one) is None]


def _ring(
    work: UnitOfWork, call: InboundCall, contact_id: int, member: Staff, config: ServiceConfig, w: Wiring
) -> Reply:
    now = w.now()
    found = contacts.lock(work.session, contact_id)
    before = pin_store.of_call(work.session, call.sid)
    if before is not None:  # the same key told twice
        return ring_caller(before, config, w) if before.dial_status is None else HangUp()
    contact = None if found is None else found[0]
    mine = contact is not None and contact.callback_owner == member.id and contact.service_id == config.id
    if contact is None or not mine or why_not(contact) is not None:
        return offer(work, member, config, w)
    row = _begin(work, call, contact, member, now)
    if row is None:
        return HangUp((say("ringback/own_colleague"),))
    return ring_caller(row, config_of(w.config_cache, work.session, contact.service_id), w)


def _begin(
    work: UnitOfWork, call: InboundCall, contact: ContactRow, member: Staff, now: datetime
) -> CallBackRow | None:
    assert member.phone is not None
    number = number_to_ring(contact)
    assert number is not None
    new = store.NewCallBack(contact.id, member.id, member.phone, number, now)
    row = store.begin(work.session, new)
    if row is None:
        return None
    take_line(work.session, member.id, contact.id, now=now, until=now + UNTIL_CONNECTED)
    take_call_back(work, member.id, contact.id, now)
    row.provider_sid, row.picked_up_at, row.pressed, row.rang_at = call.sid, now, "1", now
    keep_leg(work, row, call.sid, None, row.staff_number, "in-progress", now)
    contacts.add_event(work.session, f"call_back:{row.id}", contact.id, now, "call back by own telephone")
    look_later(work, row, now, UNTIL_CONNECTED)
    return row
