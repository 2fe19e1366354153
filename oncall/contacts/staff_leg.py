"""One of us is rung about no contact (a shift, a handover, follow-ups): the leg is kept like any other."""

from datetime import datetime

from oncall.contacts import store
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig

ROLE, QUEUED = "page", "queued"


def keep_staff_leg(
    work: UnitOfWork,
    config: ServiceConfig,
    staff_id: str,
    sid: str,
    *,
    began: datetime,
    now: datetime,
    status: str = QUEUED,
) -> None:
    """Keep how the ringing of somebody's telephone stands, in the company's word; an end is kept once.

    Nothing is kept of somebody who has no telephone any more.
    """
    member = config.staff.get(staff_id)
    if member is not None and member.phone is not None:
        own = store.OwnLeg(None, ROLE, member.phone, began, service_id=config.id)
        store.keep_own_leg(work.session, own, sid, status, now)
