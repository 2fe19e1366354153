"""Drawing the conclusions: after every new fact the contact says what follows from all of them."""

from collections.abc import Sequence
from datetime import datetime

from oncall.contacts import store
from oncall.contacts.evidence import outcome_of, result_of, state_of
from oncall.contacts.tables import AttemptRow, ContactRow, Outcome, Result
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import begin as paging
from oncall.ringback import cut_off
from oncall.service.config import ServiceConfig


def settle(
    work: UnitOfWork,
    contact: ContactRow,
    attempts: Sequence[AttemptRow],
    config: ServiceConfig,
    now: datetime,
) -> None:
    """Bring results, outcome, state and lines up to date with the evidence, and page if nobody came.

    Call it with the contact locked, after any fact was added. The same facts give the same
    conclusions in whatever order they came, so repeating it changes nothing.
    """
    for attempt in attempts:
        _settle_attempt(work, contact, attempt, now)
    contact.outcome = outcome_of(contact, attempts, store.longest_message(work.session, contact.id))
    contact.state = state_of(contact, Outcome(contact.outcome))
    if contact.outcome == Outcome.ANSWERED and contact.answered_at is None:
        contact.answered_at = next(a.accepted_at or now for a in attempts if a.result == Result.ACCEPTED)
    if contact.ended_at == now and contact.outcome == Outcome.ANSWERED and contact.accepted_by is not None:
        cut_off.ask_later(work, contact, now)
    if contact.ended_at is not None and _waits_for_a_call_back(contact):
        paging.own(work, contact, config, now)
        paging.begin(work, contact, config, now)


def _settle_attempt(work: UnitOfWork, contact: ContactRow, attempt: AttemptRow, now: datetime) -> None:
    call_over = contact.ended_at is not None
    attempt.result = result_of(attempt, call_over=call_over)
    if attempt.ended_at is None and (call_over or attempt.dial_status is not None):
        attempt.ended_at = now
        if attempt.person is not None:
            store.free_line(work.session, attempt.person, contact.id)
    if attempt.result == Result.FAILED and contact.accepted_attempt_id == attempt.id:
        contact.accepted_by = contact.accepted_attempt_id = None


def _waits_for_a_call_back(contact: ContactRow) -> bool:
    if contact.outcome in (Outcome.VOICEMAIL, Outcome.MISSED):
        return True
    return contact.outcome == Outcome.ABANDONED and contact.caller_number is not None
