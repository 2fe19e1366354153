"""Bringing somebody into a call: the manager beside the practitioner, or a colleague who takes it over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.apart import apart_of
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining import store
from oncall.joining.store import NewJoin
from oncall.paging.store import take_line
from oncall.people.apart import Apart
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.service.duty import roster
from oncall.service.store import config_of
from oncall.telephony.numbers import refusal
from oncall.wiring import Wiring

UNTIL_JOINED = timedelta(seconds=120)
"""From asking until that person has pressed a key or not, at most."""


class Kind(StrEnum):
    """Who is wanted, and what for."""

    MANAGER = "manager"
    PASS = "pass"  # noqa: S105  (the practitioner's word for it)


class Bringing(StrEnum):
    """What came of asking; the word names the sentence that says so."""

    COMING = "coming"
    COMING_TO_TAKE_IT = "coming_to_take_it"
    NOBODY = "nobody"
    SOMEBODY_IS_COMING = "somebody_is_coming"
    NO_CALL = "no_call"
    NOT_YOURS = "not_yours"
    NOT_THERE = "not_there"


def bring_in(ref: str, kind: Kind, reader: Person, w: Wiring) -> Bringing:
    """Have somebody rung who is to join the call of contact `ref`, which the reader has taken."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Bringing.NOT_THERE
        config = config_of(w.config_cache, work.session, contact.service_id)
        return bring(work, contact, config, reader.staff_id, kind, w.now())


def bring(
    work: UnitOfWork,
    contact: ContactRow,
    config: ServiceConfig,
    staff_id: str | None,
    kind: Kind,
    now: datetime,
) -> Bringing:
    """The same about a contact that is locked. Asking again while somebody is rung changes nothing.

    Once they have joined somebody else may be asked, by whoever has the call then.
    """
    if contact.ended_at is not None or contact.accepted_by is None:
        return Bringing.NO_CALL
    if staff_id is None or contact.accepted_by != staff_id:
        return Bringing.NOT_YOURS
    if store.coming(work.session, contact.id) is not None:
        return Bringing.SOMEBODY_IS_COMING
    for member in _whom(config, kind, staff_id, now, apart_of(work, contact)):
        if take_line(work.session, member.id, contact.id, now=now, until=now + UNTIL_JOINED):
            _begin(work, contact, member, kind, staff_id, now)
            return Bringing.COMING if kind is Kind.MANAGER else Bringing.COMING_TO_TAKE_IT
    return Bringing.NOBODY


def own_call(work: UnitOfWork, config: ServiceConfig, staff_id: str) -> ContactRow | None:
    """The call that somebody is in now, locked."""
    for contact in store.in_a_call(work.session, config.id, staff_id):
        found = contacts.lock(work.session, contact.id)
        if found is not None and found[0].ended_at is None:
            return found[0]
    return None


def _begin(
    work: UnitOfWork, contact: ContactRow, member: Staff, kind: Kind, asked_by: str, now: datetime
) -> None:
    assert member.phone is not None
    before = store.newest(work.session, contact.id)
    row = store.begin(work.session, NewJoin(contact.id, kind.value, asked_by, member.id, member.phone, now))
    assert row is not None, "the contact is locked, and nobody is on their way"
    row.caller_in_at = None if before is None else before.caller_in_at
    key, subject = f"join_ring:{row.id}", str(row.id)
    outbox.put(work, "join_ring", key, now=now, contact_id=contact.id, subject=subject)
    contacts.add_event(work.session, f"join:{row.id}", contact.id, now, f"{kind.value} asked to join")


def _whom(config: ServiceConfig, kind: Kind, asks: str, now: datetime, apart: Apart) -> Iterator[Staff]:
    """Whoever may come, likeliest first: for `pass` the rest of the rota, for a manager those who are one."""
    people = roster(config, now).without(apart.everybody)
    on_duty = [person for tier in people.tiers for person in tier]
    if kind is Kind.PASS:
        order = [*on_duty, *people.managers]
    else:
        managers = [one for one in on_duty if Role.MANAGER in config.staff[one].roles]
        order = [*managers, *people.managers, *people.team_leads]
    for person in dict.fromkeys(order):
        member = config.staff[person]
        if person != asks and member.phone is not None and refusal(member.phone) is None:
            yield member
