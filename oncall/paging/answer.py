"""Somebody who was rung about a contact has picked up: 1 takes it, 2 passes it on. One press wins."""

from datetime import datetime

from oncall.contacts import store as contacts
from oncall.contacts.reach import reach
from oncall.contacts.stopped_store import texts_reach
from oncall.contacts.tables import ContactRow
from oncall.contacts.who import who
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.choose import PASSED
from oncall.paging.steps import wanted
from oncall.paging.tables import PageCallRow
from oncall.paging.take import take
from oncall.paging.tell import what
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import KeyPressed
from oncall.telephony.replies import AskKey, GoOn, HangUp, Reply
from oncall.wiring import Wiring
from oncall.words import say

TAKE = "1"
TEXT = "text"
KEY_SECONDS = 8
MOST_TURNS = 4
"""How often the words are said to somebody who presses nothing that means anything."""


def picked_up(page_call_id: int, answered: KeyPressed, w: Wiring) -> Spoken:
    """Say what it is about and ask for a key. A voicemail box presses none, so it never takes a contact."""
    return _heard(page_call_id, answered, w, turn=0)


def press_key(page_call_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Take the contact, pass it on, or hear it again. The same press told twice counts once.

    Whoever takes a text has it read to them next.
    """
    return _heard(page_call_id, pressed, w, turn=turn)


def _heard(page_call_id: int, pressed: KeyPressed, w: Wiring, *, turn: int) -> Spoken:
    now = w.now()
    with w.unit_of_work() as work:
        call = store.call(work.session, page_call_id)
        found = None if call is None else contacts.lock(work.session, call.contact_id)
        if call is None or found is None:
            return plainly("calls/apology")
        contact = found[0]
        work.session.refresh(call)
        config = config_of(w.config_cache, work.session, contact.service_id)
        _keep(work, call, contact, pressed, turn=turn, now=now)
        return spoken(_reply(work, call, contact, config, w, turn=turn), config)


def _keep(
    work: UnitOfWork, call: PageCallRow, contact: ContactRow, pressed: KeyPressed, *, turn: int, now: datetime
) -> None:
    """Keep each fact the first time it is told, and what follows from it."""
    contacts.add_event(work.session, f"page_key:{call.id}:{turn}", contact.id, now, "page key")
    store.name_call(work.session, call.id, pressed.call_sid)
    if call.picked_up_at is None:
        call.picked_up_at = now
    if turn and call.pressed is None and pressed.digits in (TAKE, PASSED):
        call.pressed = pressed.digits
        if pressed.digits == TAKE:
            take(work, contact, call.staff_id, now)
    work.session.flush()


def _reply(
    work: UnitOfWork,
    call: PageCallRow,
    contact: ContactRow,
    config: ServiceConfig,
    w: Wiring,
    *,
    turn: int,
) -> Reply:
    waits = what(contact, store.newest(work.session, contact.id))
    if not wanted(contact) and contact.owned_at is not None and contact.callback_owner == call.staff_id:
        way = reach(work.session, contact)
        texted = texts_reach(call.number, work.session, contact.service_id)
        yours = (say("paging/yours", what=waits, reach=way, texted=texted),)
        return GoOn(yours, w.addresses.page_text(call.id, 0)) if waits == TEXT else HangUp(yours)
    if not wanted(contact):
        return HangUp((say("paging/colleague_has_it"),))
    if call.pressed == PASSED:
        return HangUp((say("paging/passed_on"),))
    if turn >= MOST_TURNS:
        return HangUp()
    words = say(
        "paging/page",
        service=config.name,
        who=who(work, contact, config),
        what=waits,
        urgent=bool(contact.flags),
        again=contact.owned_at is not None,
        repeated=turn,
    )
    return AskKey((words,), KEY_SECONDS, w.addresses.page_key(call.id, turn + 1))
