"""The room's queries that change something: adding follow-ups, finding one in order to change it, history."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.access.tables import UserRow
from oncall.contacts.read_store import as_reader, may_see_child, visible_to
from oncall.contacts.tables import ContactChildRow, ContactRow
from oncall.db.outbox import OutboxRow
from oncall.followups.tables import FollowUpChangeRow, FollowUpRow, FollowUpStatus
from oncall.people.tables import ChildRow, PlacementRow
from oncall.service.tables import ServiceRow


def seen_by(reader: Person) -> tuple[ColumnElement[bool], ...]:
    """Of follow-ups joined with their contact those a reader may see: not of a child they may not."""
    theirs = select(ChildRow.ref).where(may_see_child(reader.staff_id))
    return *visible_to(reader), or_(FollowUpRow.child_ref.is_(None), FollowUpRow.child_ref.in_(theirs))


def add(session: Session, values: Mapping[str, Any]) -> FollowUpRow | None:
    """Add a follow-up; None if there is one with its key already."""
    added = (
        insert(FollowUpRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(FollowUpRow)
    )
    return session.scalar(added)


def find(session: Session, reader: Person, follow_up_id: int) -> tuple[FollowUpRow, ContactRow] | None:
    """A follow-up the reader may see, with its contact; locked and read anew, in order to change it."""
    this = (
        select(FollowUpRow, ContactRow)
        .join(ContactRow, ContactRow.id == FollowUpRow.contact_id)
        .where(FollowUpRow.id == follow_up_id, *seen_by(reader))
        .with_for_update(of=FollowUpRow)
        .execution_options(populate_existing=True)
    )
    row = session.execute(this).one_or_none()
    return None if row is None else (row[0], row[1])


def lock(session: Session, follow_up_id: int) -> FollowUpRow | None:
    """A follow-up whoever may see it, locked and read anew."""
    this = select(FollowUpRow).where(FollowUpRow.id == follow_up_id).with_for_update()
    return session.scalar(this.execution_options(populate_existing=True))


def by_key(session: Session, key: str) -> FollowUpRow | None:
    """The follow-up of a key."""
    return session.scalar(select(FollowUpRow).where(FollowUpRow.key == key))


def row(session: Session, follow_up_id: int) -> FollowUpRow:
    """A follow-up that is there, as it stands."""
    return session.get_one(FollowUpRow, follow_up_id)


def awaiting_the_same(session: Session, row: FollowUpRow) -> list[FollowUpRow]:
    """Other follow-ups of the contact and child that wait for the same moment, locked, in order."""
    same = select(FollowUpRow).where(
        FollowUpRow.contact_id == row.contact_id,
        FollowUpRow.child_ref.is_not_distinct_from(row.child_ref),
        FollowUpRow.anchor == row.anchor,
        FollowUpRow.anchor_is == row.anchor_is,
        FollowUpRow.status == FollowUpStatus.AWAITING_ANCHOR,
        FollowUpRow.id != row.id,
    )
    return list(session.scalars(same.order_by(FollowUpRow.id).with_for_update()))


def known_anchor(
    session: Session, contact_id: int, child_ref: str | None, anchor: str, anchor_is: str
) -> datetime | None:
    """The moment, if another follow-up of the contact and child has been told it."""
    told = select(FollowUpRow.anchor_at).where(
        FollowUpRow.contact_id == contact_id,
        FollowUpRow.child_ref.is_not_distinct_from(child_ref),
        FollowUpRow.anchor == anchor,
        FollowUpRow.anchor_is == anchor_is,
        FollowUpRow.anchor_at.is_not(None),
    )
    return session.scalar(told.order_by(FollowUpRow.id.desc()).limit(1))


def keep_change(
    session: Session,
    key: str,
    row: FollowUpRow,
    *,
    at: datetime,
    by: int | None,
    what: str,
    facts: Mapping[str, Any],
) -> bool:
    """Write a change down; False if it has been written down already."""
    kept = (
        insert(FollowUpChangeRow)
        .values(key=key, follow_up_id=row.id, at=at, by=by, what=what, facts=dict(facts))
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(FollowUpChangeRow.id)
    )
    return session.scalar(kept) is not None


def change(session: Session, key: str) -> FollowUpChangeRow | None:
    """The change of a key."""
    return session.scalar(select(FollowUpChangeRow).where(FollowUpChangeRow.key == key))


def changes(session: Session, follow_up_id: int) -> list[tuple[FollowUpChangeRow, str | None]]:
    """The history of a follow-up, earliest first, each with the name of whoever it was."""
    named = select(FollowUpChangeRow, UserRow.name).outerjoin(UserRow, UserRow.id == FollowUpChangeRow.by)
    of_one = named.where(FollowUpChangeRow.follow_up_id == follow_up_id).order_by(FollowUpChangeRow.id)
    return [(row[0], row[1]) for row in session.execute(of_one)]


def children_of(session: Session, contact_id: int) -> list[tuple[ChildRow, str | None]]:
    """The children a contact is about, each with the type of their placement now, by reference."""
    found = (
        select(ChildRow, PlacementRow.type)
        .join(ContactChildRow, ContactChildRow.child_ref == ChildRow.ref)
        .outerjoin(PlacementRow, (PlacementRow.child_ref == ChildRow.ref) & PlacementRow.ended_at.is_(None))
        .where(ContactChildRow.contact_id == contact_id)
        .order_by(ChildRow.ref)
    )
    return [(row[0], row[1]) for row in session.execute(found)]


def may_see(session: Session, staff_id: str, row: FollowUpRow) -> bool:
    """Whether somebody of the staff may see a follow-up."""
    seen = (
        select(FollowUpRow.id)
        .join(ContactRow, ContactRow.id == FollowUpRow.contact_id)
        .where(FollowUpRow.id == row.id, *seen_by(as_reader(staff_id)))
    )
    return session.scalar(seen) is not None


def holidays_of(session: Session, service_id: int) -> str | None:
    """The code of the service's bank-holiday calendar."""
    return session.scalar(select(ServiceRow.holidays).where(ServiceRow.id == service_id))


def promised(session: Session, contact_id: int) -> list[FollowUpRow]:
    """The promises to ring back about a contact that are not kept yet, locked, in order of their time."""
    open_ones = select(FollowUpRow).where(
        FollowUpRow.contact_id == contact_id,
        FollowUpRow.rings,
        FollowUpRow.closed_at.is_(None),
        FollowUpRow.due_at.is_not(None),
    )
    return list(session.scalars(open_ones.order_by(FollowUpRow.due_at).with_for_update()))


def owned(session: Session) -> list[tuple[int, str]]:
    """Everybody who owns something that is not closed: service and member of staff."""
    of_contacts = select(ContactRow.service_id, FollowUpRow.owner).join(
        ContactRow, ContactRow.id == FollowUpRow.contact_id
    )
    rows = session.execute(
        of_contacts.where(FollowUpRow.closed_at.is_(None), FollowUpRow.owner.is_not(None)).distinct()
    )
    return [(row[0], row[1] or "") for row in rows]


def owned_by(session: Session, service_id: int, staff_id: str) -> list[FollowUpRow]:
    """What somebody owns in a service that is not closed, locked; what somebody else is changing is left."""
    theirs = (
        select(FollowUpRow)
        .join(ContactRow, ContactRow.id == FollowUpRow.contact_id)
        .where(
            FollowUpRow.closed_at.is_(None),
            FollowUpRow.owner == staff_id,
            ContactRow.service_id == service_id,
        )
    )
    return list(
        session.scalars(theirs.order_by(FollowUpRow.id).with_for_update(of=FollowUpRow, skip_locked=True))
    )


def subject_of_errand(session: Session, errand_id: int, kind: str) -> str | None:
    """What an errand of a kind is about; None if there is none."""
    return session.scalar(select(OutboxRow.subject).where(OutboxRow.id == errand_id, OutboxRow.kind == kind))


def staff_who_see(session: Session, row: FollowUpRow, people: Collection[str]) -> list[str]:
    """Of these members of staff those who may see a follow-up, in order."""
    return [person for person in people if may_see(session, person, row)]
