"""Queries for restricted contacts: who may see them, who restricted them, and who opened one all the same."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.access.tables import ContactOpeningRow, ContactRestrictionRow, UserRow
from oncall.contacts.apart_store import is_apart
from oncall.contacts.tables import ContactChildRow, ContactRow
from oncall.people.tables import (
    ChildRow,
    ConflictRow,
    PersonPhoneRow,
    PersonRow,
    PlacementCarerRow,
    PlacementRow,
    StaffRow,
)

Restriction = ContactRestrictionRow


def hidden_from(reader: Person) -> ColumnElement[bool]:
    """Whether a contact is restricted, and the reader is neither of its group nor has opened it.

    Whoever is accused, or in conflict with them, never sees it, even if they are named in the group.
    """
    may = or_(in_group(reader), _opened(reader))
    return _restriction_with(or_(kept_from(reader.staff_id), not_(may)))


def may_ask_to_open(reader: Person) -> ColumnElement[bool]:
    """Whether a contact is restricted, and the reader, not of its group, may open it with a reason."""
    return _restriction_with(and_(not_(kept_from(reader.staff_id)), not_(in_group(reader))))


def is_restricted() -> ColumnElement[bool]:
    """Whether only a few may see a contact."""
    return _restriction_with(true())


def in_group(reader: Person) -> ColumnElement[bool]:
    """Whether the reader restricted a contact, or is named among those who may see it."""
    named = Restriction.people.contains([reader.staff_id]) if reader.staff_id else false()
    return or_(Restriction.set_by == reader.user_id, named)


def kept_from(staff_id: str | None) -> ColumnElement[bool]:
    """Whether a restricted contact accuses a member of staff, or somebody they are in conflict with.

    That is whoever was named; else the caller and the carers of the children it is about; always, too, the
    supervising social workers of these. Whoever has the id or a number of one of them is the same person.
    """
    if staff_id is None:
        return false()
    unnamed = and_(Restriction.subject_person.is_(None), Restriction.subject_staff.is_(None))
    concerned = or_(
        PersonRow.id == Restriction.subject_person,
        and_(unnamed, or_(PersonRow.id == ContactRow.caller, PersonRow.id.in_(_carers()))),
        PersonRow.id.in_(_supervising()),
    )
    number = select(StaffRow.phone).where(StaffRow.id == staff_id).scalar_subquery()
    near = or_(
        PersonRow.id == staff_id,
        PersonRow.id.in_(
            select(ConflictRow.person_id).where(
                ConflictRow.staff_id == staff_id, ConflictRow.ended_at.is_(None)
            )
        ),
        PersonRow.id.in_(
            select(PersonPhoneRow.person_id).where(
                PersonPhoneRow.number == number, PersonPhoneRow.ended_at.is_(None)
            )
        ),
    )
    somebody = select(PersonRow.id).where(concerned, near).correlate(Restriction, ContactRow)
    return or_(Restriction.subject_staff.is_not_distinct_from(staff_id), exists(somebody))


def restriction(session: Session, contact_id: int, *, to_change: bool = False) -> Restriction | None:
    """The restriction in force of a contact; locked and read anew in order to change it."""
    found = select(Restriction).where(Restriction.contact_id == contact_id, Restriction.ended_at.is_(None))
    if to_change:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalar(found)


def was_restricted(session: Session, contact_id: int) -> bool:
    """Whether a contact is or ever was restricted."""
    found = select(Restriction.id).where(Restriction.contact_id == contact_id)
    return session.scalar(found.limit(1)) is not None


def add(session: Session, row: Restriction) -> bool:
    """Restrict a contact; False if it is restricted already."""
    names = (
        "contact_id", "reason", "subject_person", "subject_staff", "people", "version", "set_at", "set_by",
    )  # fmt: skip
    made = insert(Restriction).values({name: getattr(row, name) for name in names})
    return session.scalar(made.on_conflict_do_nothing().returning(Restriction.id)) is not None


def not_kept_from(session: Session, contact_id: int, staff: Collection[str]) -> list[str]:
    """Of these members of staff those whom a restricted contact and its caller do not concern, in order."""
    return [
        one
        for one in staff
        if session.scalar(_of_contact(contact_id).where(not_(kept_from(one)), not_(is_apart(one))))
        is not None
    ]


def openable(session: Session, reader: Person, ref: str, *visible: ColumnElement[bool]) -> ContactRow | None:
    """A restricted contact that the reader may open with a reason; `visible` is what holds besides."""
    found = select(ContactRow).where(ContactRow.ref == ref, may_ask_to_open(reader), *visible)
    return session.scalar(found)


def keep_opening(session: Session, contact_id: int, reader: Person, reason: str, now: datetime) -> bool:
    """Keep that somebody opened a contact while signed in as they are; False if they have."""
    made = insert(ContactOpeningRow).values(
        contact_id=contact_id, user_id=reader.user_id, session_id=reader.session_id, reason=reason, at=now
    )
    kept = made.on_conflict_do_nothing(index_elements=["contact_id", "session_id"])
    return session.scalar(kept.returning(ContactOpeningRow.id)) is not None


def openings(session: Session, contact_id: int) -> Sequence[tuple[str, datetime, str]]:
    """Who opened a contact though not of its group, when, and why; the newest first."""
    found = (
        select(UserRow.name, ContactOpeningRow.at, ContactOpeningRow.reason)
        .join(UserRow, UserRow.id == ContactOpeningRow.user_id)
        .where(ContactOpeningRow.contact_id == contact_id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(found.order_by(ContactOpeningRow.id.desc()))]


def restricted_refs(session: Session) -> set[str]:
    """The references of all restricted contacts."""
    return set(session.scalars(select(ContactRow.ref).where(is_restricted())))


def refs_in_group(session: Session, reader: Person, *visible: ColumnElement[bool]) -> list[str]:
    """The restricted contacts whose group the reader is of, newest first."""
    found = select(ContactRow.ref).where(_restriction_with(in_group(reader)), *visible)
    return list(session.scalars(found.order_by(ContactRow.id.desc()).limit(100)))


def _restriction_with(more: ColumnElement[bool]) -> ColumnElement[bool]:
    found = select(Restriction.id).where(
        Restriction.contact_id == ContactRow.id, Restriction.ended_at.is_(None), more
    )
    return exists(found.correlate(ContactRow))


def _of_contact(contact_id: int) -> Select[int]:
    return (
        select(Restriction.id)
        .join(ContactRow, ContactRow.id == Restriction.contact_id)
        .where(Restriction.contact_id == contact_id, Restriction.ended_at.is_(None))
    )


def _opened(reader: Person) -> ColumnElement[bool]:
    found = select(ContactOpeningRow.id).where(
        ContactOpeningRow.contact_id == ContactRow.id, ContactOpeningRow.session_id == reader.session_id
    )
    return exists(found.correlate(ContactRow))


def _about() -> Select[str]:
    return (
        select(ContactChildRow.child_ref)
        .where(ContactChildRow.contact_id == ContactRow.id)
        .correlate(ContactRow)
    )


def _carers() -> Select[str]:
    return (
        select(PlacementCarerRow.person_id)
        .join(PlacementRow, PlacementRow.id == PlacementCarerRow.placement_id)
        .where(PlacementRow.child_ref.in_(_about()), PlacementRow.ended_at.is_(None))
        .correlate(ContactRow)
    )


def _supervising() -> Select[str | None]:
    """The supervising social workers of the children it is about, and of those placed with who is named."""
    theirs = (
        select(PlacementRow.child_ref)
        .join(PlacementCarerRow, PlacementCarerRow.placement_id == PlacementRow.id)
        .where(PlacementCarerRow.person_id == Restriction.subject_person, PlacementRow.ended_at.is_(None))
        .correlate(Restriction)
    )
    return (
        select(ChildRow.supervising_social_worker)
        .where(
            ChildRow.supervising_social_worker.is_not(None),
            or_(ChildRow.ref.in_(_about()), ChildRow.ref.in_(theirs)),
        )
        .correlate(ContactRow, Restriction)
    )
