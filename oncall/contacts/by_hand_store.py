"""Queries for a contact that did not come over our lines and is entered by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import may_see_child
from oncall.contacts.record import ChildChoice
from oncall.contacts.tables import ContactRow, EventRow, Outcome, State
from oncall.people.tables import ChildRow, ServiceChildRow

CHANNEL = "manual"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A contact as somebody wrote it down: `caller` is a person's id or None, `taken_by` a staff id."""

    ref: str
    service_id: int
    caller: str | None
    taken_by: str
    at: datetime
    in_office_hours: bool


def written_before(session: Session, key: str) -> ContactRow | None:
    """The contact that a form with this key has made, if it has."""
    made = select(EventRow.contact_id).where(EventRow.key == key)
    return session.scalar(select(ContactRow).where(ContactRow.id.in_(made)))


def claim(session: Session, key: str, now: datetime) -> EventRow | None:
    """Take a form's key; None if it has been taken, so that a form sent twice makes one contact."""
    claimed = insert(EventRow).values(key=key, at=now, what="by hand").on_conflict_do_nothing()
    return session.scalar(claimed.returning(EventRow))


def open_contact(session: Session, new: ByHand, event: EventRow) -> ContactRow | None:
    """Open the contact, answered and ended, and bind the form's key to it; None if its reference is taken."""
    row = (
        insert(ContactRow)
        .values(
            ref=new.ref,
            service_id=new.service_id,
            channel=CHANNEL,
            direction="in",
            caller=new.caller,
            match="confirmed" if new.caller else "none",
            candidates=[],
            in_office_hours=new.in_office_hours,
            started_at=new.at,
            answered_at=new.at,
            ended_at=new.at,
            outcome=Outcome.ANSWERED,
            state=State.OPEN,
            accepted_by=new.taken_by,
        )
        .on_conflict_do_nothing(index_elements=["ref"])
        .returning(ContactRow)
    )
    contact = session.scalar(row)
    if contact is not None:
        event.contact_id = contact.id
        session.flush()
    return contact


def children_of(session: Session, reader: Person, service_ids: Collection[int]) -> tuple[ChildChoice, ...]:
    """The children of these services that the reader may see, by name."""
    known = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(service_ids), ServiceChildRow.ended_at.is_(None)
    )
    found = select(ChildRow.ref, ChildRow.preferred_name, ChildRow.restricted).where(
        ChildRow.ref.in_(known), ChildRow.ended_at.is_(None), may_see_child(reader.staff_id)
    )
    rows = session.execute(found.order_by(ChildRow.preferred_name, ChildRow.ref))
    return tuple(ChildChoice(row[0], row[1], row[2], likely=False, chosen=False) for row in rows)
