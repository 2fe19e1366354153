"""What is known of some telephone numbers: whom they must not reach, and which are restricted until when.

Rows are ended, never deleted: who asked, why, and who agreed stays on record.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class RestrictionRow(Base):
    """A number whose calls are not put through for a time. It is in force once a second person has agreed."""

    __tablename__ = "restriction"
    __table_args__ = (
        Index(
            "uq_restriction_now",
            "service_id",
            "number",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_restriction_number", "number", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    number: Mapped[str]
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    until: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))


class RestrictedCallRow(Base):
    """A call from a restricted number: it was told what 999 is for, and not put through."""

    __tablename__ = "restricted_call"

    provider_sid: Mapped[str] = mapped_column(primary_key=True)
    restriction_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("restriction.id"), index=True)
    at: Mapped[datetime]


class NoContactRow(Base):
    """A number of somebody who may have no contact with a child."""

    __tablename__ = "no_contact"
    __table_args__ = (
        Index(
            "uq_no_contact_now",
            "number",
            "child_ref",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    child_ref: Mapped[str] = mapped_column(ForeignKey("child.ref"), index=True)
    number: Mapped[str]
    reason: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
