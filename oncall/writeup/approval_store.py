"""Queries about who has approved which content of a protocol."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.writeup.tables import ProtocolApprovalRow


@dataclass(frozen=True, slots=True)
class Kept:
    """An approval as it is kept; `second_by` is None while it waits. People are named."""

    id: int
    code: str
    version: str
    hash: str
    text: str
    effective_from: date
    first_by: str
    first_role: str
    first_at: datetime
    second_by: str | None
    second_role: str | None
    second_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    ended_why: str | None

    @property
    def counts(self) -> bool:
        """Whether two people have approved it and nobody has ended it."""
        return self.second_at is not None and self.ended_at is None


def all_of(session: Session, code: str | None = None) -> list[Kept]:
    """Every approval of a protocol, or of all, newest first; ended ones too."""
    first, second, ended = aliased(UserRow), aliased(UserRow), aliased(UserRow)
    found = (
        select(ProtocolApprovalRow, first.name, second.name, ended.name)
        .join(first, first.id == ProtocolApprovalRow.first_by)
        .outerjoin(second, second.id == ProtocolApprovalRow.second_by)
        .outerjoin(ended, ended.id == ProtocolApprovalRow.ended_by)
        .order_by(ProtocolApprovalRow.id.desc())
    )
    if code is not None:
        found = found.where(ProtocolApprovalRow.code == code)
    return [_kept(row, names) for row, *names in session.execute(found)]


def in_force(session: Session, today: date) -> list[Kept]:
    """The approval of each protocol that counts on a day: the latest that has begun by then."""
    begun = [one for one in all_of(session) if one.counts and one.effective_from <= today]
    begun.sort(key=lambda one: (one.effective_from, one.second_at, one.id))
    return list({one.code: one for one in begun}.values())


def propose(session: Session, row: ProtocolApprovalRow) -> bool:
    """Keep what the first person approves; False if somebody has done so already."""
    columns = (
        *("code", "version", "hash", "text", "effective_from"),
        *("first_at", "first_by", "first_role"),
    )
    made = insert(ProtocolApprovalRow).values({name: getattr(row, name) for name in columns})
    return session.scalar(made.on_conflict_do_nothing().returning(ProtocolApprovalRow.id)) is not None


def to_change(session: Session, approval_id: int) -> ProtocolApprovalRow | None:
    """An approval, locked until the transaction ends."""
    found = select(ProtocolApprovalRow).where(ProtocolApprovalRow.id == approval_id)
    return session.scalar(found.with_for_update())


def name_of(session: Session, user_id: int) -> str:
    """What somebody with a sign-in is called."""
    return session.scalars(select(UserRow.name).where(UserRow.id == user_id)).one()


def _kept(row: ProtocolApprovalRow, names: Sequence[str | None]) -> Kept:
    first, second, ended = names
    return Kept(
        id=row.id,
        code=row.code,
        version=row.version,
        hash=row.hash,
        text=row.text,
        effective_from=row.effective_from,
        first_by=first or "",
        first_role=row.first_role,
        first_at=row.first_at,
        second_by=second,
        second_role=row.second_role,
        second_at=row.second_at,
        ended_by=ended,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )
