"""Queries about ringing people because a handover is late."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.handover.tables import HandoverCallRow


def begin(session: Session, handover_id: int, rung: str, staff_id: str, now: datetime) -> HandoverCallRow:
    """The ringing of a person in a step: the one that was begun, or a new one."""
    new = insert(HandoverCallRow).values(handover_id=handover_id, rung=rung, staff_id=staff_id, rang_at=now)
    session.execute(new.on_conflict_do_nothing(index_elements=["handover_id", "rung", "staff_id"]))
    found = select(HandoverCallRow).where(
        HandoverCallRow.handover_id == handover_id,
        HandoverCallRow.rung == rung,
        HandoverCallRow.staff_id == staff_id,
    )
    return session.scalars(found.execution_options(populate_existing=True)).one()


def call(session: Session, call_id: int) -> HandoverCallRow | None:
    """One ringing."""
    return session.get(HandoverCallRow, call_id, populate_existing=True)


def name_call(session: Session, call_id: int, sid: str) -> None:
    """The provider's id of a ringing."""
    this = update(HandoverCallRow).where(
        HandoverCallRow.id == call_id, HandoverCallRow.provider_sid.is_(None)
    )
    session.execute(this.values(provider_sid=sid))


def press(session: Session, call_id: int, now: datetime) -> None:
    """Whoever was rung sees to it. The first time counts."""
    this = update(HandoverCallRow).where(HandoverCallRow.id == call_id, HandoverCallRow.pressed_at.is_(None))
    session.execute(this.values(pressed_at=now))


def seen_to(session: Session, handover_id: int, rung: str) -> bool:
    """Whether somebody who was rung in a step has said that they see to it."""
    said = select(HandoverCallRow.id).where(
        HandoverCallRow.handover_id == handover_id,
        HandoverCallRow.rung == rung,
        HandoverCallRow.pressed_at.is_not(None),
    )
    return session.scalar(said.limit(1)) is not None
