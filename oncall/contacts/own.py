"""Taking a contact; whoever had a text until then learns that their words no longer go to its sender."""

from datetime import datetime

from oncall.contacts import owner_store
from oncall.contacts.read_store import call_back_waits
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork


def own(work: UnitOfWork, contact_id: int, staff_id: str | None, now: datetime) -> bool:
    """Make a contact somebody's own, if it is free to be taken; whether it is theirs by this."""
    before = owner_store.last_taker(work.session, contact_id)
    taken = owner_store.take(work.session, contact_id, staff_id, now)
    return taken and _told(work, contact_id, before, staff_id, now)


def stop_ringing(work: UnitOfWork, contact_id: int, now: datetime) -> None:
    """Have the telephones that ring about a contact, whom nobody is wanted for any more, stop."""
    if owner_store.rings(work.session, contact_id):
        key = f"page_over:{contact_id}:{now.timestamp()}"
        outbox.put(work, "page_over", key, now=now, contact_id=contact_id)


def take_call_back(work: UnitOfWork, staff_id: str | None, contact_id: int, now: datetime) -> bool:
    """Make the call back somebody's, if nobody has it yet: of any number who press, one gets it."""
    before = owner_store.last_taker(work.session, contact_id)
    taken = owner_store.take(work.session, contact_id, staff_id, now, call_back_waits())
    return taken and _told(work, contact_id, before, staff_id, now)


def _told(work: UnitOfWork, contact_id: int, before: str | None, staff_id: str | None, now: datetime) -> bool:
    """Have whoever took a text before be told, unless it is the same; always true.

    Telephones that ring about it stop ringing.
    """
    stop_ringing(work, contact_id, now)
    if before not in (None, staff_id):
        key = f"no_longer:{contact_id}:{before}:{now.timestamp():.0f}"
        outbox.put(work, "owned_text", key, now=now, contact_id=contact_id, subject=before)
    return True
