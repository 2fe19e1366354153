"""An attempt is over: our own record of the key that was pressed decides what comes next, not the carrier."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from oncall.calls.hunt import Hunt, keep_line, nobody_left, ring_again, ring_next
from oncall.calls.lines import still_trying
from oncall.calls.settle import settle
from oncall.contacts import store
from oncall.contacts.apart import apart_of
from oncall.contacts.evidence import REFUSED_ON_THE_HANDSET
from oncall.contacts.tables import AttemptRow, ContactRow, Result, RungKind
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining.join_calls import callers_part
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, DialEnded
from oncall.telephony.replies import HangUp, Reply
from oncall.telephony.ring_time import parts_of
from oncall.wiring import Wiring
from oncall.words import say

log = structlog.get_logger(__name__)

CLOCKS_DIFFER = timedelta(seconds=1)


def after_attempt(attempt_id: int, ended: DialEnded, w: Wiring, *, part: int = 0) -> Spoken:
    """Record how one ringing ended, and say who is rung next: the same person, if this was only a part.

    Asked again for the same attempt it gives the same answer; asked late, about an attempt that others
    have followed or a call that has ended, it changes nothing.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_attempt(work.session, attempt_id)
        if found is None:
            return plainly("calls/apology")
        contact, attempts = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        hunt = Hunt.about(contact, config, w.addresses, now, apart_of(work, contact))
        if _rings_on(contact, attempts, attempt_id, ended, part, now) and keep_line(work, attempts[-1], now):
            store.add_event(work.session, f"dialled:{attempt_id}:{part}", contact.id, now, "dialled")
            return spoken(ring_again(hunt, attempts, still_trying(config), part + 1), config)
        attempt = _keep(work, contact, attempts, attempt_id, ended, config, now)
        return spoken(_next(work, hunt, contact, attempts, attempt, w), config)


def keep_end(work: UnitOfWork, attempt_id: int, ended: DialEnded, w: Wiring, now: datetime) -> None:
    """Record how one ringing ended, and nothing else."""
    found = store.lock_by_attempt(work.session, attempt_id)
    if found is not None:
        contact, attempts = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        _keep(work, contact, attempts, attempt_id, ended, config, now)


def _rings_on(
    contact: ContactRow,
    attempts: Sequence[AttemptRow],
    attempt_id: int,
    ended: DialEnded,
    part: int,
    now: datetime,
) -> bool:
    """Whether the same telephone is to ring for another part of its time.

    Only when it has rung this part out: whoever was engaged, refused or listened is not rung on.
    """
    last = attempts[-1]
    parts = parts_of(last.seconds)
    touched = (last.dial_status, last.whispered_at, last.pressed, last.accepted_at)
    rang_out = now - last.rang_at >= timedelta(seconds=sum(parts[: part + 1])) - CLOCKS_DIFFER
    return (
        last.id == attempt_id
        and part + 1 < len(parts)
        and ended.dial_status == "no-answer"
        and ended.call_status not in OVER
        and contact.ended_at is None
        and touched == (None,) * len(touched)
        and last.sip_code != REFUSED_ON_THE_HANDSET
        and rang_out
    )


def _keep(
    work: UnitOfWork,
    contact: ContactRow,
    attempts: Sequence[AttemptRow],
    attempt_id: int,
    ended: DialEnded,
    config: ServiceConfig,
    now: datetime,
) -> AttemptRow:
    """Record how one ringing of a locked contact ended, and draw the conclusions."""
    attempt = next(a for a in attempts if a.id == attempt_id)
    store.add_event(work.session, f"dialled:{attempt_id}", contact.id, now, "dialled")
    _record(contact, attempt, ended, now=now)
    settle(work, contact, attempts, config, now)
    return attempt


def _record(contact: ContactRow, attempt: AttemptRow, ended: DialEnded, *, now: datetime) -> None:
    """Keep each fact the first time it is told."""
    if attempt.dial_status is None:
        attempt.dial_status = ended.dial_status
        attempt.bridged = ended.bridged
        attempt.caller_gone = ended.call_status in OVER
        _watch(attempt)
    if ended.call_status in OVER and contact.ended_at is None:
        contact.ended_at = now


def _watch(attempt: AttemptRow) -> None:
    """Sound the alarm when a caller was put through to a person who had not pressed 1.

    It happens when the telephone company cannot fetch the whisper: the voice that answered may have been a
    voicemail box, so the hunt goes on as if nobody had.
    """
    if attempt.kind == RungKind.TIER and attempt.bridged and attempt.accepted_at is None:
        log.error("bridged_without_acceptance", contact_id=attempt.contact_id, attempt_id=attempt.id)


def _next(
    work: UnitOfWork,
    hunt: Hunt,
    contact: ContactRow,
    attempts: Sequence[AttemptRow],
    attempt: AttemptRow,
    w: Wiring,
) -> Reply:
    if contact.ended_at is not None:
        return HangUp()
    if any(a.result == Result.ACCEPTED for a in attempts):
        practitioner = next((a.person for a in attempts if a.id == contact.accepted_attempt_id), None)
        meeting = callers_part(work, contact, w, practitioner=practitioner, now=hunt.now)
        return meeting or HangUp((say("calls/goodbye"),))
    words = still_trying(hunt.config, attempt)
    if attempt is not attempts[-1]:
        return ring_again(hunt, attempts, words)
    busy = store.busy_staff(work.session, hunt.now)
    ring = ring_next(work, hunt, contact.id, attempts, busy=busy, words=words)
    return ring or nobody_left(work, contact, hunt)
