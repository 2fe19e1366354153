"""Nobody could come to the phone: a message is taken, fetched and kept, and somebody owns the call back."""

from oncall.calls.lines import emergency
from oncall.calls.settle import settle
from oncall.contacts import store
from oncall.db import outbox
from oncall.paging import begin as paging
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import MessageLeft, RecordingReady
from oncall.telephony.replies import HangUp
from oncall.wiring import Wiring
from oncall.words import say


def leave_message(contact_id: int, left: MessageLeft, w: Wiring) -> Spoken:
    """The caller has finished speaking: keep that, thank them, and end the call."""
    return _end(contact_id, w, left, heard=left.recording_sid is not None and (left.duration or 0) >= 1)


def hear_nothing(contact_id: int, w: Wiring) -> Spoken:
    """The caller said nothing: tell them that somebody will ring back, and end the call."""
    return _end(contact_id, w, None, heard=False)


def _end(contact_id: int, w: Wiring, left: MessageLeft | None, *, heard: bool) -> Spoken:
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock(work.session, contact_id)
        if found is None:
            return plainly("calls/apology")
        contact, attempts = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        if left is not None and left.recording_sid is not None:
            store.keep_recording(work.session, contact_id, left.recording_sid, left.duration, now)
        if contact.ended_at is None:
            contact.ended_at = now
        if not heard and not (left is not None and left.hung_up) and contact.gave_up_at is None:
            contact.gave_up_at = now
        paging.own(work, contact, config, now)
        settle(work, contact, attempts, config, now)
        line = "calls/message_taken" if heard else "calls/no_message"
        words = say(line, can_ring_back=contact.caller_number is not None, emergency=emergency(config))
        return spoken(HangUp((words,)), config)


def recording_ready(contact_id: int, ready: RecordingReady, w: Wiring) -> None:
    """A recording can be fetched: have it copied here, then deleted there."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock(work.session, contact_id)
        if found is None or ready.status != "completed":
            return
        contact, attempts = found
        store.keep_recording(work.session, contact_id, ready.recording_sid, ready.duration, now)
        settle(work, contact, attempts, config_of(w.config_cache, work.session, contact.service_id), now)
        key = f"fetch:{ready.recording_sid}"
        outbox.put(work, "fetch_recording", key, now=now, contact_id=contact_id, subject=ready.recording_sid)
