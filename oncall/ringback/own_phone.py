"""One of us rings the service from their own telephone: with a PIN they can ring a caller back.

Whatever goes wrong leads to being put through like any caller: whoever it is, they may need somebody.
"""

from datetime import datetime, timedelta

from oncall.access import store as access
from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.db import deadline, outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.ringback import pin_store as store
from oncall.ringback.set_pin import DIGITS, is_right
from oncall.ringback.tables import PinRow
from oncall.service.config import ServiceConfig
from oncall.telephony.forms import InboundCall
from oncall.telephony.replies import AskDigits, GoOn, Reply
from oncall.wiring import Wiring
from oncall.words import say

PIN, CHOICE, CALLER = "pin", "choice", "caller"
"""The steps of such a call, as they stand in its addresses; `caller` is to be put through."""
SECONDS = 6
MOST_IN_A_CALL, MOST_IN_AN_HOUR = 3, 5
LOCKED_FOR = timedelta(hours=1)


def ask_pin(
    work: UnitOfWork, config: ServiceConfig, call: InboundCall, w: Wiring, now: datetime
) -> Reply | None:
    """What one of us hears first who has a PIN; None for everybody else, who is put through at once."""
    member = member_of(config, call)
    row = None if member is None else store.pin(work.session, member.id)
    if member is None or row is None or not _may_enter(work, member, row, now):
        return None
    contacts.add_event(work.session, f"own_phone:{call.sid}", None, now, "own phone")
    return _ask(say("ringback/own_phone", service=config.name), w, turn=1)


def member_of(config: ServiceConfig, call: InboundCall) -> Staff | None:
    """Who of us has this telephone; nobody if several share it."""
    theirs = [one for one in config.staff.values() if call.from_number and one.phone == call.from_number]
    return theirs[0] if len(theirs) == 1 else None


def reader_of(work: UnitOfWork, member: Staff) -> Person | None:
    """Who they are on the pages; None without a sign-in."""
    user = access.by_staff(work.session, member.id)
    if user is None:
        return None
    roles = frozenset(Role(one) for one in user.roles)
    return Person(user.id, 0, user.name, member.id, roles)


def enter_pin(
    call: InboundCall, digits: str, turn: int, member: Staff, config: ServiceConfig, w: Wiring
) -> Reply | None:
    """What they hear after a PIN that was wrong; None after the right one.

    The same turn told twice counts once. The hashing is done outside a transaction.
    """
    now = w.now()
    with w.unit_of_work() as work:
        row = store.pin(work.session, member.id)
        right = store.entered(work.session, call.sid, turn)
        if right is None and (row is None or not _may_enter(work, member, row, now)):
            return put_through(w, "own_off")
    if right is None:
        assert row is not None
        with deadline.besides():  # a busy machine may hash for longer than the database may take
            right = is_right(digits, member.id, row.hash, w)
    with w.unit_of_work() as work:
        row = store.pin(work.session, member.id, to_change=True)
        if row is None:
            return put_through(w, "own_off")
        new = store.add_try(work.session, call.sid, turn, member.id, right=right, now=now)
        if right:
            return None
        if (new and _too_often(work, member, config, now)) or _is_locked(row, now):
            return put_through(w, "own_off")
        if store.wrong_in_call(work.session, call.sid) >= MOST_IN_A_CALL:
            return put_through(w, "own_wrong_enough")
        return _ask(say("ringback/own_wrong"), w, turn=turn + 1)


def put_through(w: Wiring, line: str) -> Reply:
    """Say `line` and put them through to whoever is on call."""
    return GoOn((say(f"ringback/{line}"),), w.addresses.voice_again(CALLER))


def _ask(words: str, w: Wiring, *, turn: int) -> AskDigits:
    key_url, else_url = w.addresses.voice_again(PIN, turn), w.addresses.voice_again(CALLER)
    return AskDigits((words,), SECONDS, DIGITS, key_url, else_url)


def _may_enter(work: UnitOfWork, member: Staff, row: PinRow, now: datetime) -> bool:
    """Whether a PIN is theirs to enter now: not while it is locked, nor without a sign-in."""
    return not _is_locked(row, now) and reader_of(work, member) is not None


def _is_locked(row: PinRow, now: datetime) -> bool:
    return row.locked_until is not None and now < row.locked_until


def _too_often(work: UnitOfWork, member: Staff, config: ServiceConfig, now: datetime) -> bool:
    """Lock the PIN after five wrong ones in an hour, and have whoever it belongs to told."""
    if store.wrong_since(work.session, member.id, now - LOCKED_FOR) < MOST_IN_AN_HOUR:
        return False
    store.lock(work.session, member.id, now + LOCKED_FOR)
    key, subject = f"pin_locked:{member.id}:{now.timestamp():.0f}", f"{config.id}:{member.id}"
    outbox.put(work, "pin_locked_text", key, now=now, subject=subject)
    return True
