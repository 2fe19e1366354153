"""Queries about restricted numbers and no-contact lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.contacts.read_store import may_see_child
from oncall.numbers.tables import NoContactRow, RestrictedCallRow, RestrictionRow
from oncall.people.tables import ChildRow, PersonPhoneRow, PlacementCarerRow, PlacementRow, ServiceChildRow


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """A number about to be restricted: why, by whom (a user's id), from when until when."""

    service_id: int
    number: str
    reason: str
    by: int
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Restricted:
    """One restriction with the names of who asked and who agreed, and how many calls it has met."""

    row: RestrictionRow
    asked_by: str
    approved_by: str | None
    calls: int


def a_child_rings_from(session: Session, number: str) -> bool:
    """Whether a child may ring from `number`: it is a telephone of a household that a child lives in now."""
    return session.scalar(_homes_with(number).limit(1)) is not None


def ask(session: Session, new: NewRestriction) -> int | None:
    """Ask for a restriction; None if the number has one, or one is asked for. What ran out is ended."""
    ran_out = update(RestrictionRow).where(
        RestrictionRow.service_id == new.service_id,
        RestrictionRow.number == new.number,
        RestrictionRow.ended_at.is_(None),
        RestrictionRow.until <= new.at,
    )
    session.execute(ran_out.values(ended_at=RestrictionRow.until))
    made = (
        insert(RestrictionRow)
        .values(
            service_id=new.service_id,
            number=new.number,
            reason=new.reason,
            asked_at=new.at,
            asked_by=new.by,
            until=new.until,
        )
        .on_conflict_do_nothing()
        .returning(RestrictionRow.id)
    )
    return session.scalar(made)


def find(session: Session, restriction_id: int) -> RestrictionRow | None:
    """One restriction, locked until the transaction ends."""
    this = select(RestrictionRow).where(RestrictionRow.id == restriction_id).with_for_update()
    return session.scalar(this.execution_options(populate_existing=True))


def in_force(session: Session, service_ids: Sequence[int], now: datetime) -> list[Restricted]:
    """Every restriction that is asked for or in force, the newest first."""
    asked, agreed = aliased(UserRow), aliased(UserRow)
    calls = (
        select(func.count())
        .where(RestrictedCallRow.restriction_id == RestrictionRow.id)
        .correlate(RestrictionRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(RestrictionRow, asked.name, agreed.name, calls)
        .join(asked, asked.id == RestrictionRow.asked_by)
        .outerjoin(agreed, agreed.id == RestrictionRow.approved_by)
        .where(
            RestrictionRow.service_id.in_(service_ids),
            RestrictionRow.ended_at.is_(None),
            RestrictionRow.until > now,
        )
        .order_by(RestrictionRow.id.desc())
    )
    return [Restricted(row[0], row[1], row[2], row[3]) for row in rows]


def keep_call(session: Session, sid: str, restriction_id: int, now: datetime) -> None:
    """A restricted number has rung; telling it twice keeps it once."""
    row = insert(RestrictedCallRow).values(provider_sid=sid, restriction_id=restriction_id, at=now)
    session.execute(row.on_conflict_do_nothing())


def has_no_contact(session: Session, number: str | None, service_id: int) -> bool:
    """Whether `number` is on the no-contact list of a child that the service looks after."""
    if number is None:
        return False
    listed = (
        select(NoContactRow.id)
        .join(ServiceChildRow, ServiceChildRow.child_ref == NoContactRow.child_ref)
        .where(
            NoContactRow.number == number,
            NoContactRow.ended_at.is_(None),
            ServiceChildRow.service_id == service_id,
            ServiceChildRow.ended_at.is_(None),
        )
    )
    return session.scalar(listed.limit(1)) is not None


def add_no_contact(
    session: Session, *, child_ref: str, number: str, reason: str, by: int, at: datetime
) -> int | None:
    """Put a number on a child's list; the entry's id, None if it is on it."""
    made = (
        insert(NoContactRow)
        .values(child_ref=child_ref, number=number, reason=reason, added_at=at, added_by=by)
        .on_conflict_do_nothing()
        .returning(NoContactRow.id)
    )
    return session.scalar(made)


def children(session: Session, service_ids: Sequence[int], staff_id: str | None) -> list[tuple[str, str]]:
    """Ref and preferred name of every child of the services that a reader may see."""
    found = _children(service_ids, staff_id).order_by(ChildRow.preferred_name, ChildRow.ref)
    return [(row[0], row[1]) for row in session.execute(found)]


def no_contacts(
    session: Session, service_ids: Sequence[int], staff_id: str | None
) -> list[tuple[NoContactRow, str, str]]:
    """Every entry a reader may see, with the child's preferred name and who added it."""
    seen = _children(service_ids, staff_id).subquery()
    rows = session.execute(
        select(NoContactRow, seen.c.preferred_name, UserRow.name)
        .join(seen, seen.c.ref == NoContactRow.child_ref)
        .join(UserRow, UserRow.id == NoContactRow.added_by)
        .where(NoContactRow.ended_at.is_(None))
        .order_by(seen.c.preferred_name, NoContactRow.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def end_no_contact(session: Session, entry_id: int, by: int, at: datetime) -> bool:
    """Take a number off a child's list; False if it is off it."""
    this = update(NoContactRow).where(NoContactRow.id == entry_id, NoContactRow.ended_at.is_(None))
    return session.scalar(this.values(ended_at=at, ended_by=by).returning(NoContactRow.id)) is not None


def _children(service_ids: Sequence[int], staff_id: str | None) -> Select[str, str]:
    known = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(service_ids), ServiceChildRow.ended_at.is_(None)
    )
    return select(ChildRow.ref, ChildRow.preferred_name).where(
        ChildRow.ref.in_(known), ChildRow.ended_at.is_(None), may_see_child(staff_id)
    )


def _homes_with(number: str) -> Select[str]:
    return (
        select(PersonPhoneRow.person_id)
        .join(PlacementCarerRow, PlacementCarerRow.person_id == PersonPhoneRow.person_id)
        .join(PlacementRow, PlacementRow.id == PlacementCarerRow.placement_id)
        .where(
            PersonPhoneRow.number == number,
            PersonPhoneRow.ended_at.is_(None),
            PlacementCarerRow.ended_at.is_(None),
            PlacementRow.ended_at.is_(None),
        )
    )
