"""Queries for pages: whose contacts a reader may see, and the lists of them."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    any_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Text

from oncall.access.store import Person
from oncall.contacts.apart import whom
from oncall.contacts.apart_store import is_apart
from oncall.contacts.restricted_store import hidden_from, is_restricted
from oncall.contacts.summary import Caller, Somebody, Summary
from oncall.contacts.tables import ContactChildRow, ContactRow, Outcome
from oncall.people.tables import ChildRow, PersonRow, ServiceStaffRow, StaffRow
from oncall.service.tables import ServiceRow

LARGEST_ID = 2**63 - 1
PEOPLE = select(PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.organisation).where(
    PersonRow.id == any_(bindparam("ids", type_=ARRAY(Text)))
)


class Show(StrEnum):
    """Which contacts a list shows."""

    ALL = "all"
    TO_WRITE = "to-write"
    CALL_BACKS = "call-backs"


def as_reader(staff_id: str | None) -> Person:
    """Somebody of the staff as a reader, for what is worked out for them while they are not there."""
    return Person(user_id=0, session_id=0, name="", staff_id=staff_id, roles=frozenset())


def ids_of_services(staff_id: str | None) -> Select[int]:
    """Ids of the services somebody works for; of all for a reader who is on no service's staff."""
    services = select(ServiceRow.id).where(ServiceRow.ended_at.is_(None))
    if staff_id is None:
        return services
    theirs = select(ServiceStaffRow.service_id).where(
        ServiceStaffRow.staff_id == staff_id, ServiceStaffRow.ended_at.is_(None)
    )
    return services.where(ServiceRow.id.in_(theirs))


def may_see_child(staff_id: str | None) -> ColumnElement[bool]:
    """Whether a reader may see anything of a child: of a restricted one only if they are named."""
    if staff_id is None:
        return not_(ChildRow.restricted)
    return or_(not_(ChildRow.restricted), ChildRow.visible_to.contains([staff_id]))


@lru_cache(maxsize=256)  # every page asks; putting the question together costs more than its answer
def visible_to(reader: Person) -> tuple[ColumnElement[bool], ...]:
    """Of the contacts of a reader's services those that are neither restricted nor about a restricted child,
    unless the reader is named; and none from somebody whom the reader is in conflict with.
    """
    return *of_reader(reader), not_(hidden_from(reader))


@lru_cache(maxsize=256)
def of_reader(reader: Person) -> tuple[ColumnElement[bool], ...]:
    """The same, those restricted to others among them: only for who opens one of these with a reason."""
    about_hidden = (
        select(ContactChildRow.contact_id)
        .join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
        .where(ContactChildRow.contact_id == ContactRow.id, not_(may_see_child(reader.staff_id)))
    )
    return (
        ContactRow.service_id.in_(ids_of_services(reader.staff_id)),
        not_(exists(about_hidden)),
        not_(is_apart(reader.staff_id)),
    )


def call_back_waits() -> ColumnElement[bool]:
    """Whether somebody is still to ring the caller back, as `Summary.call_back_waits` has it."""
    owned = or_(ContactRow.callback_owner.is_not(None), ContactRow.callback_due_at.is_not(None))
    return and_(owned, ContactRow.ended_at.is_not(None), ContactRow.written_up_at.is_(None))


def to_write() -> ColumnElement[bool]:
    """Whether somebody on call is still to write a contact up; what the office itself took is theirs."""
    offices_own = and_(
        ContactRow.in_office_hours, ContactRow.outcome == Outcome.ANSWERED, ContactRow.accepted_by.is_(None)
    )
    return and_(ContactRow.written_up_at.is_(None), ContactRow.ended_at.is_not(None), not_(offices_own))


def page(session: Session, reader: Person, show: Show, *, before: int | None, limit: int) -> list[Summary]:
    """Contacts the reader may see, newest first, from the one just before id `before` on."""
    found = select(ContactRow).where(*visible_to(reader))
    if before is not None:
        found = found.where(ContactRow.id < min(before, LARGEST_ID))
    if show is Show.TO_WRITE:
        found = found.where(to_write())
    if show is Show.CALL_BACKS:
        found = found.where(call_back_waits())
    return summaries(session, session.scalars(found.order_by(ContactRow.id.desc()).limit(limit)).all())


def by_refs(session: Session, reader: Person, refs: Collection[str]) -> list[Summary]:
    """Of these contacts those the reader may see, newest first."""
    found = select(ContactRow).where(ContactRow.ref.in_(refs), *visible_to(reader))
    return summaries(session, session.scalars(found.order_by(ContactRow.id.desc())).all())


def summaries(session: Session, rows: Sequence[ContactRow]) -> list[Summary]:
    """These contacts in a few words, in the same order. It asks a fixed number of questions."""
    ids = [row.id for row in rows]
    names = {one.id: one for one in session.execute(_named(), {"ids": ids})} if ids else {}
    people = somebodies(session, {each for row in rows for each in whom(row)})
    return [_summary(row, names[row.id], people) for row in rows]


def somebodies(session: Session, ids: Collection[str]) -> dict[str, Somebody]:
    """People by id; those who have been ended too, since old contacts name them."""
    if not ids:
        return {}
    return {row[0]: Somebody(*row) for row in session.execute(PEOPLE, {"ids": list(ids)})}


@cache  # putting the question together costs more than its answer
def _named() -> Select[*tuple[Any, ...]]:
    """What the names are that belong to contacts of these `ids`."""
    owner = aliased(StaffRow)
    return (
        select(
            ContactRow.id,
            ServiceRow.name.label("service"),
            ServiceRow.timezone,
            StaffRow.name.label("taken_by"),
            owner.name.label("owner"),
            _children().label("children"),
            is_restricted().label("restricted"),
        )
        .join(ServiceRow, ServiceRow.id == ContactRow.service_id)
        .outerjoin(StaffRow, StaffRow.id == ContactRow.accepted_by)
        .outerjoin(owner, owner.id == ContactRow.callback_owner)
        .where(ContactRow.id == any_(bindparam("ids", type_=ARRAY(BigInteger))))
    )


def _children() -> ColumnElement[list[str]]:
    """The names of the children a contact is about, in order."""
    in_order = aggregate_order_by(ChildRow.preferred_name, ChildRow.preferred_name)
    return (
        select(func.array_agg(in_order, type_=ARRAY(Text)))
        .join(ContactChildRow, ContactChildRow.child_ref == ChildRow.ref)
        .where(ContactChildRow.contact_id == ContactRow.id)
        .scalar_subquery()
    )


def _summary(row: ContactRow, named: Row[*tuple[Any, ...]], people: dict[str, Somebody]) -> Summary:
    they = tuple(people[each] for each in whom(row) if each in people)
    return Summary(
        id=row.id,
        ref=row.ref,
        service_id=row.service_id,
        service=named.service,
        zone=ZoneInfo(named.timezone),
        channel=row.channel,
        in_office_hours=row.in_office_hours,
        started_at=row.started_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        caller=Caller(row.match, they, row.caller_number, row.given_number),
        accepted_by=row.accepted_by,
        taken_by=named.taken_by,
        callback_owner=row.callback_owner,
        owner=named.owner,
        callback_due_at=row.callback_due_at,
        called_back_at=row.called_back_at,
        owned_at=row.owned_at,
        wanted_again_at=row.wanted_again_at,
        urgency=row.urgency,
        written_up_at=row.written_up_at,
        children=tuple(named.children or ()),
        flags=tuple(row.flags),
        restricted=named.restricted,
        state=row.state,
    )
