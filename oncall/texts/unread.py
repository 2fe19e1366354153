"""A text that somebody owns and does not read: they are told of a further one, then others are paged."""

from datetime import datetime, timedelta

from oncall.contacts import store as contacts
from oncall.contacts.reach import Reach, reach
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store as pagings
from oncall.paging.begin import begin_again
from oncall.paging.steps import step_of, wanted
from oncall.service.store import config_of
from oncall.texts import store
from oncall.texts.arrival import Arrival
from oncall.texts.write import write_to_staff
from oncall.wiring import Wiring
from oncall.words import say

MORE = "more"
"""The kind of the text that tells an owner of a further one."""
UNREAD_FOR = timedelta(minutes=5)
UNTOLD_FOR = timedelta(seconds=15)
"""An owner whom no text reaches may have the page open; else a telephone rings within half a minute."""
TOLD_EVERY = 60
"""Seconds: several texts within one of these are told as one."""


def tell_owner(arrival: Arrival, contact: ContactRow) -> None:
    """Text whoever owns a conversation that there is more, and look in a while whether they have seen it.

    Whom no text reaches is not waited for: somebody is rung.
    """
    config, now, told = arrival.config, arrival.now, False
    member = config.staff.get(contact.callback_owner or "")
    if member is not None:
        link = f"{arrival.w.addresses.public}/contacts/{contact.ref}"
        way = reach(arrival.work.session, contact)
        body = say("texts/more", ref=contact.ref, link=link, reach=way, urgent=False)
        key = f"more:{contact.id}:{now.timestamp() // TOLD_EVERY:.0f}"
        if way is Reach.STOPPED:
            key = f"{key}:stopped"
        told = write_to_staff(arrival.work, config, member, body, key, now=now, contact=contact, kind=MORE)
    outbox.put(
        arrival.work,
        "text_unread",
        f"unread:{arrival.message.id}",
        now=now,
        contact_id=contact.id,
        subject=str(arrival.message.id),
        due_at=now + (UNREAD_FOR if told else UNTOLD_FOR),
    )


def tell_those_asked(arrival: Arrival, contact: ContactRow) -> None:
    """While a manager is asked for, text whoever had the conversation, and those asked, that there is more.

    Nobody owns it meanwhile, so that nobody would hear of it. Once a minute each.
    """
    work, config, now = arrival.work, arrival.config, arrival.now
    paging = pagings.newest(work.session, contact.id)
    if paging is None or not paging.upward:
        return
    asked = step_of(work, paging, contact, config, paging.step, now).people
    body = say(
        "texts/more",
        ref=contact.ref,
        link=f"{arrival.w.addresses.public}/contacts/{contact.ref}",
        reach=reach(work.session, contact),
        urgent=bool(arrival.message.flags),
    )
    for person in dict.fromkeys((contact.callback_owner, *asked)):
        if (member := config.staff.get(person or "")) is not None:
            key = f"more:{contact.id}:{member.id}:{now.timestamp() // TOLD_EVERY:.0f}"
            write_to_staff(work, config, member, body, key, now=now, contact=contact, kind=MORE)


def look_whether_read(errand: Errand, w: Wiring) -> None:
    """Page about a conversation anew when its owner has neither looked nor answered since that text."""
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        message = store.lock(work.session, int(errand.subject or 0))
        if found is None or message is None:
            return
        contact = found[0]
        if contact.owned_at is not None and contact.owned_at <= message.created_at:
            _page_anew_if_unread(work, contact, message, w)


def look_whether_taken_is_read(errand: Errand, w: Wiring) -> None:
    """Page anew about a text that somebody took and then neither read, nor heard to its end, nor answered."""
    taken_at = datetime.fromisoformat(errand.subject or "")
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        newest = store.newest_from_sender(work.session, errand.contact_id or 0, 1)
        if found is not None and newest and found[0].owned_at == taken_at:
            _page_anew_if_unread(work, found[0], newest[0], w)


def page_anew_if_unread(work: UnitOfWork, contact: ContactRow, w: Wiring) -> None:
    """Page about a conversation anew, now, unless its owner has read the newest text. It is locked."""
    for newest in store.newest_from_sender(work.session, contact.id, 1):
        _page_anew_if_unread(work, contact, newest, w)


def _page_anew_if_unread(work: UnitOfWork, contact: ContactRow, message: MessageRow, w: Wiring) -> None:
    thread = store.thread(work.session, contact.id)
    if thread is None or thread.closed_at is not None or wanted(contact) or contact.written_up_at is not None:
        return
    if thread.seen_at is None or thread.seen_at < message.created_at:
        contact.owned_at = None
        config = config_of(w.config_cache, work.session, contact.service_id)
        begin_again(work, contact, config, w.now(), urgent=bool(message.flags))
