"""A handover is late and a text has not helped: people are rung, until one presses 1 and sees to it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from oncall.contacts.ring_once import Asked, ask_for_call
from oncall.contacts.staff_leg import keep_staff_leg
from oncall.contacts.store import free_line
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import call_store as calls
from oncall.handover import store
from oncall.handover.ladder import Rung
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.paging.choose import LISTENING, RING_SECONDS
from oncall.paging.store import take_line
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, KeyPressed, LegEvent
from oncall.telephony.replies import AskKey, HangUp
from oncall.wiring import Wiring
from oncall.words import say

AFTER_TEXT = timedelta(minutes=5)
ONE_BY_ONE = timedelta(minutes=1)
ENGAGED_FOR = timedelta(minutes=2)
KEY_SECONDS = 8
MOST_TURNS = 3
SEES_TO_IT = "1"
NO_CONTACT = 0
"""What a line is in use for when it is about no contact."""


def have_rung(work: UnitOfWork, row: HandoverRow, rung: Rung, staff: Iterable[str], now: datetime) -> None:
    """Have people rung one after another, some minutes after they were texted. Repeating it adds nothing."""
    for place, person in enumerate(staff):
        subject = f"{row.id}:{rung}:{person}"
        due_at = now + AFTER_TEXT + place * ONE_BY_ONE
        outbox.put(work, "handover_ring", f"handover_ring:{subject}", now=now, subject=subject, due_at=due_at)


def ring(errand: Errand, w: Wiring) -> None:
    """Ring one of them while it is still not done and nobody sees to it. Raises TelephonyError.

    Nobody who is on a call is rung: they are later. Nobody is rung twice in a step.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = _wanted(work, errand, w)
        if found is None:
            return
        config, row, rung, person, number = found
        call = calls.begin(work.session, row.id, rung, person, now)
        if call.provider_sid is not None:
            return
        until = now + timedelta(seconds=RING_SECONDS) + LISTENING
        if errand.tries == 1 and not take_line(work.session, person, NO_CONTACT, now=now, until=until):
            key = f"handover_ring:{errand.subject}:after:{errand.id}"
            due_at = now + ENGAGED_FOR
            outbox.put(work, "handover_ring", key, now=now, subject=errand.subject, due_at=due_at)
            return
    urls = w.addresses.handover_call(call.id), w.addresses.handover_leg(call.id)
    sid = ask_for_call(errand, Asked(number, config.voice_number, *urls, RING_SECONDS), w)
    if sid is not None:
        with w.unit_of_work() as work:
            calls.name_call(work.session, call.id, sid)
            keep_staff_leg(work, config, person, sid, began=now, now=w.now())


def picked_up(call_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Say that a handover waits and ask for a 1; a voicemail box never presses it."""
    with w.unit_of_work() as work:
        call = calls.call(work.session, call_id)
        row = None if call is None else store.by_id(work.session, call.handover_id)
        if call is None or row is None:
            return plainly("calls/apology")
        config = config_of(w.config_cache, work.session, row.service_id)
        if turn and pressed.digits == SEES_TO_IT:
            calls.press(work.session, call.id, w.now())
            return spoken(HangUp((say("handover/call_seen_to"),)), config)
        if turn >= MOST_TURNS:
            return spoken(HangUp(), config)
        words = say("handover/call", service=config.name, signed=row.signed_at is not None)
        return spoken(AskKey((words,), KEY_SECONDS, w.addresses.handover_key(call.id, turn + 1)), config)


def leg_event(call_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how the ringing goes. Once it is over, their telephone is free for a caller again."""
    with w.unit_of_work() as work:
        call = calls.call(work.session, call_id)
        row = None if call is None else store.by_id(work.session, call.handover_id)
        if call is None or row is None:
            return
        config = config_of(w.config_cache, work.session, row.service_id)
        began, status = call.rang_at, event.status
        keep_staff_leg(work, config, call.staff_id, event.sid, began=began, now=w.now(), status=status)
        if status in OVER:
            free_line(work.session, call.staff_id, NO_CONTACT)


def _wanted(
    work: UnitOfWork, errand: Errand, w: Wiring
) -> tuple[ServiceConfig, HandoverRow, Rung, str, str] | None:
    """Whom to ring about which handover, unless that is done, seen to, or they have no telephone."""
    handover_id, rung, person = (errand.subject or "0:head:").split(":", 2)
    row = store.by_id(work.session, int(handover_id))
    if row is None or row.state == HandoverState.ACKNOWLEDGED:
        return None
    if (Rung(rung).wants_signature and row.signed_at is not None) or calls.seen_to(
        work.session, row.id, rung
    ):
        return None
    config = config_of(w.config_cache, work.session, row.service_id)
    member = config.staff.get(person)
    if member is None or member.phone is None:
        return None
    return config, row, Rung(rung), person, member.phone
