"""Queries about test calls. One telephone is tried once, until somebody asks for it to be rung again."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.shifts.tables import PhoneTestRow


def fingerprint(number: str) -> bytes:
    """What a telephone is known by here: two numbers are told apart, and none stands in the table."""
    return sha256(number.encode()).digest()


def begin(session: Session, service_id: int, staff_id: str, number: str, now: datetime) -> int | None:
    """The test of a telephone begins; its id, or None if it was tried before."""
    row = {"service_id": service_id, "staff_id": staff_id, "fingerprint": fingerprint(number)}
    begun = insert(PhoneTestRow).values(**row, tries=1, begun_at=now).on_conflict_do_nothing()
    return session.scalar(begun.returning(PhoneTestRow.id))


def tried(session: Session, test_id: int) -> PhoneTestRow | None:
    """One test."""
    return session.get(PhoneTestRow, test_id, populate_existing=True)


def tests_of(session: Session, staff_ids: Sequence[str]) -> Sequence[PhoneTestRow]:
    """Every test of these people's telephones, oldest first."""
    query = select(PhoneTestRow).where(PhoneTestRow.staff_id.in_(staff_ids)).order_by(PhoneTestRow.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def ring(session: Session, test_id: int, now: datetime) -> bool:
    """It is being rung; False if it was rung already in this try."""
    this = update(PhoneTestRow).where(PhoneTestRow.id == test_id, PhoneTestRow.rang_at.is_(None))
    return session.scalar(this.values(rang_at=now).returning(PhoneTestRow.id)) is not None


def name_call(session: Session, test_id: int, sid: str) -> None:
    """The provider's id of the ringing."""
    session.execute(update(PhoneTestRow).where(PhoneTestRow.id == test_id).values(provider_sid=sid))


def answer(session: Session, test_id: int, now: datetime) -> None:
    """Somebody has pressed 1. The first time counts."""
    this = update(PhoneTestRow).where(PhoneTestRow.id == test_id, PhoneTestRow.answered_at.is_(None))
    session.execute(this.values(answered_at=now))


def give_up(session: Session, test_id: int, now: datetime) -> bool:
    """Nobody has pressed 1 in time; False if somebody has, or that is known."""
    this = update(PhoneTestRow).where(
        PhoneTestRow.id == test_id, PhoneTestRow.answered_at.is_(None), PhoneTestRow.unanswered_at.is_(None)
    )
    return session.scalar(this.values(unanswered_at=now).returning(PhoneTestRow.id)) is not None


def once_more(session: Session, service_id: int, test_id: int) -> int | None:
    """Another try of a telephone that did not answer: its number; None if there is nothing to try."""
    this = update(PhoneTestRow).where(
        PhoneTestRow.id == test_id,
        PhoneTestRow.service_id == service_id,
        PhoneTestRow.answered_at.is_(None),
        PhoneTestRow.unanswered_at.is_not(None),
    )
    again = this.values(tries=PhoneTestRow.tries + 1, rang_at=None, provider_sid=None, unanswered_at=None)
    return session.scalar(again.returning(PhoneTestRow.tries))
