"""Queries about what has left the service."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.handover.tables import CopyRow, DisclosureRow


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An item was exported; `sent_at` once it is known to be in the council's record. People are names."""

    id: int
    form: str
    at: datetime
    by: str
    sent_at: datetime | None
    sent_by: str | None
    reference: str | None = field(repr=False)


def add(
    session: Session, *, key: str, item_id: int, form: str, contacts: list[str], at: datetime, by: int
) -> bool:
    """Keep that an item was exported; False if the same form has come before."""
    row = insert(DisclosureRow).values(key=key, item_id=item_id, form=form, contacts=contacts, at=at, by=by)
    kept = row.on_conflict_do_nothing(index_elements=["key"]).returning(DisclosureRow.id)
    return session.scalar(kept) is not None


def add_copy(
    session: Session, *, key: str, handover_id: int, contacts: list[str], at: datetime, by: int
) -> bool:
    """Keep that a whole handover was taken out; False if the same form has come before."""
    row = insert(CopyRow).values(key=key, handover_id=handover_id, contacts=contacts, at=at, by=by)
    kept = row.on_conflict_do_nothing(index_elements=["key"]).returning(CopyRow.id)
    return session.scalar(kept) is not None


def copies_of(session: Session, handover_id: int) -> tuple[tuple[str, datetime], ...]:
    """Who has taken a whole handover out, and when, oldest first. People are names."""
    found = select(UserRow.name, CopyRow.at).join(UserRow, UserRow.id == CopyRow.by)
    rows = session.execute(found.where(CopyRow.handover_id == handover_id).order_by(CopyRow.id))
    return tuple((row[0], row[1]) for row in rows)


def confirm(
    session: Session, disclosure_id: int, item_id: int, *, reference: str, at: datetime, by: int
) -> bool:
    """Somebody has put an item into the council's record; False if that was said before, or is not there."""
    waiting = update(DisclosureRow).where(
        DisclosureRow.id == disclosure_id, DisclosureRow.item_id == item_id, DisclosureRow.sent_at.is_(None)
    )
    done = waiting.values(sent_at=at, sent_by=by, reference=reference)
    return session.scalar(done.returning(DisclosureRow.id)) is not None


def of_item(session: Session, item_id: int) -> tuple[Disclosure, ...]:
    """Every time an item was exported, oldest first."""
    took, sent = aliased(UserRow), aliased(UserRow)
    rows = session.execute(
        select(DisclosureRow, took.name, sent.name)
        .join(took, took.id == DisclosureRow.by)
        .outerjoin(sent, sent.id == DisclosureRow.sent_by)
        .where(DisclosureRow.item_id == item_id)
        .order_by(DisclosureRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        Disclosure(row.id, row.form, row.at, by, row.sent_at, sent_by, row.reference)
        for row, by, sent_by in rows
    )
