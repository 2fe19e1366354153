"""The inbox of texts: what waits for the office by day, and who has taken which."""

from dataclasses import dataclass, field
from datetime import datetime

from oncall.access.store import Person
from oncall.contacts.read_store import summaries
from oncall.contacts.summary import Summary
from oncall.texts import inbox_store as store
from oncall.wiring import Wiring

MOST = 50
"""Conversations on the page; older ones are in the list of contacts."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that goes on: the sender's newest words, and whether its owner has read them."""

    contact: Summary
    last_in_at: datetime
    words: str = field(repr=False)
    read: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """Newest text first. `more`: there are others than these; `several`: of more than one service."""

    waiting: tuple[Waiting, ...]
    more: bool
    several: bool


def read_inbox(reader: Person, w: Wiring) -> Inbox:
    """Every conversation the reader may see that nobody has closed or written up. Reading takes none."""
    with w.unit_of_work() as work:
        rows = store.waiting(work.session, reader, MOST + 1)
        shown = rows[:MOST]
        contacts = summaries(work.session, [contact for contact, _ in shown])
        words = store.newest_words(work.session, [contact.id for contact, _ in shown])
        waiting = tuple(
            Waiting(
                contact=contact,
                last_in_at=thread.last_in_at,
                words=words.get(contact.id, ""),
                read=contact.owned_at is not None
                and thread.seen_at is not None
                and thread.seen_at >= thread.last_in_at,
            )
            for contact, (_, thread) in zip(contacts, shown, strict=True)
        )
    several = len({one.contact.service_id for one in waiting}) > 1
    return Inbox(waiting, more=len(rows) > MOST, several=several)
