"""The room's queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.roles import Role
from oncall.access.tables import SessionRow, TryRow, UserRow
from oncall.access.tries import Limit

SEEN_EVERY = timedelta(minutes=1)
IN_FORCE = (
    select(UserRow.id, SessionRow.id, UserRow.name, UserRow.staff_id, UserRow.roles, SessionRow.last_seen_at)
    .join(UserRow, UserRow.id == SessionRow.user_id)
    .where(
        SessionRow.token_hash == bindparam("token_hash"),
        SessionRow.ended_at.is_(None),
        SessionRow.expires_at > bindparam("now"),
        SessionRow.last_seen_at > bindparam("seen_after"),
        UserRow.disabled_at.is_(None),
    )
)
"""Whose token it is, if it is in force. Every request asks, so it is put together once."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in: who they are and what they are here for."""

    user_id: int
    session_id: int
    name: str
    staff_id: str | None
    roles: frozenset[str]


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    roles: list[Role],
    now: datetime,
    staff_id: str | None = None,
    password_hash: str | None = None,
) -> int | None:
    """Add a sign-in and return its id; None if the email address or the member of staff has one already."""
    return session.scalar(
        insert(UserRow)
        .values(
            email=email,
            name=name,
            staff_id=staff_id,
            password_hash=password_hash,
            roles=[role.value for role in roles],
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(UserRow.id)
    )


def by_email(session: Session, email: str) -> UserRow | None:
    """The sign-in of an email address, however its letters are written."""
    return session.scalar(select(UserRow).where(func.lower(UserRow.email) == email.strip().lower()))


def by_staff(session: Session, staff_id: str) -> UserRow | None:
    """The sign-in of a member of staff, unless it has been disabled."""
    return session.scalar(select(UserRow).where(UserRow.staff_id == staff_id, UserRow.disabled_at.is_(None)))


def staff_of_user(session: Session, user_id: int) -> str | None:
    """The member of staff whose sign-in it is."""
    return session.scalar(select(UserRow.staff_id).where(UserRow.id == user_id))


def all_staff(session: Session) -> list[UserRow]:
    """Every sign-in in force that belongs to a member of staff, by name."""
    in_force = select(UserRow).where(UserRow.staff_id.is_not(None), UserRow.disabled_at.is_(None))
    return list(session.scalars(in_force.order_by(UserRow.name)))


def keep_password(session: Session, user_id: int, password_hash: str) -> None:
    """Replace a password's hash."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=password_hash))


def add_session(
    session: Session, user_id: int, token_hash: bytes, *, now: datetime, expires_at: datetime
) -> None:
    """Somebody has signed in until `expires_at` at the latest."""
    session.add(
        SessionRow(
            user_id=user_id, token_hash=token_hash, created_at=now, last_seen_at=now, expires_at=expires_at
        )
    )


def who_has(session: Session, token_hash: bytes, *, now: datetime, idle: timedelta) -> Person | None:
    """Whose token this is, if it is in force and was last used less than `idle` ago.

    Notes that they were seen, at most once a minute.
    """
    asked = {"token_hash": token_hash, "now": now, "seen_after": now - idle}
    found = session.execute(IN_FORCE, asked).one_or_none()
    if found is None:
        return None
    user_id, session_id, name, staff_id, roles, last_seen_at = found
    if last_seen_at <= now - SEEN_EVERY:
        session.execute(update(SessionRow).where(SessionRow.id == session_id).values(last_seen_at=now))
    return Person(user_id, session_id, name, staff_id, frozenset(roles))


def end_session(session: Session, token_hash: bytes, now: datetime) -> bool:
    """End the session of a token; False if there is none in force."""
    ended = (
        update(SessionRow)
        .where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SessionRow.id)
    )
    return session.scalar(ended) is not None


def count_try(session: Session, subject: bytes, limit: Limit, now: datetime) -> datetime | None:
    """Count one more try by `subject`; if it must wait, do not count it and return until when.

    Tries at the same moment wait for each other here, so that each is counted.
    """
    session.execute(
        insert(TryRow)
        .values(subject=subject, tries=0, last_at=now, wait_until=now)
        .on_conflict_do_nothing(index_elements=["subject"])
    )
    row = session.get_one(TryRow, subject, with_for_update=True, populate_existing=True)
    if row.wait_until > now:
        return row.wait_until
    row.tries = limit.next_count(row.tries, row.last_at, now)
    row.last_at, row.wait_until = now, now + limit.wait_after(row.tries)
    return None


def forgive(session: Session, email: bytes, address: bytes, now: datetime) -> None:
    """Somebody got in: their email address starts afresh, and this try does not count against the network.

    Forgets on the way whoever has not tried for a day.
    """
    session.execute(
        update(TryRow)
        .where(TryRow.subject == address)
        .values(tries=func.greatest(TryRow.tries - 1, 0), wait_until=now)
    )
    session.execute(delete(TryRow).where(TryRow.subject == email))
    old = select(TryRow.subject).where(TryRow.last_at < now - timedelta(days=1))
    session.execute(delete(TryRow).where(TryRow.subject.in_(old.with_for_update(skip_locked=True))))
