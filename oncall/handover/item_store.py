"""Queries for the items of a handover: who read which back, and what was asked about them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.handover.entries import Group
from oncall.handover.tables import HandoverItemRow, HandoverQueryRow, HandoverRow


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked about an item, and the answer once there is one. People are names."""

    id: int
    asked_by: str
    asked_at: datetime
    question: str = field(repr=False)
    answered_by: str | None
    answered_at: datetime | None
    answer: str | None = field(repr=False)


def keep(session: Session, handover: HandoverRow, groups: Iterable[Group]) -> None:
    """Make the items of a signature; those that are there already stay as they are."""
    for group in groups:
        session.execute(
            insert(HandoverItemRow)
            .values(
                handover_id=handover.id,
                signing=handover.signing,
                key=group.key,
                child_ref=None if group.child is None else group.child.ref,
                contact_ids=[entry.summary.id for entry in group.entries],
                deputy=False,
            )
            .on_conflict_do_nothing(index_elements=["handover_id", "signing", "key"])
        )


def of_handover(session: Session, handover: HandoverRow) -> Sequence[HandoverItemRow]:
    """The items under the signature that counts, in the order in which they were signed."""
    found = select(HandoverItemRow).where(
        HandoverItemRow.handover_id == handover.id, HandoverItemRow.signing == handover.signing
    )
    return session.scalars(found.order_by(HandoverItemRow.id).execution_options(populate_existing=True)).all()


def by_id(session: Session, item_id: int) -> HandoverItemRow | None:
    """An item as it stands."""
    return session.get(HandoverItemRow, item_id, populate_existing=True)


def opened(session: Session, item_id: int, user_id: int, now: datetime) -> None:
    """Somebody who can accept an item has it before their eyes: the first is kept."""
    first = update(HandoverItemRow).where(HandoverItemRow.id == item_id, HandoverItemRow.opened_at.is_(None))
    session.execute(first.values(opened_at=now, opened_by=user_id))


def accept(
    session: Session, item_id: int, user_id: int, now: datetime, readback: str, *, deputy: bool
) -> bool:
    """Somebody takes an item on; False if somebody had."""
    free = update(HandoverItemRow).where(HandoverItemRow.id == item_id, HandoverItemRow.accepted_at.is_(None))
    done = free.values(accepted_at=now, accepted_by=user_id, readback=readback, deputy=deputy)
    return session.scalar(done.returning(HandoverItemRow.id)) is not None


def set_apart(session: Session, row: HandoverItemRow, contact_ids: Collection[int]) -> None:
    """Make an item of its own of each of these contacts of an item, which then is without them."""
    for contact_id in contact_ids:
        values = {"handover_id": row.handover_id, "signing": row.signing, "key": f"contact:{contact_id}"}
        made = insert(HandoverItemRow).values(
            **values, child_ref=row.child_ref, contact_ids=[contact_id], deputy=False
        )
        session.execute(made.on_conflict_do_nothing(index_elements=list(values)))
    row.contact_ids = [one for one in row.contact_ids if one not in contact_ids]
    session.flush()


def queries(session: Session, item_ids: Collection[int]) -> dict[int, tuple[Query, ...]]:
    """What was asked about items, by item, in the order it was asked."""
    asked, answered = aliased(UserRow), aliased(UserRow)
    rows = session.execute(
        select(HandoverQueryRow, asked.name, answered.name)
        .join(asked, asked.id == HandoverQueryRow.asked_by)
        .outerjoin(answered, answered.id == HandoverQueryRow.answered_by)
        .where(HandoverQueryRow.item_id.in_(item_ids))
        .order_by(HandoverQueryRow.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, tuple[Query, ...]] = {}
    for row, by, answerer in rows:
        query = Query(row.id, by, row.asked_at, row.question, answerer, row.answered_at, row.answer)
        found[row.item_id] = (*found.get(row.item_id, ()), query)
    return found


def ask(session: Session, key: str, item_id: int, user_id: int, now: datetime, question: str) -> int | None:
    """Keep a question about an item; its id, or None if it is there already."""
    asked = (
        insert(HandoverQueryRow)
        .values(key=key, item_id=item_id, asked_at=now, asked_by=user_id, question=question)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(HandoverQueryRow.id)
    )
    return session.scalar(asked)


def query(session: Session, query_id: int) -> HandoverQueryRow | None:
    """A question as it stands."""
    return session.get(HandoverQueryRow, query_id, populate_existing=True)


def answer(session: Session, query_id: int, user_id: int, now: datetime, words: str) -> bool:
    """Answer a question; False if it has been."""
    free = update(HandoverQueryRow).where(
        HandoverQueryRow.id == query_id, HandoverQueryRow.answered_at.is_(None)
    )
    done = free.values(answered_at=now, answered_by=user_id, answer=words)
    return session.scalar(done.returning(HandoverQueryRow.id)) is not None


def names(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people with a sign-in, by id."""
    wanted = {one for one in user_ids if one is not None}
    rows = session.execute(select(UserRow.id, UserRow.name).where(UserRow.id.in_(wanted)))
    return {row[0]: row[1] for row in rows} if wanted else {}


def staff_ids(session: Session, user_ids: Iterable[int | None]) -> list[str]:
    """Which members of the staff these sign-ins belong to."""
    wanted = {one for one in user_ids if one is not None}
    found = select(UserRow.staff_id).where(UserRow.id.in_(wanted), UserRow.staff_id.is_not(None))
    return [one for one in session.scalars(found) if one is not None]
