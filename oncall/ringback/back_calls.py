"""A call back while it goes on: the practitioner presses 1, the caller is rung, and what came of it is kept.

Each fact is kept the first time it is told, so a webhook that comes twice, or late, changes nothing.
"""

from datetime import datetime, timedelta

from oncall.contacts import store as contacts
from oncall.contacts.evidence import state_of
from oncall.contacts.own import own
from oncall.contacts.tables import ContactRow, Outcome
from oncall.contacts.who import who
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.kept import note_reached
from oncall.numbers.store import has_no_contact
from oncall.ringback import store
from oncall.ringback.back_cut_off import ask_later
from oncall.ringback.tables import CallBackRow
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, DialEnded, KeyPressed, LegEvent
from oncall.telephony.numbers import refusal
from oncall.telephony.replies import AskKey, HangUp, Reply, Ring
from oncall.wiring import Wiring
from oncall.words import say

RING, NOT_NOW = "1", "2"
KEY_SECONDS = 8
MOST_TURNS = 4
CALLER_RINGS_SECONDS = 30
LONGEST_CALL = timedelta(hours=4)
ENOUGH = 3
"""After so many times in vain the practitioner is asked what to do instead."""


def picked_up(call_back_id: int, answered: KeyPressed, w: Wiring) -> Spoken:
    """Say what it is about and ask for a key: a voicemail box presses none and is put through to nobody."""
    return _heard(call_back_id, answered, w, turn=0)


def press_key(call_back_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """1 rings the caller, 2 ends it; anything else says it again, a few times."""
    return _heard(call_back_id, pressed, w, turn=turn)


def _heard(call_back_id: int, pressed: KeyPressed, w: Wiring, *, turn: int) -> Spoken:
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, call_back_id, w)
        if found is None:
            return plainly("calls/apology")
        row, contact, config = found
        store.name(work.session, row.id, pressed.call_sid)
        if row.picked_up_at is None:
            row.picked_up_at = now
        if turn and row.pressed is None and pressed.digits in (RING, NOT_NOW):
            row.pressed = pressed.digits
        return spoken(_reply(work, row, contact, config, w, turn=turn), config)


def _reply(
    work: UnitOfWork, row: CallBackRow, contact: ContactRow, config: ServiceConfig, w: Wiring, *, turn: int
) -> Reply:
    if row.pressed == RING and row.dial_status is None and refusal(row.number) is None:
        if row.rang_at is None:
            row.rang_at = w.now()
        return ring_caller(row, config, w)
    promised, dialled_for = row.follow_up_id is not None, refusal(row.number) is None
    if row.pressed == RING and not dialled_for:
        return HangUp((say("ringback/by_hand"),))
    if row.pressed is not None or turn >= MOST_TURNS:
        return HangUp((say("ringback/goodbye"),))
    words = say(
        "ringback/ask",
        service=config.name,
        who=who(work, contact, config),
        repeated=turn,
        promised=promised,
        dialled=dialled_for,
        no_contact=has_no_contact(work.session, row.number, contact.service_id),
    )
    return AskKey((words,), KEY_SECONDS, w.addresses.call_back_key(row.id, turn + 1))


def ring_caller(row: CallBackRow, config: ServiceConfig, w: Wiring) -> Ring:
    """The caller's telephone shows the service's number, as the practitioner's did."""
    return Ring(
        words=(say("ringback/ringing"),),
        number=row.number,
        caller_id=config.voice_number,
        seconds=CALLER_RINGS_SECONDS,
        next_url=w.addresses.call_back_dialled(row.id),
        leg_url=w.addresses.call_back_caller(row.id),
        whisper_url=None,
    )


def dialled(call_back_id: int, ended: DialEnded, w: Wiring) -> Spoken:
    """The caller answered or did not: keep that, and tell the practitioner what to do when they did not.

    When both have rung each other, the caller's own call goes on, and the practitioner is free for it again.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, call_back_id, w)
        if found is None:
            return plainly("calls/apology")
        row, contact, config = found
        if row.dial_status is None:
            row.dial_status = ended.dial_status
        if ended.bridged or (ended.bridged is None and ended.dial_status == "completed"):
            _connected(work, row, contact, now)
        work.session.flush()
        if row.connected_at is not None:
            ask_later(work, row, ended, now)
            return spoken(HangUp(), config)
        if store.rings_us(work.session, row.number, contact.service_id):
            return spoken(HangUp((say("ringback/crossed"),)), config)
        times = store.unanswered(work.session, contact.id)
        return spoken(HangUp((say("ringback/in_vain", times=times, enough=ENOUGH),)), config)


def keep_own_leg(call_back_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how the practitioner's leg goes; when it is over, so is the call back."""
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, call_back_id, w)
        if found is None:
            return
        row = found[0]
        store.name(work.session, row.id, event.sid)
        keep_leg(work, row, event.sid, None, row.staff_number, event.status, now)
        if event.status in OVER:
            over(work, row, now)


def keep_callers_leg(call_back_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how the caller's leg goes; when they pick up, they have been rung back."""
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, call_back_id, w)
        if found is None:
            return
        row, contact, _ = found
        keep_leg(work, row, event.sid, event.parent_sid or row.provider_sid, row.number, event.status, now)
        if event.status == "in-progress":
            _connected(work, row, contact, now)


def over(work: UnitOfWork, row: CallBackRow, now: datetime) -> None:
    """A call back is over and the practitioner's line free. Repeating it changes nothing."""
    if store.end(work.session, row.id, now):
        contacts.free_line(work.session, row.staff_id, row.contact_id)


def look_later(work: UnitOfWork, row: CallBackRow, now: datetime, pause: timedelta) -> None:
    """Have somebody look, after a while, whether a call back is over without our having been told."""
    due, subject = now + pause, str(row.id)
    key = f"call_back_look:{row.id}:{due.timestamp():.0f}"
    outbox.put(work, "call_back_look", key, now=now, contact_id=row.contact_id, subject=subject, due_at=due)


def keep_leg(
    work: UnitOfWork, row: CallBackRow, sid: str, parent: str | None, number: str, status: str, now: datetime
) -> None:
    """Record how one of the two telephones of a call back stands."""
    began = (row.rang_at or row.asked_at) if parent else row.asked_at
    own = contacts.OwnLeg(row.contact_id, "callback", number, began, parent)
    contacts.keep_own_leg(work.session, own, sid, status, now)


def _connected(work: UnitOfWork, row: CallBackRow, contact: ContactRow, now: datetime) -> None:
    """The caller has been reached: nobody else need ring them, and what they were promised is kept.

    How their own call ended stays as it was.
    """
    if row.connected_at is not None:
        return
    row.connected_at = now
    contact.callback_due_at = None
    if contact.called_back_at is None:
        contact.called_back_at = now
        contact.state = state_of(contact, Outcome(contact.outcome))
    if contact.callback_owner is not None:
        own(work, contact.id, row.staff_id, now)
    contacts.hold_line(work.session, row.staff_id, contact.id, now + LONGEST_CALL)
    note_reached(work, contact.id, f"call back {row.id}", now)


def _locked(
    work: UnitOfWork, call_back_id: int, w: Wiring
) -> tuple[CallBackRow, ContactRow, ServiceConfig] | None:
    """A call back with its contact, locked, and the service's configuration."""
    row = store.call_back(work.session, call_back_id)
    found = None if row is None else contacts.lock(work.session, row.contact_id)
    if row is None or found is None:
        return None
    row = store.call_back(work.session, call_back_id)
    assert row is not None
    return row, found[0], config_of(w.config_cache, work.session, found[0].service_id)
