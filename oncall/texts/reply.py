"""Answering a sender in somebody's own words, from the contact's page or by text; no number is shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts.identifying import Tells, identifying
from oncall.contacts.reach import reach
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.send_text import Draft
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging.take import take
from oncall.texts import store
from oncall.texts.write import REPLY, write
from oncall.wiring import Wiring

LONGEST = 1_600
"""Characters that the telephone company takes in one text."""


class Replying(StrEnum):
    """What came of it."""

    SENT = "reply_sent"
    EMPTY = "reply_needed"
    TOO_LONG = "reply_too_long"
    IDENTIFYING = "reply_identifying"
    NOT_TEXTABLE = "reply_not_textable"
    NO_THREAD = "reply_no_thread"
    OVER = "reply_over"
    NOT_ON_THE_STAFF = "not_on_the_staff"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Reply:
    """Words to pass on. `key` is for ever this one reply; `insists`: also if they tell who somebody is."""

    words: str = field(repr=False)
    staff_id: str
    key: str
    insists: bool = False


@dataclass(frozen=True, slots=True)
class Replied:
    """What came of it; `tells` says what the words seem to tell when they were held back for that."""

    what: Replying
    tells: frozenset[Tells] = frozenset()


def reply(work: UnitOfWork, contact: ContactRow, words: Reply, now: datetime) -> Replied:
    """Pass words on to the sender of a contact, which is locked. The same reply sent twice is sent once.

    Whoever answers what nobody owns takes it by that; others may join in without taking it away. What we
    promised is kept by that; the sender's next text, or a failure, starts the clock again.
    """
    text = words.words.replace("\r\n", "\n").strip()
    thread = store.thread(work.session, contact.id)
    if thread is None:
        return Replied(Replying.NO_THREAD)
    over = thread.closed_at is not None or contact.written_up_at is not None
    refused = _refusal(text, textable=reach(work.session, contact).textable, over=over)
    if refused is not None:
        return Replied(refused)
    tells = frozenset() if words.insists else identifying(work.session, contact.service_id, text)
    if tells:
        return Replied(Replying.IDENTIFYING, tells)
    take(work, contact, words.staff_id, now, tell=False)
    draft = Draft(contact.id, REPLY, thread.number, thread.our_number, text, written_by=words.staff_id)
    if write(work, draft, f"reply:{contact.id}:{words.key}", now) is not None:
        store.touch(work.session, contact.id, now)
        store.see(work.session, contact.id, now)
        contact.callback_due_at = None
    return Replied(Replying.SENT)


def _refusal(text: str, *, textable: bool, over: bool) -> Replying | None:
    if over:
        return Replying.OVER
    if not textable:
        return Replying.NOT_TEXTABLE
    if not text:
        return Replying.EMPTY
    return Replying.TOO_LONG if len(text) > LONGEST else None


def reply_from_page(
    ref: str, words: str, key: str, reader: Person, w: Wiring, *, insists: bool = False
) -> Replied:
    """Pass words on to the sender of a contact from its page. `key` is the form's own."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Replied(Replying.NOT_THERE)
        if reader.staff_id is None or not works_for(work.session, reader.staff_id, contact.service_id):
            return Replied(Replying.NOT_ON_THE_STAFF)
        return reply(work, contact, Reply(words, reader.staff_id, f"page:{key[:64]}", insists), w.now())
