"""Whoever of the staff is in conflict with a caller is asked nothing about it and sees nothing of it."""

from collections.abc import Collection
from datetime import datetime

from oncall.contacts import apart_store as store
from oncall.contacts.store import add_event
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.apart import Apart
from oncall.people.apart_store import apart_from


def whom(contact: ContactRow) -> list[str]:
    """Ids of who may have rung: whoever was confirmed, else the owners of the number; or nobody we know."""
    if contact.match == "none":
        return []
    return contact.candidates if contact.caller is None else [contact.caller]


def apart_of(work: UnitOfWork, contact: ContactRow) -> Apart:
    """Who of the staff a contact is kept from, by what is known of its caller now."""
    return apart_from(work.session, whom(contact))


def keep_passed_over(work: UnitOfWork, contact_id: int, people: Collection[str], now: datetime) -> None:
    """Keep that these members of staff were on call and not rung, each once."""
    for person in people:
        add_event(work.session, store.key_of(contact_id, person), contact_id, now, store.PASSED_OVER)
