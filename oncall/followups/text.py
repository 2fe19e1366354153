"""The reminder that says how many follow-ups need somebody: numbers alone, never what they are about.

It is a text with a link; whoever no text reaches, on a landline or after a STOP, is rung and hears it.
"""

from dataclasses import dataclass
from datetime import datetime

from oncall.contacts.ring_once import Asked, ask_for_call
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.staff_leg import QUEUED, keep_staff_leg
from oncall.contacts.staff_text import can_text, draft_to
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import list_store, store
from oncall.followups.changing import LEADS
from oncall.followups.ladder import Standing
from oncall.followups.record import FollowUp
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import LegEvent
from oncall.telephony.replies import HangUp
from oncall.wiring import Wiring
from oncall.words import say

CONCERNING = (Standing.DUE_SOON, Standing.OVERDUE)
RING_SECONDS = 25


@dataclass(frozen=True, slots=True)
class Needed:
    """Somebody whom follow-ups need, and how many in which way."""

    config: ServiceConfig
    member: Staff
    counts: dict[str, int]
    by_text: bool


def send_text(errand: Errand, w: Wiring) -> None:
    """Tell somebody how many follow-ups need them now; nothing if none does. Raises TelephonyError."""
    with w.unit_of_work() as work:
        needed = _needed(work, errand.subject, w, w.now())
    if needed is None:
        return
    if needed.by_text:
        send_once(errand, lambda work, now: _draft(work, errand, w, now), w)
    elif needed.member.phone is not None:
        urls = w.addresses.follow_ups(errand.id), w.addresses.follow_ups_leg(errand.id)
        asked = Asked(needed.member.phone, needed.config.voice_number, *urls, RING_SECONDS)
        sid = ask_for_call(errand, asked, w)
        if sid is not None:
            keep_leg(errand.id, LegEvent(sid, None, QUEUED, None, None, None, None), w)


def keep_leg(errand_id: int, event: LegEvent, w: Wiring) -> None:
    """How the ringing of somebody's telephone goes."""
    with w.unit_of_work() as work:
        subject = store.subject_of_errand(work.session, errand_id, "follow_up_text")
        service, staff_id = (subject or "0:").split(":", 1)
        if staff_id:
            config, now = config_of(w.config_cache, work.session, int(service)), w.now()
            keep_staff_leg(work, config, staff_id, event.sid, began=now, now=now, status=event.status)


def heard(errand_id: int, w: Wiring) -> Spoken:
    """What whoever was rung hears: how many there are by now, twice, and the end of the call."""
    with w.unit_of_work() as work:
        subject = store.subject_of_errand(work.session, errand_id, "follow_up_text")
        needed = _needed(work, subject, w, w.now())
    if needed is None:
        return plainly("followups/none")
    words = say("followups/call", service=needed.config.name, **needed.counts)
    return spoken(HangUp((words, words)), needed.config)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring, now: datetime) -> Draft | None:
    needed = _needed(work, errand.subject, w, now)
    if needed is None:
        return None
    words = say("followups/text", link=f"{w.addresses.public}/follow-ups", **needed.counts)
    return draft_to(work, needed.config, needed.member.id, "follow_ups", words)


def _needed(work: UnitOfWork, subject: str | None, w: Wiring, now: datetime) -> Needed | None:
    service, staff_id = (subject or "0:").split(":", 1)
    if not staff_id:
        return None
    config = config_of(w.config_cache, work.session, int(service))
    member = config.staff.get(staff_id)
    if member is None or member.phone is None:
        return None
    found = [one for one in list_store.open_for(work.session, staff_id, now) if one.service_id == config.id]
    counts = _counts(found, staff_id, leads=bool(member.roles & LEADS))
    if not any(counts.values()):
        return None
    return Needed(config, member, counts, can_text(work, config, staff_id))


def _counts(found: list[FollowUp], staff_id: str, *, leads: bool) -> dict[str, int]:
    """How many are somebody's own, or offered to them; for who leads also those overdue, and nobody's."""
    return {
        "own": sum(one.owner == staff_id and one.standing in CONCERNING for one in found),
        "offered": sum(one.offered_to == staff_id for one in found),
        "overdue": sum(
            leads and one.statutory and one.owner != staff_id and one.standing is Standing.OVERDUE
            for one in found
        ),
        "unowned": sum(leads and one.owner is None for one in found),
    }
