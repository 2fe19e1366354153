"""Queries for what a practitioner needs of a child while the telephone is in their hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.child_store import cards
from oncall.contacts.read_store import summaries, visible_to
from oncall.contacts.record import ChildCard
from oncall.contacts.summary import Summary
from oncall.contacts.tables import ContactChildRow, ContactRow
from oncall.people.tables import ChildRow, DirectoryEntryRow, PersonPhoneRow, PersonRow

LAST = 3


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works with a child, in which role, and where to reach them."""

    kind: str
    name: str = field(repr=False)
    organisation: str | None = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FullCard:
    """A child's card with legal status, known risks, workers, and the last contacts before this one."""

    card: ChildCard
    born: date | None = field(repr=False)
    legal_status: str | None
    risks: tuple[str, ...]
    workers: tuple[Worker, ...]
    last: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """Somebody else we may need tonight; `hours` is for reading, `verified_on` when it was checked."""

    name: str
    kind: str
    authority: str | None
    phone: str
    hours: str | None
    verified_on: date | None


def full_cards(session: Session, reader: Person, contact_id: int, today: date) -> tuple[FullCard, ...]:
    """The cards of the children a contact is about, by name; only the reader's own contacts are told."""
    return tuple(_full(session, reader, contact_id, card) for card in cards(session, contact_id, today))


def directory(session: Session, service_id: int) -> tuple[DirectoryLine, ...]:
    """The service's own list of whom else to ring, by kind and name."""
    entries = select(DirectoryEntryRow).where(
        DirectoryEntryRow.service_id == service_id, DirectoryEntryRow.ended_at.is_(None)
    )
    return tuple(
        DirectoryLine(row.name, row.kind, row.authority, row.phone, row.hours, row.verified_on)
        for row in session.scalars(entries.order_by(DirectoryEntryRow.kind, DirectoryEntryRow.name))
    )


def _full(session: Session, reader: Person, contact_id: int, card: ChildCard) -> FullCard:
    child = session.get_one(ChildRow, card.ref)
    ids = [one for one in (child.social_worker, child.supervising_social_worker) if one]
    return FullCard(
        card=card,
        born=child.born,
        legal_status=child.legal_status,
        risks=tuple(child.risks),
        workers=_workers(session, ids),
        last=tuple(_last(session, reader, contact_id, card.ref)),
    )


def _workers(session: Session, ids: Collection[str]) -> tuple[Worker, ...]:
    people = {row.id: row for row in session.scalars(select(PersonRow).where(PersonRow.id.in_(ids)))}
    in_use = select(PersonPhoneRow).where(
        PersonPhoneRow.person_id.in_(ids), PersonPhoneRow.ended_at.is_(None)
    )
    phones: dict[str, list[str]] = {}
    for row in session.scalars(in_use.order_by(PersonPhoneRow.position)):
        phones.setdefault(row.person_id, []).append(row.number)
    found = ((one, people[one]) for one in dict.fromkeys(ids) if one in people)
    return tuple(
        Worker(row.kind, row.name, row.organisation, tuple(phones.get(one, ()))) for one, row in found
    )


def _last(session: Session, reader: Person, contact_id: int, child_ref: str) -> Sequence[Summary]:
    about = select(ContactChildRow.contact_id).where(ContactChildRow.child_ref == child_ref)
    found = select(ContactRow).where(
        ContactRow.id.in_(about), ContactRow.id != contact_id, *visible_to(reader)
    )
    newest = found.order_by(ContactRow.started_at.desc(), ContactRow.id.desc()).limit(LAST)
    return summaries(session, session.scalars(newest).all())
