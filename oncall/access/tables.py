"""Sign-ins, their sessions, how often somebody has tried; and which contacts only a few may see."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, UniqueConstraint, func, text
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


class ContactRestrictionRow(Base):
    """A contact that only the staff in `people` may see: why, and since when. A change ends it for a new one.

    `subject_person` or `subject_staff` is whom it accuses, if that is known: they never see it, nor do those
    in conflict with them. Lifting it is asked for by one person and agreed to by another.
    """

    __tablename__ = "contact_restriction"
    __table_args__ = (
        Index(
            "uq_contact_restriction_now",
            "contact_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"))
    reason: Mapped[str]
    subject_person: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    subject_staff: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    people: Mapped[list[str]]
    version: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    lift_asked_at: Mapped[datetime | None]
    lift_asked_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    lift_why: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))


class ContactOpeningRow(Base):
    """Somebody outside its group opened a restricted contact, with a reason, while they are signed in."""

    __tablename__ = "contact_opening"
    __table_args__ = (UniqueConstraint("contact_id", "session_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    session_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("session.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
