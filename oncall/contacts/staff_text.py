"""A text to one of us, if any can reach them."""

from oncall.contacts.send_text import Draft
from oncall.contacts.stopped_store import texts_reach
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig


def can_text(work: UnitOfWork, config: ServiceConfig, staff_id: str) -> bool:
    """Whether a text reaches a member of staff: on a mobile, and they have not sent STOP."""
    member = config.staff.get(staff_id)
    phone = None if member is None else member.phone
    return texts_reach(phone, work.session, config.id)


def draft_to(work: UnitOfWork, config: ServiceConfig, staff_id: str, kind: str, body: str) -> Draft | None:
    """The text; None if none can reach them."""
    phone = config.staff[staff_id].phone if can_text(work, config, staff_id) else None
    if phone is None:
        return None
    return Draft(None, kind, phone, config.sms_number or config.voice_number, body, staff_id)
