"""Queries that find contacts, children and people; nothing comes out that the reader may not see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import LARGEST_ID, ids_of_services, may_see_child, summaries, visible_to
from oncall.contacts.summary import Somebody, Summary
from oncall.contacts.tables import AddendumRow, ContactChildRow, ContactRow, FieldRow, MessageRow
from oncall.people.tables import ChildRow, PersonPhoneRow, PersonRow, ServiceChildRow, ServicePersonRow

ENGLISH: ColumnElement[str] = literal_column("'english'::regconfig")
Which = tuple[ColumnElement[bool], ...]
MOST_PEOPLE = 20
"""More people or children than that are no find: the reader says more."""


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child by reference and name."""

    ref: str
    name: str = field(repr=False)


def by_ref_number_or_words(reader: Person, *, ref: str, number: str, words: str) -> Which:
    """The contacts of a reference or of a number (E.164), or with all `words` in one field or text."""
    wanted = func.websearch_to_tsquery(ENGLISH, words)
    ids = union_all(
        select(ContactRow.id).where(ContactRow.ref == ref),
        select(ContactRow.id).where(ContactRow.caller_number == number),
        select(FieldRow.contact_id).where(func.to_tsvector(ENGLISH, FieldRow.value).op("@@")(wanted)),
        select(AddendumRow.contact_id).where(func.to_tsvector(ENGLISH, AddendumRow.text).op("@@")(wanted)),
        select(MessageRow.contact_id).where(func.to_tsvector(ENGLISH, MessageRow.body).op("@@")(wanted)),
    ).subquery()  # one list of ids: with OR the database would walk through every contact
    return (*visible_to(reader), ContactRow.id.in_(select(ids.c.id)))


def about_child(reader: Person, child_ref: str) -> Which:
    """The contacts about a child."""
    about = select(ContactChildRow.contact_id).where(ContactChildRow.child_ref == child_ref)
    return (*visible_to(reader), ContactRow.id.in_(about))


def from_person(reader: Person, person_id: str) -> Which:
    """The contacts of a person: confirmed, or as far as the number tells."""
    maybe = and_(ContactRow.match == "candidate", ContactRow.candidates.contains([person_id]))
    return (*visible_to(reader), or_(ContactRow.caller == person_id, maybe))


def newest(session: Session, which: Which, *, before: int | None, limit: int) -> list[Summary]:
    """Contacts, newest first, from the one just before id `before` on."""
    found = select(ContactRow).where(*which)
    if before is not None:
        found = found.where(ContactRow.id < min(before, LARGEST_ID))
    return summaries(session, session.scalars(found.order_by(ContactRow.id.desc()).limit(limit)).all())


def children(session: Session, reader: Person, words: Sequence[str]) -> list[FoundChild]:
    """Children of the reader's services by reference, or by name: every word is in it."""
    theirs = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(ids_of_services(reader.staff_id))
    )
    named = and_(*(ChildRow.preferred_name.icontains(word, autoescape=True) for word in words))
    found = select(ChildRow.ref, ChildRow.preferred_name).where(
        ChildRow.ref.in_(theirs),
        may_see_child(reader.staff_id),
        or_(func.upper(ChildRow.ref) == " ".join(words).upper(), named),
    )
    rows = session.execute(found.order_by(ChildRow.preferred_name, ChildRow.ref).limit(MOST_PEOPLE))
    return [FoundChild(*row) for row in rows]


def people(session: Session, reader: Person, words: Sequence[str], digits: str) -> list[Somebody]:
    """People the reader's services know by name, every word in it, or by the end of a number of theirs."""
    named = and_(*(PersonRow.name.icontains(word, autoescape=True) for word in words))
    ringing = select(PersonPhoneRow.person_id).where(PersonPhoneRow.number.endswith(digits))
    found = select(PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.organisation).where(
        PersonRow.id.in_(_known(reader)), or_(named, PersonRow.id.in_(ringing)) if digits else named
    )
    rows = session.execute(found.order_by(PersonRow.name, PersonRow.id).limit(MOST_PEOPLE))
    return [Somebody(*row) for row in rows]


def child(session: Session, reader: Person, ref: str) -> FoundChild | None:
    """A child of the reader's services; None if there is none that they may see."""
    theirs = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(ids_of_services(reader.staff_id))
    )
    found = select(ChildRow.ref, ChildRow.preferred_name).where(
        ChildRow.ref == ref, ChildRow.ref.in_(theirs), may_see_child(reader.staff_id)
    )
    row = session.execute(found).one_or_none()
    return None if row is None else FoundChild(*row)


def person(session: Session, reader: Person, person_id: str) -> Somebody | None:
    """Somebody the reader's services know; None if there is no such person."""
    found = select(PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.organisation).where(
        PersonRow.id == person_id, PersonRow.id.in_(_known(reader))
    )
    row = session.execute(found).one_or_none()
    return None if row is None else Somebody(*row)


def times_in_touch(session: Session, reader: Person, contact: ContactRow, since: datetime) -> int:
    """How often whoever this contact is from has been in touch from `since` to it, itself included.

    By the person once they are confirmed, else by the number; what the reader may not see is not counted.
    """
    if contact.caller is None and contact.caller_number is None:
        return 1
    same = and_(ContactRow.caller_number == contact.caller_number, ContactRow.caller_number.is_not(None))
    if contact.caller is not None:
        same = or_(ContactRow.caller == contact.caller, and_(same, ContactRow.caller.is_(None)))
    found = select(func.count()).where(
        *visible_to(reader),
        same,
        ContactRow.service_id == contact.service_id,
        ContactRow.direction == "in",
        ContactRow.started_at > since,
        tuple_(ContactRow.started_at, ContactRow.id) <= (contact.started_at, contact.id),
    )
    return max(session.scalar(found) or 0, 1)


def _known(reader: Person) -> Select[str]:
    return select(ServicePersonRow.person_id).where(
        ServicePersonRow.service_id.in_(ids_of_services(reader.staff_id))
    )
