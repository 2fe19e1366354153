"""The line may have dropped: whoever was talking is asked, once, whether to ring the caller back.

The telephone company does not say who hung up, and its word for a lost signal is the word for a good-bye.
It does say whose side of the call ended first: when it is ours, our `<Dial>` ends while the caller is still
there. So somebody is asked when the caller's side ended first: on the pages, and by text as well when that
was soon, or the company's word is an odd one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.read_contact import find_contact
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.contacts.tables import AttemptRow, ContactRow, Result, RungKind
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining.store import newest as newest_joining
from oncall.people.model import Staff
from oncall.ringback import cut_off_store as store
from oncall.ringback import store as backs
from oncall.ringback.ring_back import Ringing, ring, why_not
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.forms import OVER
from oncall.wiring import Wiring
from oncall.words import say

ASK_AFTER = timedelta(seconds=10)
"""By then all the callbacks about the end have come, or the caller has rung again."""
SOON = 60
"""Seconds of talk: whoever had no time to say what they rang for is asked by text as well."""
TOO_LATE = timedelta(minutes=15)
"""Whoever learns so late that a call has ended need not be asked; so long a question stands."""
SAME_MOMENT = timedelta(seconds=3)
"""What ends together is told us in any order."""
RING, DONE = "ring", "done"


class Saying(StrEnum):
    """What came of saying that the talk was finished; the word names the sentence."""

    FINISHED = "finished"
    NOT_ASKED = "not_asked"
    NOT_THERE = "not_there"


def ask_later(work: UnitOfWork, contact: ContactRow, now: datetime) -> None:
    """A call that somebody took has ended: in a moment it is seen whether to ask. Twice is once."""
    due = now + ASK_AFTER
    outbox.put(work, "cut_off", f"cut_off:{contact.id}", now=now, contact_id=contact.id, due_at=due)


def ask(errand: Errand, w: Wiring) -> None:
    """Ask, unless it is pointless by now. Doing the errand twice asks once. Raises TelephonyError."""
    send_once(errand, lambda work, now: _question(work, errand, w, now), w)


def finished(ref: str, reader: Person, w: Wiring) -> Saying:
    """The reader says on a page that the talk was finished. Saying it twice says it once."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Saying.NOT_THERE
        return say_finished(work, contact, reader.staff_id, w.now())


def say_finished(work: UnitOfWork, contact: ContactRow, staff_id: str | None, now: datetime) -> Saying:
    """The same about a contact that is locked."""
    if store.open_question(work.session, contact.id, staff_id, now - TOO_LATE) is None:
        return Saying.NOT_ASKED
    store.answer(work.session, contact.id, DONE, now)
    return Saying.FINISHED


def ring_again(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, staff_id: str, now: datetime
) -> Ringing | None:
    """Ring whoever was asked, then the caller of a contact that is locked; None if they were not asked."""
    if store.open_question(work.session, contact.id, staff_id, now - TOO_LATE) is None:
        return None
    return ring(work, contact, config, staff_id, now)


def _question(work: UnitOfWork, errand: Errand, w: Wiring, now: datetime) -> Draft | None:
    """The text, if they are to be asked by text as well; that they are asked is written down."""
    found = contacts.lock(work.session, errand.contact_id or 0)
    if found is None or not _is_to_be_asked(work, *found, now):
        return None
    contact = found[0]
    member = config_of(w.config_cache, work.session, contact.service_id).staff.get(contact.accepted_by or "")
    seconds = _seconds(contact)
    if member is None or seconds is None:
        return None
    legs = store.legs(work.session, contact.id)
    words = {leg.status for leg in legs if leg.provider_sid == contact.provider_sid}
    return asking(work, contact, member, seconds, words, w, now)


def asking(
    work: UnitOfWork,
    contact: ContactRow,
    member: Staff,
    seconds: int,
    words: Collection[str],
    w: Wiring,
    now: datetime,
) -> Draft | None:
    """Write down that somebody is asked; the text, if they are to be asked by text as well.

    `words` are the company's for how the caller's telephone ended.
    """
    wanted = seconds < SOON or bool(set(words) & OVER - {"completed"})
    texted = wanted and texts_reach(member.phone, work.session, contact.service_id)
    new = store.NewCutOff(contact.id, member.id, seconds, texted, now)
    if not store.ask(work.session, new) or not texted:
        return None
    assert member.phone is not None
    config = config_of(w.config_cache, work.session, contact.service_id)
    link = f"{w.addresses.public}/contacts/{contact.ref}"
    body = say("ringback/cut_off", ref=contact.ref, seconds=seconds, link=link)
    sender = config.sms_number or config.voice_number
    return Draft(contact.id, "cut_off", member.phone, sender, body, member.id)


def _is_to_be_asked(
    work: UnitOfWork, contact: ContactRow, attempts: Sequence[AttemptRow], now: datetime
) -> bool:
    """Whether the end of a call leaves anything to ask: the caller's side first, and nothing done since."""
    by = next((one for one in attempts if one.id == contact.accepted_attempt_id), None)
    if by is None or by.kind != RungKind.TIER or by.result != Result.ACCEPTED or contact.ended_at is None:
        return False
    if now - contact.ended_at > TOO_LATE or contact.written_up_at is not None:
        return False
    if why_not(contact) is not None or contact.callback_owner is not None:
        return False
    tried = backs.with_names(work.session, contact.id) or store.rang_since(
        work.session, contact, contact.started_at
    )
    wrote = store.wrote_since(work.session, contact.id, contact.accepted_by or "", contact.ended_at)
    return not tried and not wrote and _callers_side_first(work, contact, by)


def _callers_side_first(work: UnitOfWork, contact: ContactRow, by: AttemptRow) -> bool:
    """Whether the caller's telephone was gone before ours were; in a conference, before the last of ours."""
    meeting = newest_joining(work.session, contact.id)
    if meeting is None or meeting.caller_in_at is None:
        return by.dial_status is None or by.caller_gone
    assert contact.ended_at is not None
    ours = [leg.ended_at for leg in store.legs(work.session, contact.id) if leg.role == "practitioner"]
    return any(ended is None or ended >= contact.ended_at - SAME_MOMENT for ended in ours)


def _seconds(contact: ContactRow) -> int | None:
    """How long they talked, by the times at which we were told."""
    if contact.answered_at is None or contact.ended_at is None:
        return None
    return max(0, round((contact.ended_at - contact.answered_at).total_seconds()))
