"""A key has been pressed: 1 takes the call, 2 passes it on, 3 says it again. One press wins."""

from datetime import datetime, timedelta

from oncall.calls.settle import settle
from oncall.calls.whisper import ask_or_release
from oncall.contacts import store
from oncall.contacts.tables import AttemptRow, ContactRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.recording import record as recording
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import KeyPressed
from oncall.telephony.replies import Connect, HangUp
from oncall.wiring import Wiring
from oncall.words import say

LONGEST_CALL = timedelta(hours=4)
"""The telephone company ends any call after four hours."""
TAKE, PASS_ON = "1", "2"


def press_key(attempt_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Take the call, pass it on, or hear it again. Whatever else is pressed says it again, a few times.

    Pressing again after taking the call takes it still; nobody can take what somebody has.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_attempt(work.session, attempt_id)
        if found is None:
            return plainly("calls/apology")
        contact, attempts = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        attempt = next(a for a in attempts if a.id == attempt_id)
        store.add_event(work.session, f"pressed:{attempt_id}:{turn}", contact.id, now, "pressed")
        if attempt.pressed is None and pressed.digits in (TAKE, PASS_ON):
            attempt.pressed = pressed.digits
            if pressed.digits == TAKE:
                take(work, contact, attempt, now)
                keep_accepted_leg(work, contact, attempt, pressed.call_sid, now)
            settle(work, contact, attempts, config, now)
        if attempt.pressed == PASS_ON:
            return spoken(HangUp((say("calls/passed_on"),)), config)
        if attempt.accepted_at is not None and contact.ended_at is None:
            recorded = recording.begin(work, contact, w)
            return spoken(Connect((say("calls/connecting", recorded=recorded),)), config)
        return spoken(ask_or_release(work, contact, attempt, config, w, now, turn=turn), config)


def keep_accepted_leg(
    work: UnitOfWork, contact: ContactRow, attempt: AttemptRow, sid: str, now: datetime
) -> None:
    """Whoever presses a key is on the line, whether or not we have been told of their leg."""
    own = store.OwnLeg(
        contact.id, "practitioner", attempt.number, attempt.rang_at, contact.provider_sid, attempt.id
    )
    store.keep_own_leg(work.session, own, sid, "in-progress", now)


def take(work: UnitOfWork, contact: ContactRow, attempt: AttemptRow, now: datetime) -> bool:
    """The attempt's person takes the contact, unless somebody has. The contact is locked.

    When the caller has gone meanwhile, the call back is theirs instead. A press that is told afterwards, of
    before the end, took the call: nobody is to ring back, and nobody else is asked about it any more.
    """
    gone = contact.ended_at is not None and contact.ended_at <= now
    if contact.accepted_by is None and contact.owned_at is None and contact.ended_at is not None:
        contact.owned_at = now
        contact.callback_owner = attempt.person if gone else None
        contact.callback_due_at = contact.callback_due_at if gone else None
    if contact.accepted_by is not None or gone:
        return False
    contact.accepted_by = attempt.person
    contact.accepted_attempt_id = attempt.id
    attempt.accepted_at = now
    assert attempt.person is not None
    if contact.ended_at is None:
        store.hold_line(work.session, attempt.person, contact.id, now + LONGEST_CALL)
    key = f"taken:{contact.id}:{attempt.person}"
    outbox.put(work, "taken_text", key, now=now, contact_id=contact.id, subject=attempt.person)
    return True
