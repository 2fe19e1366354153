"""One request that the lifeline has kept, done over again through the same use cases, at its own time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from oncall.calls import from_lifeline as calls
from oncall.calls.call_ended import end_call
from oncall.lifeline.asked import Asked, asked
from oncall.lifeline.spool import Record
from oncall.telephony import forms
from oncall.telephony.forms import CallEnded
from oncall.wiring import Wiring

AskAgain = Callable[[str, Mapping[str, str], Wiring], None]
"""Has a request to a path answered by its own view, whose answer nobody hears; what that raises is raised."""

OF_THE_CALLER = frozenset({"next", "message", "silence"})
OF_AN_ATTEMPT = frozenset({"whisper", "key", "leg"})
OF_A_CONTACT = frozenset({"message", "silence", "recording"})


def replay(record: Record, w: Wiring, ask_again: AskAgain) -> None:
    """Do what a request would have done, had there been a database. Doing it twice does it once.

    Raises what the use case raises, BadForm for a request that says nothing, and LookupError for one about
    something that is not there.
    """
    form = dict(record.form)
    question = asked(record.path, record.query, form)
    then = _at(w, record.at)
    sid = _call(question, form)
    _open(record, question, form, w, then)
    _do(record, question, form, sid, then, ask_again)
    if record.rang is not None:
        calls.keep_ring(sid, record.rang, then)
    if record.took_message:
        calls.keep_message_asked_for(sid, then)
    if record.hung_up:
        end_call(CallEnded(sid, "completed", None), then)


def _open(record: Record, question: Asked, form: Mapping[str, str], w: Wiring, then: Wiring) -> None:
    """See that there is a contact: usually the call's first request opens it, but that may be lost."""
    if question.what == "ring":
        calls.keep_arrival(forms.inbound_call(form), then, put_through=record.put_through)
    elif question.what in OF_THE_CALLER and question.trail is not None:
        calls.keep_arrival(forms.inbound_call(form), _at(w, question.trail.began))


def _do(
    record: Record, question: Asked, form: Mapping[str, str], sid: str, then: Wiring, ask_again: AskAgain
) -> None:
    what = question.what
    if what == "ring":
        return
    if what == "next":
        attempt = _attempt(question, sid, then)
        if attempt is not None and record.rings_on:
            calls.keep_part(attempt, question.part, then)
        elif attempt is not None:
            calls.keep_dialled(attempt, forms.dial_ended(form), then)
    elif what in OF_AN_ATTEMPT:
        attempt = _attempt(question, sid, then)
        if attempt is None:
            raise LookupError("there is no such attempt")
        turn = f"/{question.turn}" if what == "key" else ""
        ask_again(f"/twilio/voice/{what}/{attempt}{turn}", form, then)
    elif what in OF_A_CONTACT and question.is_ours:
        contact = calls.contact_of(sid, then)
        if contact is None:
            raise LookupError("there is no such contact")
        ask_again(f"/twilio/voice/{what}/{contact}", form, then)
    else:
        ask_again(question.path, form, then)


def _attempt(question: Asked, sid: str, then: Wiring) -> int | None:
    """The database's id of the attempt that a request is about."""
    if question.attempt is not None:
        return question.attempt
    trail = question.trail
    if trail is None or trail.last is None:
        return None
    return calls.attempt_of(sid, *trail.last, trail.nth, then)


def _call(question: Asked, form: Mapping[str, str]) -> str:
    """The provider's id of the caller's own call."""
    carried = "" if question.trail is None else question.trail.call
    return carried or form.get("ParentCallSid") or form.get("CallSid", "")


def _at(w: Wiring, seconds: float) -> Wiring:
    """The same wiring at another time."""
    at = datetime.fromtimestamp(seconds, UTC)
    return replace(w, now=lambda: at)
