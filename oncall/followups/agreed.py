"""A time to ring back is written in a contact's record: it becomes a promise, which rings before its time."""

from datetime import datetime, timedelta

from oncall.access import store as access
from oncall.contacts import field_store
from oncall.contacts import store as contacts
from oncall.contacts.save_record import CALL_BACK_AT
from oncall.contacts.tables import ContactRow, FieldRow
from oncall.contacts.typed_time import typed_time
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.changing import Outcome, record
from oncall.followups.start import RING_BACK, Beginning, begin, start_clock
from oncall.followups.tables import FollowUpRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring
from triage.follow_ups import catalogue

LONG_PAST = timedelta(minutes=10)
"""A time longer ago than this is written down afterwards, and promises nothing any more."""


def take_over_agreed(errand: Errand, w: Wiring) -> None:
    """Make a promise of what the record says now, or move the promise that is there; twice does it once."""
    now = w.now()
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        said = None if found is None else field_store.newest(work.session, found[0].id).get(CALL_BACK_AT)
        if found is None or said is None:
            return
        contact, config = found[0], config_of(w.config_cache, work.session, found[0].service_id)
        at = typed_time(said.value, contact.started_at, config.zone)
        if at is None or at < now - LONG_PAST:
            return
        row = _promise(work, contact, config, said, at, now)
        if row is not None and row.closed_at is None and row.anchor_at != at:
            before = row.due_at
            start_clock(work, row, config, at, now)
            assert row.due_at is not None
            facts = {"anchor_at": at.isoformat(), "due_at": row.due_at.isoformat()}
            moved = facts if before is None else {**facts, "was_due_at": before.isoformat()}
            key = f"agreed:{row.id}:{said.number}:{at.timestamp():.0f}"
            record(work, row, key, Outcome.ANCHOR_SET, at=now, by=said.saved_by, **moved)


def _promise(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, said: FieldRow, at: datetime, now: datetime
) -> FollowUpRow | None:
    """The promise about a contact that is still to be kept; a new one if there is none."""
    for key in (f"rules:{contact.id}:{RING_BACK}:", f"agreed:{contact.id}:{at.timestamp():.0f}"):
        there = store.by_key(work.session, key)
        if there is None:
            owner = _owner(work, contact, config, said)
            new = Beginning(catalogue()[RING_BACK], key, None, owner, said.saved_by, outcome=Outcome.ADDED)
            return begin(work, contact, config, new, now)
        if there.closed_at is None or there.anchor_at == at:
            return store.lock(work.session, there.id)
    return None


def _owner(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, said: FieldRow) -> str | None:
    """Whoever wrote the time, else whoever took the contact."""
    people = (access.staff_of_user(work.session, said.saved_by), contact.accepted_by, contact.callback_owner)
    return next((one for one in people if one is not None and one in config.staff), None)
