"""Somebody on call has picked up: they hear who is ringing, and nobody is connected until they say so."""

from datetime import datetime

from oncall.calls.settle import settle
from oncall.contacts import store
from oncall.contacts.tables import AttemptRow, ContactRow
from oncall.contacts.who import who
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers.store import has_no_contact
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.replies import AskKey, HangUp, Reply
from oncall.wiring import Wiring
from oncall.words import say

KEY_SECONDS = 8
MOST_TURNS = 4
"""How often the whisper is said to somebody who presses nothing that means anything."""


def whisper(attempt_id: int, w: Wiring) -> Spoken:
    """Say who is ringing and ask for a key. A voicemail box presses none, so it never takes a call."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_attempt(work.session, attempt_id)
        if found is None:
            return plainly("calls/apology")
        contact, attempts = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        attempt = next(a for a in attempts if a.id == attempt_id)
        if attempt.whispered_at is None:
            attempt.whispered_at = now
            settle(work, contact, attempts, config, now)
        return spoken(ask_or_release(work, contact, attempt, config, w, now, turn=0), config)


def ask_or_release(
    work: UnitOfWork,
    contact: ContactRow,
    attempt: AttemptRow,
    config: ServiceConfig,
    w: Wiring,
    now: datetime,
    *,
    turn: int,
) -> Reply:
    """The whisper for the `turn`-th time, or, when there is nothing left to take, why and goodbye."""
    if contact.accepted_by is not None and contact.accepted_attempt_id != attempt.id:
        return HangUp((say("calls/already_taken"),))
    if contact.ended_at is not None:
        return HangUp((say("calls/caller_left", can_ring_back=contact.caller_number is not None),))
    if turn >= MOST_TURNS:
        return HangUp()
    words = say(
        "calls/whisper",
        service=config.name,
        who=who(work, contact, config),
        again=contact.linked_to is not None,
        waited=int((now - contact.started_at).total_seconds()),
        repeated=turn,
        no_contact=has_no_contact(work.session, contact.caller_number, contact.service_id),
    )
    return AskKey((words,), KEY_SECONDS, w.addresses.key(attempt.id, turn + 1))
