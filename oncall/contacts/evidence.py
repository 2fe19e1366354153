"""What follows from what is known of a contact: pure, and the same whatever order the facts came in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from oncall.contacts.tables import Outcome, Result, RungKind, State

REFUSED_ON_THE_HANDSET = 603
CARRIERS_WORD = {
    "busy": Result.BUSY,
    "no-answer": Result.NO_ANSWER,
    "canceled": Result.NO_ANSWER,
    "failed": Result.FAILED,
}


class AttemptEvidence(Protocol):
    """The facts of one attempt; each is set once."""

    kind: str
    person: str | None
    whispered_at: datetime | None
    pressed: str | None
    accepted_at: datetime | None
    dial_status: str | None
    bridged: bool | None
    caller_gone: bool
    sip_code: int | None
    result: str | None


class ContactEvidence(Protocol):
    """The facts of one contact."""

    accepted_by: str | None
    caller_number: str | None
    ended_at: datetime | None
    gave_up_at: datetime | None
    called_back_at: datetime | None
    written_up_at: datetime | None
    state: str


def result_of(attempt: AttemptEvidence, *, call_over: bool) -> Result | None:
    """How an attempt ended; None while it goes on. `call_over`: the caller's own call has ended."""
    if attempt.accepted_at is not None:
        return _after_acceptance(attempt)
    if attempt.pressed == "2":
        return Result.DECLINED
    if attempt.caller_gone:
        return Result.CALLER_LEFT
    if attempt.dial_status is None:
        return Result.CALLER_LEFT if call_over else None
    if attempt.whispered_at is not None:
        return Result.NOT_ACCEPTED
    if attempt.sip_code == REFUSED_ON_THE_HANDSET:
        return Result.DECLINED
    if attempt.dial_status in ("completed", "answered"):
        return _picked_up(attempt)
    return CARRIERS_WORD.get(
        attempt.dial_status or "", None if attempt.dial_status is None else Result.FAILED
    )


def _after_acceptance(attempt: AttemptEvidence) -> Result:
    if attempt.bridged is False:
        return Result.CALLER_LEFT if attempt.caller_gone else Result.FAILED
    return Result.ACCEPTED


def _picked_up(attempt: AttemptEvidence) -> Result:
    """A staffed line is connected when it is picked up; a person's telephone only with a key."""
    if attempt.kind == RungKind.TIER:
        return Result.NOT_ACCEPTED
    return Result.FAILED if attempt.bridged is False else Result.ACCEPTED


def outcome_of(
    contact: ContactEvidence, attempts: Sequence[AttemptEvidence], longest_message: int
) -> Outcome:
    """How a contact ended on the line. `longest_message` is in seconds, 0 when none was left."""
    if any(attempt.result == Result.ACCEPTED for attempt in attempts):
        return Outcome.ANSWERED
    if contact.ended_at is None:
        return Outcome.OPEN
    if longest_message >= 1:
        return Outcome.VOICEMAIL
    return Outcome.ABANDONED if contact.gave_up_at is None else Outcome.MISSED


def state_of(contact: ContactEvidence, outcome: Outcome) -> State:
    """How far the record has come; a written record never goes back."""
    if contact.written_up_at is not None:
        return State(contact.state)
    if contact.ended_at is not None:
        return State.AWAITING_CALLBACK if _awaits_a_call_back(contact, outcome) else State.OPEN
    return State.CONNECTED if outcome == Outcome.ANSWERED else State.RINGING


def _awaits_a_call_back(contact: ContactEvidence, outcome: Outcome) -> bool:
    if contact.called_back_at is not None:
        return False
    if outcome == Outcome.ABANDONED:
        return contact.caller_number is not None
    return outcome in (Outcome.VOICEMAIL, Outcome.MISSED)
