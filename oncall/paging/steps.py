"""One step of paging: everybody in it is texted, each lane of it rung, and the next step has its time."""

from datetime import datetime, timedelta

from oncall.contacts import store as contacts
from oncall.contacts.apart import apart_of, keep_passed_over
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand, Put
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.plan import Step, owner_first, step_of_call, step_of_escalation, step_of_text
from oncall.paging.tables import PagingRow
from oncall.people.apart import Apart
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung, on_duty, roster
from oncall.service.store import config_of
from oncall.wiring import Wiring
from rota.model import PersonId

BEFORE_THE_FIRST_RING = timedelta(seconds=5)
"""Whoever is just hearing that the caller has gone may press a key before their telephone rings again."""


def next_step(errand: Errand, w: Wiring) -> None:
    """The time of a step has come: begin it, unless somebody owns the contact by now."""
    paging_id, number = map(int, (errand.subject or "0:0").split(":"))
    now = w.now()
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        paging = store.going_on(work.session, errand.contact_id or 0, paging_id)
        if found is None or paging is None or not wanted(found[0]):
            return
        config = config_of(w.config_cache, work.session, found[0].service_id)
        if store.begin_step(work.session, paging, number, now):
            carry_out(work, paging, found[0], config, number, now)


def carry_out(
    work: UnitOfWork,
    paging: PagingRow,
    contact: ContactRow,
    config: ServiceConfig,
    number: int,
    now: datetime,
) -> None:
    """Write down the errands of step `number`. The contact is locked; repeating it adds nothing."""
    apart = apart_of(work, contact)
    step = _step(paging, contact, config, number, now, apart)
    if number == 0:
        keep_passed_over(work, contact.id, _passed_over(config, now, apart), now)
    errands = [
        Put("page_text", f"page:{paging.id}:{number}:{person}", contact.id, person, now)
        for person in step.people
    ]
    for lane in range(len(step.lanes) if paging.rings else 0):
        due = now + BEFORE_THE_FIRST_RING if number == 0 else now
        key = f"page_ring:{paging.id}:{number}:{lane}"
        errands.append(_ringing(paging, number, lane, key, due))
    if step.then is not None:
        following = f"{paging.id}:{number + 1}"
        key = key_of_step(paging.id, number + 1)
        errands.append(Put("page_step", key, contact.id, following, now + step.then))
    if errands:
        outbox.put_all(work, errands, now=now)


def step_of(
    work: UnitOfWork,
    paging: PagingRow,
    contact: ContactRow,
    config: ServiceConfig,
    number: int,
    now: datetime,
) -> Step:
    """Who is in step `number`, by the rota as it is now, around who is in conflict with the caller."""
    return _step(paging, contact, config, number, now, apart_of(work, contact))


def _step(
    paging: PagingRow,
    contact: ContactRow,
    config: ServiceConfig,
    number: int,
    now: datetime,
    apart: Apart,
) -> Step:
    people = roster(config, now, apart)
    if paging.upward:
        return step_of_escalation(number, people)
    owner = None if contact.owned_at is None else contact.callback_owner
    if owner is not None and owner not in apart.everybody and can_be_rung(config)(PersonId(owner)):
        people = owner_first(owner, people)
    if contact.channel == "sms":
        return step_of_text(number, people, urgent=paging.urgent)
    return step_of_call(number, people)


def _passed_over(config: ServiceConfig, now: datetime, apart: Apart) -> list[str]:
    """Who is on duty and not asked about a contact, because they are in conflict with its caller."""
    asked = {one for tier in roster(config, now, apart).tiers for one in tier} if apart else set()
    return [one for one in on_duty(config, now) if one in apart.everybody - asked]


def ring_lane(
    work: UnitOfWork,
    paging: PagingRow,
    step: int,
    lane: int,
    key: str,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Have the next person of a lane rung; `key` is for ever this one ringing."""
    outbox.put_all(work, [_ringing(paging, step, lane, key, due_at or now)], now=now)


def _ringing(paging: PagingRow, step: int, lane: int, key: str, due_at: datetime) -> Put:
    return Put("page_ring", key, paging.contact_id, f"{paging.id}:{step}:{lane}", due_at)


def hasten(work: UnitOfWork, paging: PagingRow, now: datetime) -> None:
    """Begin the next step at once: whoever had this one has passed, or it has become urgent."""
    outbox.bring_forward(work, key_of_step(paging.id, paging.step + 1), now=now)


def key_of_step(paging_id: int, number: int) -> str:
    """What names the errand of a step."""
    return f"page_step:{paging_id}:{number}"


def wanted(contact: ContactRow) -> bool:
    """Whether a contact still waits for somebody to own it, or to read what has come since."""
    asked_for = contact.owned_at is None or contact.wanted_again_at is not None
    return asked_for and contact.written_up_at is None
