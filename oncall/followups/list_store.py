"""The room's queries for reading: lists of follow-ups, each with the names that stand beside it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, asc, desc, func, select
from sqlalchemy.orm import Session, aliased

from oncall.access.store import Person
from oncall.access.tables import UserRow
from oncall.contacts.read_store import as_reader
from oncall.contacts.tables import ContactRow
from oncall.followups.ladder import Standing, standing
from oncall.followups.record import FollowUp
from oncall.followups.store import seen_by
from oncall.followups.tables import AT_CONTACT, AT_ONCE, FollowUpRow
from oncall.people.tables import ChildRow, ServiceStaffRow, StaffRow
from oncall.service.tables import ServiceRow

MOST = 500
Found = Row[*tuple[Any, ...]]


def of_contact(session: Session, reader: Person, ref: str, now: datetime) -> tuple[FollowUp, ...]:
    """The follow-ups of a contact that a reader may see: open ones by due time, then the closed."""
    found = _with_names().where(ContactRow.ref == ref, *seen_by(reader))
    order = (FollowUpRow.closed_at.is_not(None), *_by_clock())
    return _all(session, found.order_by(*order), now)


def one(session: Session, reader: Person, follow_up_id: int, now: datetime) -> FollowUp | None:
    """One follow-up, if there is one that the reader may see."""
    found = _all(session, _with_names().where(FollowUpRow.id == follow_up_id, *seen_by(reader)), now)
    return next(iter(found), None)


def all_open(
    session: Session, reader: Person, now: datetime, *which: ColumnElement[bool]
) -> tuple[FollowUp, ...]:
    """Everything open that a reader may see, by due time, those that wait for their anchor last."""
    found = _with_names().where(FollowUpRow.closed_at.is_(None), *seen_by(reader), *which)
    return _all(session, found.order_by(*_by_clock()).limit(MOST), now)


def open_for(session: Session, staff_id: str, now: datetime) -> list[FollowUp]:
    """Everything open that a member of staff may see."""
    return list(all_open(session, as_reader(staff_id), now))


def open_of_service(session: Session, reader: Person, service_id: int, now: datetime) -> tuple[FollowUp, ...]:
    """Everything open of one service that a reader may see, as `all_open` has it."""
    return all_open(session, reader, now, ContactRow.service_id == service_id)


def open_at_once(session: Session, contact_id: int) -> int:
    """How many follow-ups of a contact are due at once and not seen to: until then it is not written up."""
    waiting = select(func.count()).where(
        FollowUpRow.contact_id == contact_id,
        FollowUpRow.due_rule == AT_ONCE,
        FollowUpRow.anchor.in_(AT_CONTACT),
        FollowUpRow.closed_at.is_(None),
        FollowUpRow.asked_by.is_(None),
    )
    return session.scalar(waiting) or 0


def open_of(session: Session, contact_id: int) -> int:
    """How many follow-ups of a contact are open, whoever may see them."""
    still = select(func.count()).where(FollowUpRow.contact_id == contact_id, FollowUpRow.closed_at.is_(None))
    return session.scalar(still) or 0


def staff_of(session: Session, service_id: int) -> list[tuple[str, str]]:
    """Everybody on a service's staff now: id and name, by name."""
    found = (
        select(StaffRow.id, StaffRow.name)
        .join(ServiceStaffRow, ServiceStaffRow.staff_id == StaffRow.id)
        .where(ServiceStaffRow.service_id == service_id, ServiceStaffRow.ended_at.is_(None))
    )
    return [(row[0], row[1]) for row in session.execute(found.order_by(StaffRow.name, StaffRow.id))]


def _by_clock() -> tuple[Any, ...]:
    return asc(FollowUpRow.due_at).nulls_last(), desc(FollowUpRow.statutory), asc(FollowUpRow.id)


def _with_names() -> Select[*tuple[Any, ...]]:
    owner, offered = aliased(StaffRow), aliased(StaffRow)
    asked, second = aliased(UserRow), aliased(UserRow)
    return (
        select(
            FollowUpRow,
            ContactRow.ref,
            ContactRow.service_id,
            ContactRow.urgency,
            ServiceRow.name.label("service"),
            ServiceRow.timezone,
            ChildRow.preferred_name,
            ChildRow.restricted,
            owner.name.label("owner_name"),
            offered.name.label("offered_name"),
            asked.name.label("asked_name"),
            second.name.label("second_name"),
        )
        .join(ContactRow, ContactRow.id == FollowUpRow.contact_id)
        .join(ServiceRow, ServiceRow.id == ContactRow.service_id)
        .outerjoin(ChildRow, ChildRow.ref == FollowUpRow.child_ref)
        .outerjoin(owner, owner.id == FollowUpRow.owner)
        .outerjoin(offered, offered.id == FollowUpRow.offered_to)
        .outerjoin(asked, asked.id == FollowUpRow.asked_by)
        .outerjoin(second, second.id == FollowUpRow.second_by)
    )


def _all(session: Session, query: Select[*tuple[Any, ...]], now: datetime) -> tuple[FollowUp, ...]:
    rows: Sequence[Found] = session.execute(query.execution_options(populate_existing=True)).all()
    return tuple(_follow_up(row, now) for row in rows)


def _follow_up(found: Found, now: datetime) -> FollowUp:
    row: FollowUpRow = found[0]
    stands = standing(row.anchor_at, row.due_at, now, in_call=row.in_call)
    overdue = stands is Standing.OVERDUE and row.due_at is not None and row.closed_at is None
    return FollowUp(
        id=row.id,
        version=row.version,
        kind=row.kind,
        title=row.title,
        contact=found.ref,
        service_id=found.service_id,
        service=found.service,
        zone=ZoneInfo(found.timezone),
        urgency=found.urgency,
        child_ref=row.child_ref,
        child=found.preferred_name,
        restricted=bool(found.restricted),
        organisation=row.organisation,
        role=row.role,
        our_part=tuple(row.our_part),
        statutory=row.statutory,
        sure=row.sure,
        source=row.source,
        owner=row.owner,
        owner_name=found.owner_name,
        offered_to=row.offered_to,
        offered_name=found.offered_name,
        anchor=row.anchor,
        anchor_is=row.anchor_is,
        anchor_at=row.anchor_at,
        due_at=row.due_at,
        standing=stands,
        late_by=now - row.due_at if overdue and row.due_at else None,
        rings=row.rings,
        in_call=row.in_call,
        repeats=bool(row.repeats),
        status=row.status,
        told=row.told,
        how=row.how,
        reference=row.reference,
        done_at=row.done_at,
        overdue_reason=row.overdue_reason,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_name=found.asked_name,
        second_name=found.second_name,
        closed_at=row.closed_at,
    )
