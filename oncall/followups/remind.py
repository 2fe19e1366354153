"""Reminding people of follow-ups, step by step, through the outbox: a step is never told twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from oncall.access.roles import Role
from oncall.contacts import store as contacts
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.ladder import Rung, Told, reminders, told_at
from oncall.followups.tables import FollowUpRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

RING_BEFORE = timedelta(minutes=2)
"""A call back that was promised rings its owner so long before its time."""
TOGETHER = timedelta(minutes=1)
"""What somebody is to be told within a minute is told in one text."""
WHO_LEADS = {Told.LEADS: (Role.TEAM_LEAD,), Told.MANAGERS: (Role.MANAGER,)}


def schedule(work: UnitOfWork, row: FollowUpRow, zone: ZoneInfo, now: datetime) -> None:
    """Have everybody reminded when their time comes. What was scheduled for another due time falls silent.

    A clock that is put back to where it was is scheduled again, and still told once.
    """
    assert row.anchor_at is not None
    assert row.due_at is not None
    due = f"{row.due_at.timestamp():.0f}"
    for one in reminders(row.anchor_at, row.due_at, now, zone, statutory=row.statutory):
        subject = f"{row.id}:{due}:{one.rung}"
        key = f"follow_up:{subject}:{row.version}"
        outbox.put(
            work,
            "follow_up_step",
            key,
            now=now,
            contact_id=row.contact_id,
            subject=subject,
            due_at=max(one.at, now),
        )
    if row.rings:
        ring(work, row, 0, now=now, at=max(row.due_at - RING_BEFORE, now))


def ring(work: UnitOfWork, row: FollowUpRow, number: int, *, now: datetime, at: datetime) -> None:
    """Have somebody's telephone rung about a promise, for the `number`-th time (from 0)."""
    assert row.due_at is not None
    subject = f"{row.id}:{row.due_at.timestamp():.0f}:{number}"
    outbox.put(
        work,
        "promise_ring",
        f"promise:{subject}:{row.version}",
        now=now,
        contact_id=row.contact_id,
        subject=subject,
        due_at=at,
    )


def remind(errand: Errand, w: Wiring) -> None:
    """The time of a step has come: have people told, unless it is closed or due at another time."""
    number, due, rung = (errand.subject or "0:0:").split(":")
    now = w.now()
    with w.unit_of_work() as work:
        row = store.lock(work.session, int(number))
        contact = None if row is None else contacts.contact(work.session, row.contact_id)
        if row is None or contact is None or not still(row, due):
            return
        config = config_of(w.config_cache, work.session, contact.service_id)
        key, told = f"reminded:{errand.subject}", people(work, row, config, Rung(rung))
        if store.keep_change(
            work.session, key, row, at=now, by=None, what="reminded", facts={"rung": rung, "told": told}
        ):
            tell(work, contact.service_id, told, now)
            log.info("follow_up_reminded", follow_up_id=row.id, rung=rung, people=len(told))


def people(work: UnitOfWork, row: FollowUpRow, config: ServiceConfig, rung: Rung) -> list[str]:
    """Ids of whoever is told at a step: the leads of what nobody owns; nobody of what they may not see."""
    wanted: list[str] = []
    for one in told_at(rung, statutory=row.statutory):
        if one is Told.OWNER and row.owner is not None:
            wanted.append(row.owner)
        else:
            wanted += leading(config, WHO_LEADS.get(one, (Role.TEAM_LEAD,)))
    return store.staff_who_see(work.session, row, list(dict.fromkeys(wanted)))


def leading(config: ServiceConfig, roles: Iterable[Role]) -> list[str]:
    """Ids of everybody with one of these roles; of the managers where nobody has."""
    found = [one.id for one in config.staff.values() if one.roles.intersection(roles)]
    return found or [one.id for one in config.staff.values() if Role.MANAGER in one.roles]


def tell(work: UnitOfWork, service_id: int, staff: Iterable[str], now: datetime) -> None:
    """Have people texted that follow-ups need them: all that comes to one within a minute in one text."""
    start = int(now.timestamp()) // 60 * 60
    at = datetime.fromtimestamp(start, tz=now.tzinfo) + TOGETHER
    for person in staff:
        subject = f"{service_id}:{person}"
        key = f"follow_up_text:{subject}:{at.timestamp():.0f}"
        outbox.put(work, "follow_up_text", key, now=now, subject=subject, due_at=at)


def still(row: FollowUpRow, due: str) -> bool:
    """Whether a follow-up is open and due at the time that somebody was to be reminded of."""
    return row.closed_at is None and row.due_at is not None and f"{row.due_at.timestamp():.0f}" == due
