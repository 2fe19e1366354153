"""Queries for the inbox: conversations that go on, with the newest words of each sender."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import visible_to
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.texts.tables import ThreadRow


def waiting(session: Session, reader: Person, limit: int) -> list[tuple[ContactRow, ThreadRow]]:
    """Conversations the reader may see that are neither closed nor written up, newest text first."""
    found = (
        select(ContactRow, ThreadRow)
        .join(ThreadRow, ThreadRow.contact_id == ContactRow.id)
        .where(ThreadRow.closed_at.is_(None), ContactRow.written_up_at.is_(None), *visible_to(reader))
        .order_by(ThreadRow.last_in_at.desc(), ThreadRow.contact_id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(found)]


def newest_words(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """What the sender of each of these contacts wrote last."""
    newest = (
        select(MessageRow)
        .ext(distinct_on(MessageRow.contact_id))
        .where(MessageRow.contact_id.in_(contact_ids), MessageRow.kind == "text")
        .order_by(MessageRow.contact_id, MessageRow.created_at.desc(), MessageRow.id.desc())
    )
    return {row.contact_id: row.body for row in session.scalars(newest) if row.contact_id is not None}
