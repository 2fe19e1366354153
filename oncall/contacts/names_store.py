"""The names a service knows, so that none of them leaves it unawares."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.people.tables import ChildRow, PersonRow, ServiceChildRow, ServicePersonRow

SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Known:
    """Children's references and names, and the names of people who ring us, word by word."""

    refs: frozenset[str] = field(repr=False)
    children: frozenset[str] = field(repr=False)
    people: frozenset[str] = field(repr=False)


def known(session: Session, service_id: int) -> Known:
    """Every name and reference the service has now."""
    children = session.execute(
        select(ChildRow.ref, ChildRow.preferred_name)
        .join(ServiceChildRow, ServiceChildRow.child_ref == ChildRow.ref)
        .where(ServiceChildRow.service_id == service_id, ServiceChildRow.ended_at.is_(None))
    ).all()
    people = session.scalars(
        select(PersonRow.name)
        .join(ServicePersonRow, ServicePersonRow.person_id == PersonRow.id)
        .where(ServicePersonRow.service_id == service_id, ServicePersonRow.ended_at.is_(None))
    )
    return Known(
        refs=frozenset(ref for ref, _ in children),
        children=frozenset(word for _, name in children for word in _words(name)),
        people=frozenset(word for name in people for word in _words(name)),
    )


def _words(name: str | None) -> list[str]:
    return [word for word in (name or "").split() if len(word) >= SHORTEST]
