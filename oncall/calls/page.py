"""When nobody could come to the phone: the call back has an owner, and everybody on duty hears of it."""

from datetime import datetime, timedelta

from oncall.calls.duty import first_owner, on_duty
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig

CALL_BACK_WITHIN = timedelta(minutes=15)


def own(contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """Give the call back an owner and a clock, unless it has them."""
    if contact.callback_owner is None:
        contact.callback_owner = first_owner(config, now)
        contact.callback_due_at = now + CALL_BACK_WITHIN


def everybody_on_duty(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """Have everybody on a tier texted that a call waits to be returned. Repeating it adds nothing."""
    for staff_id in on_duty(config, now):
        key = f"page:{contact.id}:{staff_id}"
        outbox.put(work, "page_text", key, now=now, contact_id=contact.id, subject=staff_id)
