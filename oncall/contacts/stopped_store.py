"""Whose texts from us are stopped: they sent STOP, and the company delivers nothing until they send START."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import StoppedRow


def stop(session: Session, service_id: int, number: str, now: datetime) -> bool:
    """No text reaches this number any more; False if that was known."""
    stopped = insert(StoppedRow).values(service_id=service_id, number=number, at=now)
    kept = stopped.on_conflict_do_nothing(index_elements=["service_id", "number"]).returning(StoppedRow.at)
    return session.scalar(kept) is not None


def start(session: Session, service_id: int, number: str) -> None:
    """Texts reach this number again."""
    session.execute(
        delete(StoppedRow).where(StoppedRow.service_id == service_id, StoppedRow.number == number)
    )


def is_stopped(session: Session, service_id: int, number: str | None) -> bool:
    """Whether texts to this number are stopped."""
    found = select(StoppedRow.at).where(StoppedRow.service_id == service_id, StoppedRow.number == number)
    return session.scalar(found) is not None
