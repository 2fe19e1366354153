"""Texts to members of staff about a contact that waits: a link and what it asks of them, never a name."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from oncall.contacts import store
from oncall.contacts.reach import reach
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.contacts.tables import ContactRow, Outcome
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store as pagings
from oncall.paging.choose import ring_one
from oncall.paging.steps import wanted
from oncall.paging.tables import PagingRow
from oncall.service.store import config_of
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.wiring import Wiring
from oncall.words import say

TRIES_BEFORE_RINGING = 3
NOT_WITHIN = timedelta(seconds=3)
"""Between two texts to one person: what comes meanwhile is told in one."""


def tell_waiting(errand: Errand, w: Wiring) -> None:
    """Text somebody that a contact waits, unless somebody has taken it by now.

    Whom a text cannot reach is rung instead. Raises TelephonyError while another try may help.
    """
    if not _can_be_texted(errand, w):
        ring_instead(errand.contact_id, errand.subject, w)
        return
    try:
        send_once(errand, lambda work, now: _waiting(work, errand, w, now), w)
    except NumberRefused:
        ring_instead(errand.contact_id, errand.subject, w)
        raise
    except TelephonyError:
        if errand.tries >= TRIES_BEFORE_RINGING:
            ring_instead(errand.contact_id, errand.subject, w)
        raise


def tell_owner(errand: Errand, w: Wiring) -> None:
    """Text whoever has taken a text how to answer it; or whoever had it, that a colleague has it now."""
    send_once(errand, lambda work, _now: _yours(work, errand, w), w)


def ring_instead(contact_id: int | None, staff_id: str | None, w: Wiring) -> None:
    """A text did not reach somebody: ring them about the contact, if it still waits. Once in a step."""
    now = w.now()
    with w.unit_of_work() as work:
        contact = store.contact(work.session, contact_id)
        paging = None if contact is None else pagings.newest(work.session, contact.id)
        if contact is not None and paging is not None and staff_id is not None and wanted(contact):
            key = f"page_ring_one:{paging.id}:{paging.step}:{staff_id}"
            ring_one(work, contact.id, staff_id, key, now=now)


def _can_be_texted(errand: Errand, w: Wiring) -> bool:
    """Whether a text could reach the errand's person: not a landline, nor whoever has sent STOP."""
    with w.unit_of_work() as work:
        contact = store.contact(work.session, errand.contact_id)
        if contact is None:
            return False
        config = config_of(w.config_cache, work.session, contact.service_id)
        member = config.staff.get(errand.subject or "")
        phone = None if member is None else member.phone
        return texts_reach(phone, work.session, contact.service_id)


def _waiting(work: UnitOfWork, errand: Errand, w: Wiring, now: datetime) -> Draft | None:
    """The text that says what waits, or None: nothing does, or it is said in a moment with what else waits.

    Nobody is texted about something else within three seconds, unless it must not wait.
    """
    contact, session = store.contact(work.session, errand.contact_id), work.session
    if contact is None or errand.subject is None or not wanted(contact):
        return None
    pagings.lock_person(session, errand.subject)
    if pagings.is_done(session, errand):
        return None
    last = pagings.last_told(session, errand.subject, now - NOT_WITHIN)
    if last is not None and not contact.flags:
        key, due_at = f"page_later:{errand.id}", last + NOT_WITHIN
        subject = errand.subject
        outbox.put(work, errand.kind, key, now=now, contact_id=contact.id, subject=subject, due_at=due_at)
        return None
    others = {one: store.contact(session, one) for one in pagings.take_over(session, errand, now)}
    waiting = [one for one in others.values() if one is not None and one is not contact and wanted(one)]
    return _draft(work, contact, errand, w, kind="waiting", others=waiting)


def _yours(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    contact = store.contact(work.session, errand.contact_id)
    if contact is None:
        return None
    kind = "yours" if contact.callback_owner == errand.subject else "theirs"
    return _draft(work, contact, errand, w, kind=kind, others=())


def _draft(
    work: UnitOfWork,
    contact: ContactRow,
    errand: Errand,
    w: Wiring,
    *,
    kind: str,
    others: Sequence[ContactRow],
) -> Draft | None:
    """The text to the errand's person, if one reaches them."""
    config = config_of(w.config_cache, work.session, contact.service_id)
    member = config.staff.get(errand.subject or "")
    if member is None or not texts_reach(member.phone, work.session, contact.service_id):
        return None
    body = say(
        f"paging/text_{'several' if others else kind}",
        ref=contact.ref,
        refs=[one.ref for one in (contact, *others)],
        link=f"{w.addresses.public}/contacts/{contact.ref}",
        board=f"{w.addresses.public}/",
        what=what(contact, pagings.newest(work.session, contact.id) if kind == "waiting" else None),
        owner=contact.callback_owner == member.id,
        urgent=any(one.flags for one in (contact, *others)),
        again=contact.owned_at is not None,
        reach=reach(work.session, contact),
    )
    return Draft(contact.id, kind, member.phone, config.sms_number or config.voice_number, body, member.id)


def what(contact: ContactRow, paging: PagingRow | None = None) -> str:
    """What waits: a `text`, a `message` that was left, a `call`, or a `colleague` who asks for a manager."""
    if paging is not None and paging.upward:
        return "colleague"
    if contact.channel == "sms":
        return "text"
    return "message" if contact.outcome == Outcome.VOICEMAIL else "call"
