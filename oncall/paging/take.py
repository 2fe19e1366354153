"""Somebody takes a contact, by key, by text or by answering: it is theirs and paging ends."""

from datetime import datetime, timedelta

from oncall.contacts import owner_store
from oncall.contacts.own import own
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork

READ_WITHIN = timedelta(minutes=5)
URGENT_WITHIN = timedelta(minutes=1)
"""How long whoever took a text has to read it, or to hear it, before others are paged about it again."""


def take(work: UnitOfWork, contact: ContactRow, staff_id: str, now: datetime, *, tell: bool = True) -> bool:
    """Make a contact somebody's own unless it is somebody's; whether it is theirs now, by this or already.

    With `tell`, whoever takes a text is texted how to answer it, and in a while we look whether they read it.
    """
    taken = own(work, contact.id, staff_id, now)
    if taken and tell and contact.channel == owner_store.TEXT:
        key = f"owned:{contact.id}:{staff_id}:{now.timestamp():.0f}"
        outbox.put(work, "owned_text", key, now=now, contact_id=contact.id, subject=staff_id)
        outbox.put(
            work,
            "taken_unread",
            f"unread:{key}",
            now=now,
            contact_id=contact.id,
            subject=now.isoformat(),
            due_at=now + (URGENT_WITHIN if contact.flags else READ_WITHIN),
        )
    work.session.refresh(contact)
    return contact.owned_at is not None and contact.callback_owner == staff_id
