"""Finding people, children and staff. Nobody who has been ended is found."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, union, update
from sqlalchemy.orm import Session

from oncall.access.roles import Role
from oncall.people.kinds import PersonKind, ServiceLevel
from oncall.people.model import Child, DirectoryEntry, Person, Placement, Staff
from oncall.people.tables import (
    ChildRow,
    DirectoryEntryRow,
    PersonPhoneRow,
    PersonRow,
    PlacementCarerRow,
    PlacementRow,
    ServiceChildRow,
    ServicePersonRow,
    ServiceStaffRow,
    StaffRow,
)


def owners_of(session: Session, number: str, service_id: int) -> list[str]:
    """Ids, in order, of everybody the service knows under `number` (E.164): a landline may have several."""
    owners = (
        select(PersonPhoneRow.person_id)
        .join(ServicePersonRow, ServicePersonRow.person_id == PersonPhoneRow.person_id)
        .where(
            PersonPhoneRow.number == number,
            PersonPhoneRow.ended_at.is_(None),
            ServicePersonRow.service_id == service_id,
            ServicePersonRow.ended_at.is_(None),
        )
        .order_by(PersonPhoneRow.person_id)
    )
    return list(session.scalars(owners))


def person(session: Session, person_id: str) -> Person | None:
    """Somebody who rings us, with the numbers they ring from; None if there is no such person now."""
    row = session.get(PersonRow, person_id)
    if row is None or row.ended_at is not None:
        return None
    phones = (
        select(PersonPhoneRow.number)
        .where(PersonPhoneRow.person_id == person_id, PersonPhoneRow.ended_at.is_(None))
        .order_by(PersonPhoneRow.position)
    )
    return Person(
        id=row.id,
        name=row.name,
        kind=PersonKind(row.kind),
        phones=tuple(session.scalars(phones)),
        organisation=row.organisation,
        sms_ok=row.sms_ok,
    )


def children_of(session: Session, person_id: str) -> list[Child]:
    """The children placed with somebody now, by reference; restricted ones too: look at `visible_to`."""
    refs = (
        select(PlacementRow.child_ref)
        .join(PlacementCarerRow, PlacementCarerRow.placement_id == PlacementRow.id)
        .where(
            PlacementCarerRow.person_id == person_id,
            PlacementCarerRow.ended_at.is_(None),
            PlacementRow.ended_at.is_(None),
        )
    )
    rows = session.scalars(
        select(ChildRow).where(ChildRow.ref.in_(refs), ChildRow.ended_at.is_(None)).order_by(ChildRow.ref)
    )
    return [_child(session, row) for row in rows]


def child(session: Session, ref: str) -> Child | None:
    """One child; None if there is no such child now. Whoever asks must mind `restricted`."""
    row = session.get(ChildRow, ref)
    return None if row is None or row.ended_at is not None else _child(session, row)


def staff_of(session: Session, service_id: int) -> list[Staff]:
    """Everybody who works for the service, in order of id."""
    found = session.execute(
        select(StaffRow, ServiceStaffRow.roles)
        .join(ServiceStaffRow, ServiceStaffRow.staff_id == StaffRow.id)
        .where(ServiceStaffRow.service_id == service_id, ServiceStaffRow.ended_at.is_(None))
        .order_by(StaffRow.id)
    )
    return [_staff(row, roles) for row, roles in found]


def staff_member(session: Session, staff_id: str) -> Staff | None:
    """A member of staff with the roles they have in any service; None if nobody has that id now."""
    row = session.get(StaffRow, staff_id)
    if row is None or row.ended_at is not None:
        return None
    roles = session.scalars(
        select(ServiceStaffRow.roles).where(
            ServiceStaffRow.staff_id == staff_id, ServiceStaffRow.ended_at.is_(None)
        )
    )
    return _staff(row, [role for some in roles for role in some])


def staff_with_phone(session: Session, phone: str, service_id: int) -> list[Staff]:
    """Members of the service's staff who are rung on `phone` (E.164)."""
    return [one for one in staff_of(session, service_id) if one.phone == phone]


def staff_with_role(session: Session, role: Role, service_id: int) -> list[Staff]:
    """Members of the service's staff who have `role`."""
    return [one for one in staff_of(session, service_id) if role in one.roles]


def directory_of(session: Session, service_id: int) -> list[DirectoryEntry]:
    """Who else the service may need tonight, in order of name."""
    rows = session.scalars(
        select(DirectoryEntryRow)
        .where(DirectoryEntryRow.service_id == service_id, DirectoryEntryRow.ended_at.is_(None))
        .order_by(DirectoryEntryRow.name, DirectoryEntryRow.id)
    )
    return [
        DirectoryEntry(row.name, row.kind, row.phone, row.authority, row.hours, row.verified_on)
        for row in rows
    ]


def phones_of_staff_elsewhere(session: Session, service_id: int | None) -> set[str]:
    """The phones of all staff but those who work for this service."""
    here = select(ServiceStaffRow.staff_id).where(
        ServiceStaffRow.service_id == service_id, ServiceStaffRow.ended_at.is_(None)
    )
    phones = select(StaffRow.phone).where(StaffRow.ended_at.is_(None), StaffRow.id.not_in(here))
    return {phone for phone in session.scalars(phones) if phone}


def services_that_know(
    session: Session, *, staff: Collection[str], people: Collection[str], children: Collection[str]
) -> set[int]:
    """Ids of the services that have any of these now."""
    known = union(
        select(ServiceStaffRow.service_id).where(
            ServiceStaffRow.staff_id.in_(staff), ServiceStaffRow.ended_at.is_(None)
        ),
        select(ServicePersonRow.service_id).where(
            ServicePersonRow.person_id.in_(people), ServicePersonRow.ended_at.is_(None)
        ),
        select(ServiceChildRow.service_id).where(
            ServiceChildRow.child_ref.in_(children), ServiceChildRow.ended_at.is_(None)
        ),
    )
    return set(session.scalars(known))


def end_whoever_no_service_knows(session: Session, now: datetime) -> None:
    """End staff, people and children whom no service has any more, and what hangs on them."""
    in_a_service: dict[Any, tuple[Any, Any]] = {
        StaffRow: (ServiceStaffRow, ServiceStaffRow.staff_id == StaffRow.id),
        PersonRow: (ServicePersonRow, ServicePersonRow.person_id == PersonRow.id),
        ChildRow: (ServiceChildRow, ServiceChildRow.child_ref == ChildRow.ref),
    }
    for table, (link, joined) in in_a_service.items():
        known = exists().where(joined, link.ended_at.is_(None))
        session.execute(update(table).where(table.ended_at.is_(None), ~known).values(ended_at=now))
    hanging: dict[Any, Any] = {
        PersonPhoneRow: exists().where(
            PersonRow.id == PersonPhoneRow.person_id, PersonRow.ended_at.is_not(None)
        ),
        PlacementRow: exists().where(ChildRow.ref == PlacementRow.child_ref, ChildRow.ended_at.is_not(None)),
        PlacementCarerRow: exists().where(
            PlacementRow.id == PlacementCarerRow.placement_id, PlacementRow.ended_at.is_not(None)
        ),
    }
    for part, without in hanging.items():
        session.execute(update(part).where(part.ended_at.is_(None), without).values(ended_at=now))


def _child(session: Session, row: ChildRow) -> Child:
    placed = session.scalar(
        select(PlacementRow).where(PlacementRow.child_ref == row.ref, PlacementRow.ended_at.is_(None))
    )
    return Child(
        ref=row.ref,
        preferred_name=row.preferred_name,
        born=row.born,
        service_level=ServiceLevel(row.service_level) if row.service_level else None,
        legal_status=row.legal_status,
        placement=_placement(session, placed) if placed else None,
        social_worker=row.social_worker,
        supervising_social_worker=row.supervising_social_worker,
        risks=tuple(row.risks),
        restricted=row.restricted,
        visible_to=tuple(row.visible_to),
    )


def _placement(session: Session, row: PlacementRow) -> Placement:
    carers = (
        select(PlacementCarerRow.person_id)
        .where(PlacementCarerRow.placement_id == row.id, PlacementCarerRow.ended_at.is_(None))
        .order_by(PlacementCarerRow.person_id)
    )
    return Placement(row.type, tuple(session.scalars(carers)), row.since)


def _staff(row: StaffRow, roles: Collection[str]) -> Staff:
    return Staff(row.id, row.name, row.phone, row.email, frozenset(map(Role, roles)))
