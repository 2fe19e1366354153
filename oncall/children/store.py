"""Queries for children's cards, and for what else must be known before anybody is told anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.access.tables import UserRow
from oncall.children.card import Card, Risk
from oncall.children.tables import ChildCardRow
from oncall.contacts.read_store import ids_of_services, may_see_child
from oncall.numbers.tables import NoContactRow
from oncall.people.tables import ChildRow, ServiceChildRow


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a card, by whom and when; version 0 is the card that nobody has written yet."""

    number: int
    card: Card
    by: str = field(default="", repr=False)
    at: datetime | None = None


def child(session: Session, reader: Person, ref: str) -> ChildRow | None:
    """A child of the reader's services whom they may see."""
    theirs = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(ids_of_services(reader.staff_id)), ServiceChildRow.ended_at.is_(None)
    )
    found = select(ChildRow).where(
        ChildRow.ref == ref, ChildRow.ref.in_(theirs), may_see_child(reader.staff_id)
    )
    return session.scalar(found)


def versions(session: Session, ref: str, limit: int | None = None) -> list[Version]:
    """The versions of a child's card, the newest first."""
    found = (
        select(ChildCardRow, UserRow.name)
        .join(UserRow, UserRow.id == ChildCardRow.saved_by)
        .where(ChildCardRow.child_ref == ref)
        .order_by(ChildCardRow.version.desc())
        .limit(limit)
    )
    return [Version(row.version, _card(row), name, row.saved_at) for row, name in session.execute(found)]


def newest(session: Session, ref: str) -> Version:
    """The card as it stands."""
    return next(iter(versions(session, ref, 1)), Version(0, Card()))


def add(session: Session, ref: str, version: int, card: Card, by: int, now: datetime) -> bool:
    """Keep a new version; False if somebody else has written that one."""
    row = {
        "child_ref": ref,
        "version": version,
        "crisis_plan": card.crisis_plan,
        "crisis_plan_on": card.crisis_plan_on,
        "crisis_plan_review_by": card.crisis_plan_review_by,
        "decides": dict(card.decides),
        "decides_note": card.decides_note,
        "not_told": card.not_told,
        "code_word": card.code_word,
        "risks": {code: _plain(risk) for code, risk in card.risks.items()},
        "saved_at": now,
        "saved_by": by,
    }
    made = insert(ChildCardRow).values(row).on_conflict_do_nothing(index_elements=["child_ref", "version"])
    return session.scalar(made.returning(ChildCardRow.id)) is not None


def no_contact(session: Session, ref: str) -> Sequence[tuple[str, str]]:
    """The numbers of those who may have no contact with a child, and why not."""
    listed = select(NoContactRow.number, NoContactRow.reason).where(
        NoContactRow.child_ref == ref, NoContactRow.ended_at.is_(None)
    )
    return [(row[0], row[1]) for row in session.execute(listed.order_by(NoContactRow.id))]


def _plain(risk: Risk) -> dict[str, Any]:
    return {"says": risk.says, "review_by": risk.review_by and risk.review_by.isoformat()}


def _risk(kept: dict[str, Any]) -> Risk:
    return Risk(kept["says"], date.fromisoformat(kept["review_by"]) if kept["review_by"] else None)


def _card(row: ChildCardRow) -> Card:
    return Card(
        crisis_plan=row.crisis_plan,
        crisis_plan_on=row.crisis_plan_on,
        crisis_plan_review_by=row.crisis_plan_review_by,
        decides=dict(row.decides),
        decides_note=row.decides_note,
        not_told=row.not_told,
        code_word=row.code_word,
        risks={code: _risk(kept) for code, kept in row.risks.items()},
    )
