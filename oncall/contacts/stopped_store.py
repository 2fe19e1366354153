"""Whom no text of ours reaches: whoever sent STOP, until they send START, and landlines we have learnt of."""

from datetime import datetime
from typing import TypeGuard

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.contacts.tables import StoppedRow
from oncall.telephony.numbers import can_be_texted

STOP, LANDLINE = "stop", "landline"


def stop(session: Session, service_id: int, number: str, now: datetime, why: str = STOP) -> bool:
    """No text reaches this number any more; False if that was known."""
    stopped = insert(StoppedRow).values(service_id=service_id, number=number, at=now, why=why)
    kept = stopped.on_conflict_do_nothing(index_elements=["service_id", "number"]).returning(StoppedRow.at)
    return session.scalar(kept) is not None


def start(session: Session, service_id: int, number: str) -> None:
    """Texts reach this number again."""
    session.execute(
        delete(StoppedRow).where(StoppedRow.service_id == service_id, StoppedRow.number == number)
    )


def why_stopped(session: Session, service_id: int, number: str | None) -> str | None:
    """Why texts to this number are stopped: `stop` or `landline`; None if they are not."""
    found = select(StoppedRow.why).where(StoppedRow.service_id == service_id, StoppedRow.number == number)
    return session.scalar(found)


def texts_reach(number: str | None, session: Session, service_id: int) -> TypeGuard[str]:
    """Whether a text to this number may arrive, as far as we know."""
    return can_be_texted(number) and why_stopped(session, service_id, number) is None
