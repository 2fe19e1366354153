"""Sign-ins, their sessions, and how often somebody has tried."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class UserRow(Base):
    """A sign-in. Without a password hash nobody can sign in with a password."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    staff_id: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    roles: Mapped[list[str]]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


Index("uq_user_lower_email", func.lower(UserRow.email), unique=True)


class SessionRow(Base):
    """Somebody is signed in on one device. Only the SHA-256 of their token is kept."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TryRow(Base):
    """How often somebody has lately tried to sign in: one row per email address, one per network address.

    `subject` is a keyed hash of either; the address itself is not kept.
    """

    __tablename__ = "sign_in_try"

    subject: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    wait_until: Mapped[datetime]


class AuditRow(Base):
    """Somebody looked at, changed or took away a record, or tried to. Never changed, chained by hashes.

    `action` is the name of a page or command, `subject` ids alone; `outcome` an HTTP status, 0 for a command.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    action: Mapped[str]
    subject: Mapped[str]
    outcome: Mapped[int]
    hash: Mapped[str]
