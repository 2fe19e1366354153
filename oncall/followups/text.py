"""The text that says how many follow-ups need somebody: numbers and a link, never what they are about."""

from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import is_stopped
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import list_store
from oncall.followups.changing import LEADS
from oncall.followups.ladder import Standing
from oncall.followups.record import FollowUp
from oncall.service.store import config_of
from oncall.telephony.numbers import can_be_texted
from oncall.wiring import Wiring
from oncall.words import say

CONCERNING = (Standing.DUE_SOON, Standing.OVERDUE)


def send_text(errand: Errand, w: Wiring) -> None:
    """Text somebody how many follow-ups need them now; nothing if none does. Raises TelephonyError."""
    send_once(errand, lambda work, _now: _draft(work, errand, w), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    service, staff_id = (errand.subject or "0:").split(":", 1)
    config = config_of(w.config_cache, work.session, int(service))
    member = config.staff.get(staff_id)
    if member is None or member.phone is None or not can_be_texted(member.phone):
        return None
    if is_stopped(work.session, config.id, member.phone):
        return None
    found = [
        one for one in list_store.open_for(work.session, staff_id, w.now()) if one.service_id == config.id
    ]
    counts = _counts(found, staff_id, leads=bool(member.roles & LEADS))
    if not any(counts.values()):
        return None
    words = say("followups/text", link=f"{w.addresses.public}/follow-ups", **counts)
    sender = config.sms_number or config.voice_number
    return Draft(None, "follow_ups", member.phone, sender, words, member.id)


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
