"""How the ringing of one telephone goes, in the telephone company's own word."""

from oncall.calls.settle import settle
from oncall.contacts import store
from oncall.contacts.tables import RungKind
from oncall.joining.join_calls import see_whether_alone
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, LegEvent
from oncall.telephony.ring_time import parts_of
from oncall.wiring import Wiring

HUNG_UP_BY_US = 487
ROLES = {
    RungKind.TIER: "practitioner",
    RungKind.OFFICE_LINE: "office_line",
    RungKind.LAST_RESORT: "last_resort",
}


def keep_leg_event(attempt_id: int, event: LegEvent, w: Wiring) -> None:
    """Keep how a leg stands. Events may come twice, late, or in any order: a leg never goes back."""
    now = w.now()
    with w.unit_of_work() as work:
        found = store.lock_by_attempt(work.session, attempt_id)
        if found is None:
            return
        contact, attempts = found
        attempt = next(a for a in attempts if a.id == attempt_id)
        key = f"leg:{event.sid}:{event.sequence}:{event.status}"
        store.add_event(work.session, key, contact.id, now, f"leg {event.status}")
        own = store.OwnLeg(
            contact.id,
            ROLES[RungKind(attempt.kind)],
            attempt.number,
            attempt.rang_at,
            event.parent_sid or contact.provider_sid,
            attempt_id,
        )
        store.keep_own_leg(work.session, own, event.sid, event.status, now)
        if attempt.sip_code in (None, HUNG_UP_BY_US):
            attempt.sip_code = event.sip_code or attempt.sip_code
        if event.status == "in-progress" and attempt.kind != RungKind.TIER and attempt.accepted_at is None:
            attempt.accepted_at = now
        rings_on = len(parts_of(attempt.seconds)) > 1 and (attempt.dial_status or attempt.accepted_at) is None
        if event.status in OVER and attempt.person is not None and not rings_on:
            store.free_line(work.session, attempt.person, contact.id)
        if event.status in OVER:
            see_whether_alone(work, contact, now)
        settle(work, contact, attempts, config_of(w.config_cache, work.session, contact.service_id), now)
