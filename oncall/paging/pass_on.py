"""Somebody passes a contact on by text: they are not rung about it any more, and the next are asked."""

from datetime import datetime

from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.choose import BY_THEMSELVES, PASSED, step_is_over
from oncall.paging.steps import step_of, wanted
from oncall.service.config import ServiceConfig


def pass_on(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, staff_id: str, now: datetime
) -> bool:
    """Somebody will not take a contact, which is locked; False if it does not wait for anybody."""
    paging = store.newest(work.session, contact.id)
    if paging is None or not wanted(contact):
        return False
    new = store.NewPageCall(
        paging=paging,
        contact_id=contact.id,
        step=paging.step,
        lane=BY_THEMSELVES,
        staff_id=staff_id,
        number=None,
        seconds=0,
        outbox_id=None,
        at=now,
    )
    store.add_call(work.session, new)
    rung = store.calls_of_step(work.session, paging.id, paging.step)
    for call in rung:
        if call.staff_id == staff_id and call.pressed is None:
            call.pressed = PASSED
    people = step_of(work, paging, contact, config, paging.step, now).people
    left = set(people) - {call.staff_id for call in rung}
    if not left:
        step_is_over(work, paging, rung, now)
    return True
