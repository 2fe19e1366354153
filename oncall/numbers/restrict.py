"""Restricting a number for a time: asked for with a reason, in force once a second person agrees.

A restricted number still hears what 999 is for, every call of it is kept, and its texts come in as ever.
Nobody's restriction may reach a child: a number that a child may ring from is refused when it is asked for,
when it is agreed to, and once more whenever it rings (see `arrival_store`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from oncall.access import audit_store
from oncall.access.audit_store import Entry
from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.numbers import store
from oncall.numbers.store import NewRestriction, Restricted
from oncall.service.config import ServiceConfig
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.telephony.numbers import as_typed, caller_number
from oncall.wiring import Wiring

DAYS = (1, 3, 7)
"""For how long; it ends by itself. Whoever wants longer must ask again, and somebody must agree again."""
LONGEST_REASON = 500
DECIDED = 200
"""How a decision that was made ends in the audit chain."""


class Restricting(StrEnum):
    """What came of it; the word names the sentence that says so."""

    ASKED = "asked"
    APPROVED = "approved"
    ENDED = "ended"
    NO_NUMBER = "no_number"
    NO_REASON = "no_reason"
    NO_TIME = "no_time"
    A_CHILDS = "a_childs"
    ONE_OF_OURS = "one_of_ours"
    ALREADY = "already"
    A_SECOND_PERSON = "a_second_person"
    GONE = "gone"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has filled in."""

    service: str
    number: str
    reason: str
    days: int


def ask(asked: Asked, reader: Person, w: Wiring) -> Restricting:
    """Ask for a restriction. It changes nothing until somebody else agrees."""
    now = w.now()
    number, reason = caller_number(as_typed(asked.number)), asked.reason.strip()
    with w.unit_of_work() as work:
        config = _service(work, reader, asked.service, w)
        if config is None:
            return Restricting.NOT_YOURS
        if number is None:
            return Restricting.NO_NUMBER
        if not reason or len(reason) > LONGEST_REASON:
            return Restricting.NO_REASON
        if asked.days not in DAYS:
            return Restricting.NO_TIME
        refused = _never(work, number, config)
        if refused is not None:
            return refused
        until = now + timedelta(days=asked.days)
        new = NewRestriction(config.id, number, reason, reader.user_id, now, until)
        restriction_id = store.ask(work.session, new)
        if restriction_id is None:
            return Restricting.ALREADY
        _decided(work, reader, "restriction_asked", restriction_id, now)
        return Restricting.ASKED


def approve(restriction_id: int, reader: Person, w: Wiring) -> Restricting:
    """A second person agrees; from now on it is in force. Agreeing again changes nothing."""
    now = w.now()
    with w.unit_of_work() as work:
        row = store.find(work.session, restriction_id)
        config = None if row is None else _service_by_id(work, reader, row.service_id, w)
        if row is None or config is None:
            return Restricting.NOT_YOURS
        if row.ended_at is not None or row.until <= now:
            return Restricting.GONE
        if row.asked_by == reader.user_id:
            return Restricting.A_SECOND_PERSON
        refused = _never(work, row.number, config)
        if refused is not None:
            return refused
        if row.approved_at is None:
            row.approved_at, row.approved_by = now, reader.user_id
            _decided(work, reader, "restriction_approved", row.id, now)
        return Restricting.APPROVED


def end(restriction_id: int, reader: Person, w: Wiring) -> Restricting:
    """Lift a restriction, or refuse one that is asked for; one person is enough for that."""
    now = w.now()
    with w.unit_of_work() as work:
        row = store.find(work.session, restriction_id)
        if row is None or _service_by_id(work, reader, row.service_id, w) is None:
            return Restricting.NOT_YOURS
        if row.ended_at is None:
            row.ended_at, row.ended_by = now, reader.user_id
            _decided(work, reader, "restriction_ended", row.id, now)
        return Restricting.ENDED


def restricted(work: UnitOfWork, service_ids: list[int], now: datetime) -> list[Restricted]:
    """What is asked for or in force now."""
    return store.in_force(work.session, service_ids, now)


def _decided(work: UnitOfWork, reader: Person, what: str, restriction_id: int, now: datetime) -> None:
    """Keep a decision in the audit chain, in the transaction that makes it; never the number."""
    entry = Entry(reader.user_id, f"numbers.{what}", f"restriction_id={restriction_id}", DECIDED)
    audit_store.append(work.session, entry, now)


def _never(work: UnitOfWork, number: str, config: ServiceConfig) -> Restricting | None:
    """Why this number can never be restricted; None if it can."""
    if store.a_child_rings_from(work.session, number):
        return Restricting.A_CHILDS
    phones = {one.phone for one in config.staff.values()}
    ours = phones | {config.voice_number, config.sms_number, config.office_line, config.last_resort}
    return Restricting.ONE_OF_OURS if number in ours else None


def _service(work: UnitOfWork, reader: Person, code: str, w: Wiring) -> ServiceConfig | None:
    ids = (one.id for one in services_of(work.session, reader.staff_id) if one.code == code)
    found = next(ids, None)
    return None if found is None else config_of(w.config_cache, work.session, found)


def _service_by_id(work: UnitOfWork, reader: Person, service_id: int, w: Wiring) -> ServiceConfig | None:
    codes = (one.code for one in services_of(work.session, reader.staff_id) if one.id == service_id)
    code = next(codes, None)
    return None if code is None else _service(work, reader, code, w)
