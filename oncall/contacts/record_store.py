"""Queries for the page of one contact."""

from collections.abc import Collection, Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.access.tables import UserRow
from oncall.contacts.read_store import somebodies, visible_to
from oncall.contacts.record import Addendum, Message
from oncall.contacts.summary import Somebody
from oncall.contacts.tables import (
    AddendumRow,
    AttemptRow,
    CallLegRow,
    ContactRow,
    MessageRow,
    RecordingRow,
)
from oncall.people.tables import PersonRow, ServicePersonRow, ServiceStaffRow, StaffRow
from oncall.service.tables import ServiceRow


def find(session: Session, reader: Person, ref: str, *, to_change: bool = False) -> ContactRow | None:
    """A contact by its reference, if the reader may see it; locked in order to change it."""
    found = select(ContactRow).where(ContactRow.ref == ref, *visible_to(reader))
    return session.scalar(found.with_for_update(of=ContactRow, key_share=True) if to_change else found)


def attempts(session: Session, contact_id: int) -> Sequence[AttemptRow]:
    """Everybody who was rung, in order."""
    of_contact = select(AttemptRow).where(AttemptRow.contact_id == contact_id)
    return session.scalars(of_contact.order_by(AttemptRow.seq)).all()


def legs(session: Session, contact_id: int) -> Sequence[CallLegRow]:
    """Every telephone's part of the call."""
    return session.scalars(select(CallLegRow).where(CallLegRow.contact_id == contact_id)).all()


def texts(session: Session, contact_id: int) -> Sequence[MessageRow]:
    """The texts about a contact, in order."""
    of_contact = select(MessageRow).where(MessageRow.contact_id == contact_id)
    return session.scalars(of_contact.order_by(MessageRow.id)).all()


def recordings(session: Session, contact_id: int) -> Sequence[RecordingRow]:
    """The messages that the caller left, in order."""
    of_contact = select(RecordingRow).where(RecordingRow.contact_id == contact_id)
    return session.scalars(of_contact.order_by(RecordingRow.id)).all()


def messages(rows: Iterable[RecordingRow]) -> tuple[Message, ...]:
    """Messages worth playing: one that is known to last no second is none."""
    return tuple(
        Message(row.id, row.seconds, row.created_at, row.file is not None) for row in rows if row.seconds != 0
    )


def recording_file(session: Session, reader: Person, ref: str, recording_id: int) -> str | None:
    """The name of a message's file, if it has been fetched and the reader may hear it."""
    found = (
        select(RecordingRow.file)
        .join(ContactRow, ContactRow.id == RecordingRow.contact_id)
        .where(RecordingRow.id == recording_id, ContactRow.ref == ref, *visible_to(reader))
    )
    return session.scalar(found)


def addenda(session: Session, contact_id: int) -> tuple[Addendum, ...]:
    """Every addendum, in order."""
    written = select(AddendumRow, UserRow.name).join(UserRow, UserRow.id == AddendumRow.written_by)
    in_order = written.where(AddendumRow.contact_id == contact_id).order_by(AddendumRow.id)
    return tuple(
        Addendum(row.text, row.about_at, name, row.written_at) for row, name in session.execute(in_order)
    )


def staff_names(session: Session, ids: Collection[str | None]) -> dict[str, str]:
    """Names by id, also of those who have left."""
    found = select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_([one for one in ids if one]))
    return {row.id: row.name for row in session.execute(found)}


def zone_of(session: Session, service_id: int) -> ZoneInfo:
    """The zone that a service's clocks are in."""
    return ZoneInfo(session.scalars(select(ServiceRow.timezone).where(ServiceRow.id == service_id)).one())


def name_of_user(session: Session, user_id: int | None) -> str | None:
    """Whose sign-in it is."""
    return session.scalar(select(UserRow.name).where(UserRow.id == user_id))


def people_of(session: Session, service_id: int) -> list[Somebody]:
    """Everybody the service knows now, by name."""
    known = select(ServicePersonRow.person_id).where(
        ServicePersonRow.service_id == service_id, ServicePersonRow.ended_at.is_(None)
    )
    in_force = select(PersonRow.id).where(PersonRow.id.in_(known), PersonRow.ended_at.is_(None))
    found = somebodies(session, list(session.scalars(in_force)))
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def works_for(session: Session, staff_id: str | None, service_id: int) -> bool:
    """Whether somebody is on the staff of a service now."""
    on_staff = select(ServiceStaffRow.staff_id).where(
        ServiceStaffRow.service_id == service_id,
        ServiceStaffRow.staff_id == staff_id,
        ServiceStaffRow.ended_at.is_(None),
    )
    return session.scalar(on_staff) is not None


def add_addendum(session: Session, addendum: AddendumRow) -> bool:
    """Keep an addendum; one with the same key is the same and is not kept again: False."""
    values = {
        "key": addendum.key,
        "contact_id": addendum.contact_id,
        "text": addendum.text,
        "about_at": addendum.about_at,
        "written_at": addendum.written_at,
        "written_by": addendum.written_by,
    }
    kept = insert(AddendumRow).values(values).on_conflict_do_nothing(index_elements=["key"])
    return session.scalar(kept.returning(AddendumRow.id)) is not None
