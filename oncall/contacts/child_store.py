"""Queries about the children a contact is about, or may be about."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import may_see_child
from oncall.contacts.record import ChildCard, ChildChoice, age
from oncall.contacts.tables import ContactChildRow, ContactRow
from oncall.people.tables import ChildRow, PersonRow, PlacementCarerRow, PlacementRow, ServiceChildRow


def choices(
    session: Session, reader: Person, contact: ContactRow, callers: Collection[str]
) -> tuple[ChildChoice, ...]:
    """The children the reader may choose, by name: those placed with one of `callers` come first."""
    known = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id == contact.service_id, ServiceChildRow.ended_at.is_(None)
    )
    found = select(ChildRow.ref, ChildRow.preferred_name, ChildRow.restricted).where(
        ChildRow.ref.in_(known), ChildRow.ended_at.is_(None), may_see_child(reader.staff_id)
    )
    rows = session.execute(found.order_by(ChildRow.preferred_name, ChildRow.ref)).all()
    likely, about = _placed_with(session, callers), chosen(session, contact.id)
    made = [ChildChoice(row[0], row[1], row[2], row[0] in likely, row[0] in about) for row in rows]
    return tuple(sorted(made, key=lambda choice: not choice.likely))


def add(session: Session, contact_id: int, refs: Collection[str]) -> None:
    """The contact is about these children too. Adding one twice adds it once."""
    rows = [{"contact_id": contact_id, "child_ref": ref} for ref in sorted(refs)]
    if rows:
        session.execute(insert(ContactChildRow).values(rows).on_conflict_do_nothing())


def remove(session: Session, contact_id: int, refs: Collection[str]) -> None:
    """The contact is not about these children."""
    session.execute(
        delete(ContactChildRow).where(
            ContactChildRow.contact_id == contact_id, ContactChildRow.child_ref.in_(refs)
        )
    )


def chosen(session: Session, contact_id: int) -> set[str]:
    """References of the children a contact is about."""
    return set(session.scalars(_about(contact_id)))


def cards(session: Session, contact_id: int, today: date) -> tuple[ChildCard, ...]:
    """The children a contact is about, in order of name, as they are placed now."""
    found = (
        select(ChildRow, PlacementRow)
        .outerjoin(PlacementRow, (PlacementRow.child_ref == ChildRow.ref) & PlacementRow.ended_at.is_(None))
        .where(ChildRow.ref.in_(_about(contact_id)))
        .order_by(ChildRow.preferred_name, ChildRow.ref)
    )
    rows = [(child, placed) for child, placed in session.execute(found)]
    carers = _carers(session, [placed.id for _, placed in rows if placed is not None])
    return tuple(_card(child, placed, carers, today) for child, placed in rows)


def _placed_with(session: Session, people: Collection[str]) -> set[str]:
    """References of the children placed with any of these people now."""
    placed = (
        select(PlacementRow.child_ref)
        .join(PlacementCarerRow, PlacementCarerRow.placement_id == PlacementRow.id)
        .where(
            PlacementCarerRow.person_id.in_(people),
            PlacementCarerRow.ended_at.is_(None),
            PlacementRow.ended_at.is_(None),
        )
    )
    return set(session.scalars(placed))


def _about(contact_id: int) -> Select[str]:
    return select(ContactChildRow.child_ref).where(ContactChildRow.contact_id == contact_id)


def _carers(session: Session, placements: Collection[int]) -> dict[int, list[str]]:
    """The names of the carers of each placement."""
    named = (
        select(PlacementCarerRow.placement_id, PersonRow.name)
        .join(PersonRow, PersonRow.id == PlacementCarerRow.person_id)
        .where(PlacementCarerRow.placement_id.in_(placements), PlacementCarerRow.ended_at.is_(None))
        .order_by(PersonRow.name)
    )
    carers: dict[int, list[str]] = {}
    for placement_id, name in session.execute(named) if placements else ():
        carers.setdefault(placement_id, []).append(name)
    return carers


def _card(
    child: ChildRow, placed: PlacementRow | None, carers: dict[int, list[str]], today: date
) -> ChildCard:
    return ChildCard(
        ref=child.ref,
        name=child.preferred_name,
        restricted=child.restricted,
        age=age(child.born, today),
        placement=None if placed is None else placed.type,
        carers=() if placed is None else tuple(carers.get(placed.id, ())),
        since=None if placed is None else placed.since,
        service_level=child.service_level,
    )
