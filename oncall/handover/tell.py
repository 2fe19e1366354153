"""Texts about a handover: what it asks of somebody and a link, never what is in it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum, auto

from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import store
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say


class Why(StrEnum):
    """What somebody is told of; each is said in `templates/handover/text.txt`."""

    QUESTION = auto()
    ANSWER = auto()
    SIGN = auto()
    NOT_SIGNED = auto()
    NOT_ACKNOWLEDGED = auto()
    SHIFT = auto()
    READ = auto()
    PART = auto()
    ALTERED = auto()
    SHIFT_OPEN = auto()


WANT_SIGNATURE = (Why.SIGN, Why.NOT_SIGNED)
WANT_ACKNOWLEDGEMENT = (Why.READ, Why.NOT_ACKNOWLEDGED)


def tell(
    work: UnitOfWork, row: HandoverRow, why: Why, staff: Iterable[str], once: str, now: datetime
) -> None:
    """Have people texted; `once` names the occasion, of which nobody is told twice."""
    for person in staff:
        key = f"handover_text:{row.id}:{why}:{once}:{person}"
        outbox.put(work, "handover_text", key, now=now, subject=f"{row.id}:{why}:{person}")


def concerns(row: HandoverRow | None, why: Why) -> bool:
    """Whether there is still a reason to tell anybody of it."""
    if why in (Why.PART, Why.ALTERED):
        return row is not None and row.signed_at is not None
    if why is Why.SHIFT_OPEN:
        return row is not None
    if row is None or row.state == HandoverState.ACKNOWLEDGED:
        return False
    if why in WANT_SIGNATURE:
        return row.signed_at is None
    return why not in WANT_ACKNOWLEDGEMENT or row.signed_at is not None


def send_text(errand: Errand, w: Wiring) -> None:
    """Text somebody about a handover, if it still concerns them. Raises TelephonyError."""
    send_once(errand, lambda work, _now: _draft(work, errand, w), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    handover_id, why, person = (errand.subject or "0::").split(":", 2)
    row = store.by_id(work.session, int(handover_id))
    if row is None or not concerns(row, Why(why)):
        return None
    config = config_of(w.config_cache, work.session, row.service_id)
    member = config.staff.get(person)
    if member is None or not texts_reach(member.phone, work.session, config.id):
        return None
    words = say("handover/text", why=why, link=f"{w.addresses.public}/handover/{row.id}")
    return Draft(None, "handover", member.phone, config.sms_number or config.voice_number, words, person)
