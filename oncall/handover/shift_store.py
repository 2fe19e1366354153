"""Queries about handing over from shift to shift, and contacts that managers must hear of."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.contacts.read_store import visible_to
from oncall.contacts.tables import ContactRow
from oncall.handover.entries import RED
from oncall.handover.entry_store import as_reader, of
from oncall.handover.tables import HandoverRow, ShiftHandoverRow
from oncall.rotas.tables import DutyRecordRow


def of_handover(session: Session, handover: HandoverRow) -> dict[datetime, ShiftHandoverRow]:
    """What was handed over from shift to shift in a period, by the time of the change."""
    found = select(ShiftHandoverRow).where(ShiftHandoverRow.handover_id == handover.id)
    rows = session.scalars(found.execution_options(populate_existing=True))
    return {row.at: row for row in rows}


def hand_over(
    session: Session, handover: HandoverRow, *, at: datetime, to: str, words: str, user_id: int, now: datetime
) -> bool:
    """Keep what somebody says to whoever comes on at `at`; False if it has been said."""
    said = (
        insert(ShiftHandoverRow)
        .values(handover_id=handover.id, at=at, to_person=to, words=words, handed_at=now, handed_by=user_id)
        .on_conflict_do_nothing(index_elements=["handover_id", "at"])
        .returning(ShiftHandoverRow.id)
    )
    return session.scalar(said) is not None


def accept(session: Session, row_id: int, user_id: int, now: datetime) -> bool:
    """Whoever comes on accepts; False if it has been accepted."""
    free = update(ShiftHandoverRow).where(
        ShiftHandoverRow.id == row_id, ShiftHandoverRow.accepted_at.is_(None)
    )
    done = free.values(accepted_at=now, accepted_by=user_id)
    return session.scalar(done.returning(ShiftHandoverRow.id)) is not None


def record_accepted(session: Session, handover: HandoverRow, tier: str) -> None:
    """Write into the duty records of a tier who, coming on in a period, accepted it by name, and when."""
    this = update(DutyRecordRow).where(
        DutyRecordRow.service_id == handover.service_id,
        DutyRecordRow.start == ShiftHandoverRow.at,
        DutyRecordRow.person == UserRow.staff_id,
        DutyRecordRow.accepted_at.is_(None),
        ShiftHandoverRow.handover_id == handover.id,
        ShiftHandoverRow.accepted_by == UserRow.id,
        DutyRecordRow.tier == tier,
    )
    said = {"accepted_at": ShiftHandoverRow.accepted_at, "accepted_by": UserRow.staff_id}
    session.execute(this.values(said), execution_options={"synchronize_session": False})


def red(session: Session, handover: HandoverRow) -> Sequence[tuple[int, str]]:
    """Id and urgency of the contacts of a period that are U0 or U1."""
    found = select(ContactRow.id, ContactRow.urgency).where(*of(handover), ContactRow.urgency.in_(RED))
    return [(row[0], row[1] or "") for row in session.execute(found.order_by(ContactRow.id))]


def count_since(
    session: Session, service_id: int, start: datetime, end: datetime, staff_id: str
) -> tuple[int, int]:
    """How many contacts there were from `start` up to `end`, and how many of them U0 or U1.

    Of a service, and as far as this member of its staff may see them.
    """
    counted = select(func.count(), func.count().filter(ContactRow.urgency.in_(RED))).where(
        ContactRow.service_id == service_id,
        ContactRow.started_at >= start,
        ContactRow.started_at < end,
        *visible_to(as_reader(staff_id)),
    )
    row = session.execute(counted).one()
    return row[0], row[1]
