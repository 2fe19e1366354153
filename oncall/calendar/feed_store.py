"""Queries about feeds. A feed is found by the hash of its secret alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.calendar.tables import RotaFeedRow


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in force. `staff_id` is whose times it has, None for the team's.

    `kind` is what it has times of; `reader` made it and has these `roles` now.
    """

    id: int
    service_id: int
    staff_id: str | None
    reader: str | None
    made_at: datetime
    kind: str
    roles: frozenset[str]


def add(
    session: Session,
    *,
    service_id: int,
    staff_id: str | None,
    kind: str,
    made_by: int,
    token_hash: bytes,
    now: datetime,
) -> None:
    """Keep a new feed."""
    session.add(
        RotaFeedRow(
            service_id=service_id,
            staff_id=staff_id,
            kind=kind,
            made_by=made_by,
            made_at=now,
            token_hash=token_hash,
        )
    )
    session.flush()


def by_token(session: Session, token_hash: bytes) -> Feed | None:
    """The feed of a secret; None if it was revoked, or whoever made it may no longer sign in."""
    return next(iter(_feeds(session, RotaFeedRow.token_hash == token_hash)), None)


def of_user(session: Session, user_id: int) -> list[Feed]:
    """The feeds somebody has made and not revoked, oldest first."""
    return _feeds(session, RotaFeedRow.made_by == user_id)


def revoke(session: Session, feed_id: int, user_id: int, now: datetime) -> bool:
    """End a feed of this user's; False if they have none with that id in force."""
    theirs = update(RotaFeedRow).where(
        RotaFeedRow.id == feed_id, RotaFeedRow.made_by == user_id, RotaFeedRow.revoked_at.is_(None)
    )
    return session.scalar(theirs.values(revoked_at=now).returning(RotaFeedRow.id)) is not None


def _feeds(session: Session, which: ColumnElement[bool]) -> list[Feed]:
    rows = session.execute(
        select(
            RotaFeedRow.id,
            RotaFeedRow.service_id,
            RotaFeedRow.staff_id,
            UserRow.staff_id.label("reader"),
            RotaFeedRow.made_at,
            RotaFeedRow.kind,
            UserRow.roles,
        )
        .join(UserRow, UserRow.id == RotaFeedRow.made_by)
        .where(which, RotaFeedRow.revoked_at.is_(None), UserRow.disabled_at.is_(None))
        .order_by(RotaFeedRow.id)
    )
    return [Feed(*row[:-1], roles=frozenset(row.roles)) for row in rows]
