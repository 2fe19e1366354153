"""Who is rung next about a contact: nobody who is on a call, nobody twice in a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.steps import hasten, ring_lane, step_of
from oncall.paging.tables import PageCallRow, PagingRow
from oncall.service.config import ServiceConfig

RING_SECONDS = 25
LISTENING = timedelta(seconds=65)
"""From picking up to the last key, with what the company adds to every ringing time."""
ENGAGED_FOR = timedelta(seconds=15)
PASSED = "2"
BY_THEMSELVES = -1
"""The lane of somebody who is rung because a text did not reach them."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An errand being done: in this transaction, about this contact, which is locked."""

    work: UnitOfWork
    errand: Errand
    contact: ContactRow
    config: ServiceConfig
    now: datetime


def next_of_lane(moment: Moment) -> PageCallRow | None:
    """The next person of the errand's lane, whose line is taken by this; None when nobody can be rung now.

    While all who are left are on a call, it is asked again a little later.
    """
    paging_id, number, lane = map(int, (moment.errand.subject or "").split(":"))
    paging = store.going_on(moment.work.session, moment.contact.id, paging_id)
    if paging is None:
        return None
    rung = store.calls_of_step(moment.work.session, paging_id, number)
    lanes = step_of(moment.work, paging, moment.contact, moment.config, number, moment.now).lanes
    left = _left(lanes[lane] if lane < len(lanes) else (), rung)
    if not left:
        step_is_over(moment.work, paging, rung, moment.now)
        return None
    for person in left:
        if (call := _take(moment, paging, number, lane, person)) is not None:
            return call
    key = f"page_ring:{paging_id}:{number}:{lane}:after:{moment.errand.id}"
    ring_lane(moment.work, paging, number, lane, key, now=moment.now, due_at=moment.now + ENGAGED_FOR)
    return None


def this_person(moment: Moment) -> PageCallRow | None:
    """The person the errand names, unless they have been rung in this step; asked again while on a call."""
    paging = store.newest(moment.work.session, moment.contact.id)
    person = moment.errand.subject or ""
    if paging is None or person not in moment.config.staff:
        return None
    rung = store.calls_of_step(moment.work.session, paging.id, paging.step)
    if not _left((person,), rung):
        return None
    call = _take(moment, paging, paging.step, BY_THEMSELVES, person)
    if call is None:
        key = f"page_ring_one:{paging.id}:{person}:after:{moment.errand.id}"
        ring_one(moment.work, moment.contact.id, person, key, now=moment.now, due_at=moment.now + ENGAGED_FOR)
    return call


def ring_one(
    work: UnitOfWork, contact_id: int, person: str, key: str, *, now: datetime, due_at: datetime | None = None
) -> None:
    """Have one person rung, whatever lane they are in; `key` is for ever this one ringing."""
    outbox.put(work, "page_ring_one", key, now=now, contact_id=contact_id, subject=person, due_at=due_at)


def step_is_over(work: UnitOfWork, paging: PagingRow, rung: Sequence[PageCallRow], now: datetime) -> None:
    """Nobody is left to be rung in a step; when all of them have passed, the next one begins at once."""
    if rung and all(call.pressed == PASSED for call in rung):
        hasten(work, paging, now)


def _left(people: Sequence[str], rung: Sequence[PageCallRow]) -> list[str]:
    return [person for person in people if person not in {call.staff_id for call in rung}]


def _take(moment: Moment, paging: PagingRow, number: int, lane: int, person: str) -> PageCallRow | None:
    """Somebody's line is taken and their ringing written down; None while they are on a call."""
    member, session = moment.config.staff[person], moment.work.session
    until = moment.now + timedelta(seconds=RING_SECONDS) + LISTENING
    if not store.take_line(session, person, moment.contact.id, now=moment.now, until=until):
        return None
    new = store.NewPageCall(
        paging=paging,
        contact_id=moment.contact.id,
        step=number,
        lane=lane,
        staff_id=person,
        number=member.phone,
        seconds=RING_SECONDS,
        outbox_id=moment.errand.id,
        at=moment.now,
    )
    return store.add_call(session, new)
