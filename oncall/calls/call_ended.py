"""An incoming call has ended, whoever ended it."""

from oncall.calls.settle import settle
from oncall.contacts import store
from oncall.contacts.tables import CallLegRow, ContactRow
from oncall.joining.join_calls import clear_up
from oncall.ringback.own_choice import hung_up
from oncall.service.store import config_of
from oncall.telephony.forms import CallEnded
from oncall.wiring import Wiring


def end_call(ended: CallEnded, w: Wiring) -> None:
    """Record the end of a call and draw the conclusions: who answered, or who owns the call back."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_sid(work.session, ended.call_sid)
        if found is None:
            hung_up(work, ended.call_sid, ended.status, now)
            return
        contact, attempts = found
        store.add_event(work.session, f"ended:{ended.call_sid}", contact.id, now, "ended")
        if contact.ended_at is None:
            contact.ended_at = now
        store.keep_leg(work.session, _callers_leg(contact, ended.status))
        clear_up(work, contact, now)
        settle(work, contact, attempts, config_of(w.config_cache, work.session, contact.service_id), now)


def _callers_leg(contact: ContactRow, status: str) -> CallLegRow:
    assert contact.provider_sid is not None
    return CallLegRow(
        provider_sid=contact.provider_sid,
        parent_sid=None,
        contact_id=contact.id,
        attempt_id=None,
        role="caller",
        to_number="",  # the leg was opened with the contact; only its end is new
        started_at=contact.started_at,
        ended_at=contact.ended_at,
        status=status,
    )
