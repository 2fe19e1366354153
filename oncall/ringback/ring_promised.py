"""A promised call back rings whoever promised it two minutes before, then others until one takes it."""

from datetime import datetime, timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.contacts.reach import number_to_ring
from oncall.contacts.tables import ContactRow
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store as follow_ups
from oncall.followups.remind import ring, still
from oncall.followups.tables import FollowUpRow
from oncall.paging.store import take_line
from oncall.ringback import store
from oncall.ringback.ring_back import UNTIL_CONNECTED, put_ring
from oncall.ringback.tables import CallBackRow
from oncall.service.config import ServiceConfig
from oncall.service.duty import roster
from oncall.service.store import config_of
from oncall.telephony.numbers import refusal
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

AGAIN_AFTER = timedelta(minutes=2)
MOST_ROUNDS = 10
OWNERS_TURNS = 2
WILL_RING, NOT_NOW = "1", "2"


def ring_promised(errand: Errand, w: Wiring) -> None:
    """Ring the next person about a promise that nobody has kept. Doing an errand twice rings once."""
    number, due, turn = (errand.subject or "0:0:0").split(":")
    now = w.now()
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        row = follow_ups.lock(work.session, int(number))
        if found is None or row is None or not still(row, due) or int(turn) >= MOST_ROUNDS:
            return
        tries = store.of_promise(work.session, row.id)
        if any(one.pressed == WILL_RING for one in tries):
            return
        ring(work, row, int(turn) + 1, now=now, at=now + AGAIN_AFTER)
        key = f"promise:{errand.subject}"
        if store.going_on(work.session, found[0].id) is None and contacts.add_event(
            work.session, key, found[0].id, now, "promised call back"
        ):
            config = config_of(w.config_cache, work.session, found[0].service_id)
            _ring_one(work, row, found[0], config, tries, now)


def _ring_one(
    work: UnitOfWork,
    row: FollowUpRow,
    contact: ContactRow,
    config: ServiceConfig,
    tries: list[CallBackRow],
    now: datetime,
) -> None:
    for person in _people(work, row, config, tries, now):
        phone = config.staff[person].phone
        if phone is None or refusal(phone) is not None:
            continue
        if not take_line(work.session, person, contact.id, now=now, until=now + UNTIL_CONNECTED):
            continue
        new = store.NewCallBack(contact.id, person, phone, number_to_ring(contact) or "", now, row.id)
        begun = store.begin(work.session, new)
        assert begun is not None, "the contact is locked, and nothing goes on"
        put_ring(work, begun, now)
        log.info("promise_rings", follow_up_id=row.id, call_back_id=begun.id)
        return


def _people(
    work: UnitOfWork, row: FollowUpRow, config: ServiceConfig, tries: list[CallBackRow], now: datetime
) -> list[str]:
    """Whom to ring, best first: the owner, twice; from the promised time on whoever is on duty, each once."""
    times = [one.staff_id for one in tries]
    passed = {one.staff_id for one in tries if one.pressed == NOT_NOW}
    owner = [row.owner] if row.owner in config.staff and times.count(row.owner or "") < OWNERS_TURNS else []
    people = roster(config, now)
    behind = [*(one for tier in people.tiers for one in tier), *people.managers]
    others = [one for one in dict.fromkeys(behind) if one != row.owner and one not in times]
    wanted = [one for one in owner if one and one not in passed]
    early = row.due_at is not None and now < row.due_at and bool(wanted)
    return follow_ups.staff_who_see(work.session, row, wanted if early else [*wanted, *others])
