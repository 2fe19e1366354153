"""A joining while it goes on: the third person presses 1, all meet in a conference, nobody is left alone."""

from datetime import datetime, timedelta

from oncall.contacts import store as contacts
from oncall.contacts.tables import ContactRow
from oncall.contacts.who import who
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining import store
from oncall.joining.bring_in import Kind
from oncall.joining.tables import JoinRow
from oncall.numbers.store import has_no_contact
from oncall.paging.begin import ANSWER_WITHIN, begin
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, KeyPressed, LegEvent
from oncall.telephony.replies import AskKey, HangUp, Meet, Reply, Wait
from oncall.wiring import Wiring
from oncall.words import say

JOIN, NOT_NOW = "1", "2"
KEY_SECONDS = 8
MOST_TURNS = 4
LONGEST_CALL = timedelta(hours=4)
MAY_BE_ON_THEIR_WAY = timedelta(seconds=10)
"""Whoever is moved hears some words first, and may come into a conference that has just ended."""


def press_key(join_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """What the person asked for hears, and what their key does; turn 0 is when they pick up.

    1 joins, 2 does not, 3 says it again. A voicemail box presses nothing and joins nothing.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return plainly("calls/apology")
        row, contact, config = found
        store.name(work.session, row.id, pressed.call_sid)
        if turn and row.pressed is None and pressed.digits in (JOIN, NOT_NOW) and contact.ended_at is None:
            row.pressed = pressed.digits
            if pressed.digits == JOIN:
                _join(work, row, contact, now)
        return spoken(_reply(work, row, contact, config, w, turn), config)


def _reply(
    work: UnitOfWork, row: JoinRow, contact: ContactRow, config: ServiceConfig, w: Wiring, turn: int
) -> Reply:
    if contact.ended_at is not None:
        can_ring_back = contact.caller_number is not None
        return HangUp((say("calls/caller_left", can_ring_back=can_ring_back),))
    if row.joined_at is not None:
        return _meet(row, w, say("joining/joining"))
    if row.pressed == NOT_NOW or turn >= MOST_TURNS:
        return HangUp((say("joining/not_now"),))
    words = say(
        "joining/ask",
        service=config.name,
        who=who(work, contact, config),
        takes_over=row.kind == Kind.PASS,
        repeated=turn,
        no_contact=has_no_contact(work.session, contact.caller_number, contact.service_id),
    )
    return AskKey((words,), KEY_SECONDS, w.addresses.join_key(row.id, turn + 1))


def _join(work: UnitOfWork, row: JoinRow, contact: ContactRow, now: datetime) -> None:
    """They come: the practitioner is moved, and the caller follows. A call that is passed is theirs now."""
    row.joined_at = now
    contacts.hold_line(work.session, row.staff_id, contact.id, now + LONGEST_CALL)
    if row.caller_in_at is None:  # otherwise the others are in the conference already
        key, subject = f"join_move:{row.id}", str(row.id)
        outbox.put(work, "join_move", key, now=now, contact_id=contact.id, subject=subject)
    contacts.add_event(work.session, f"joined:{row.id}", contact.id, now, f"{row.kind} joined")
    if row.kind == Kind.PASS:
        contact.accepted_by = row.staff_id
        key = f"taken:{contact.id}:{row.staff_id}"
        outbox.put(work, "taken_text", key, now=now, contact_id=contact.id, subject=row.staff_id)


def practitioner_moved(join_id: int, w: Wiring) -> Spoken:
    """The practitioner's leg has been sent to the conference."""
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return plainly("calls/apology")
        row, _, config = found
        words = say("joining/here", takes_over=row.kind == Kind.PASS)
        return spoken(_meet(row, w, words), config)


def callers_part(
    work: UnitOfWork, contact: ContactRow, w: Wiring, *, practitioner: str | None, now: datetime
) -> Meet | None:
    """Where the caller goes when the practitioner's connection with them has ended, the contact locked.

    Into the conference if somebody has joined it or is being rung to; None if nobody is.
    """
    row = store.going_on(work.session, contact.id)
    if row is None:
        return None
    rows = store.of_contact(work.session, contact.id)
    for one in rows:
        if one.caller_in_at is None and one.ended_at is None:
            one.caller_in_at = now
    if practitioner is not None and store.leg_of(work.session, contact.accepted_attempt_id) is not None:
        contacts.keep_line(work.session, practitioner, contact.id, now=now, until=now + LONGEST_CALL)
    here = any(one.joined_at is not None and one.ended_at is None for one in rows)
    return _meet(row, w, say("joining/together" if here else "joining/hold_on"), caller=True)


def left_alone(join_id: int, w: Wiring) -> Spoken:
    """The caller was alone: back into the conference while somebody still comes, else goodbye.

    When nobody ever came, somebody owns the call back and everybody on duty is told.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return plainly("calls/apology")
        row, contact, config = found
        going_on = store.going_on(work.session, contact.id)
        if going_on is not None and contact.ended_at is None:
            return spoken(_meet(going_on, w, say("joining/hold_on"), caller=True), config)
        if row.joined_at is not None or store.left_after(work.session, row):
            return spoken(HangUp((say("calls/goodbye"),)), config)
        if contact.callback_owner is None:
            contact.callback_owner, contact.callback_due_at = contact.accepted_by, now + ANSWER_WITHIN
        begin(work, contact, config, now)
        can_ring_back = contact.caller_number is not None
        return spoken(HangUp((say("joining/nobody_came", can_ring_back=can_ring_back),)), config)


def parted(join_id: int, w: Wiring, *, caller: bool) -> Spoken:
    """The conference is over for somebody: goodbye."""
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return plainly("calls/apology")
        words = say("calls/goodbye") if caller else say("joining/over")
        return spoken(HangUp((words,)), found[2])


def waiting(join_id: int, w: Wiring) -> Spoken:
    """What somebody alone in the conference hears, again and again: a word every few seconds."""
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return plainly("calls/apology")
        config = found[2]
        emergency = config.speech.emergency or say("calls/emergency")
        return spoken(Wait((say("joining/waiting"), emergency)), config)


def keep_their_leg(join_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how the leg of the third person goes; when it is over, see that nobody is left alone."""
    now = w.now()
    with w.unit_of_work() as work:
        found = _locked(work, join_id, w)
        if found is None:
            return
        row, contact, _ = found
        store.name(work.session, row.id, event.sid)
        keep_leg(work, row, event.sid, event.status, now)
        if event.status in OVER:
            over(work, row, contact, now)


def over(work: UnitOfWork, row: JoinRow, contact: ContactRow, now: datetime) -> None:
    """The third person's part is over and their line free. Repeating it changes nothing."""
    if store.end(work.session, row.id, now):
        contacts.free_line(work.session, row.staff_id, row.contact_id)
        see_whether_alone(work, contact, now)


def see_whether_alone(work: UnitOfWork, contact: ContactRow, now: datetime) -> None:
    """Somebody's leg is over: if the caller is in the conference and none of us is, have them told.

    Also when somebody is still on their way: a conference that has begun says no word to whoever is left.
    """
    rows = store.of_contact(work.session, contact.id)
    if not rows or not is_alone(work, contact):
        return
    coming = any(one.is_coming for one in rows)
    if coming and all(one.joined_at is None for one in rows):
        return  # it has not begun, so the caller hears words already
    key = f"join_alone:{rows[-1].id}:{'waits' if coming else 'left'}"
    outbox.put(work, "join_alone", key, now=now, contact_id=contact.id, subject=str(rows[-1].id))


def is_alone(work: UnitOfWork, contact: ContactRow) -> bool:
    """Whether the caller is in the conference, and none of us."""
    rows = store.of_contact(work.session, contact.id)
    if contact.ended_at is not None or all(one.caller_in_at is None for one in rows):
        return False
    here = any(one.joined_at is not None and one.ended_at is None for one in rows)
    return not here and store.leg_of(work.session, contact.accepted_attempt_id) is None


def clear_up(work: UnitOfWork, contact: ContactRow, now: datetime) -> None:
    """The caller has gone: nobody of ours stays behind in the conference, even if they came in late."""
    due = now + MAY_BE_ON_THEIR_WAY
    for row in store.of_contact(work.session, contact.id):
        if row.joined_at is not None:
            key, subject = f"join_clear:{row.id}", str(row.id)
            outbox.put(work, "join_clear", key, now=now, contact_id=contact.id, subject=subject, due_at=due)


def keep_leg(work: UnitOfWork, row: JoinRow, sid: str, status: str, now: datetime) -> None:
    """Record how the third person's telephone stands."""
    own = contacts.OwnLeg(row.contact_id, "practitioner", row.staff_number, row.asked_at)
    contacts.keep_own_leg(work.session, own, sid, status, now)


def _meet(row: JoinRow, w: Wiring, words: str, *, caller: bool = False) -> Meet:
    return Meet(
        words=(words,),
        room=f"contact-{row.contact_id}",
        wait_url=w.addresses.join_wait(row.id),
        over_url=w.addresses.join_over(row.id, caller=caller),
        ends_for_all=caller,
    )


def _locked(work: UnitOfWork, join_id: int, w: Wiring) -> tuple[JoinRow, ContactRow, ServiceConfig] | None:
    """A joining with its contact, locked, and the service's configuration."""
    row = store.joining(work.session, join_id)
    found = None if row is None else contacts.lock(work.session, row.contact_id)
    if row is None or found is None:
        return None
    row = store.joining(work.session, join_id)
    assert row is not None
    return row, found[0], config_of(w.config_cache, work.session, found[0].service_id)
