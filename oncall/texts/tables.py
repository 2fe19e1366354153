"""Conversations by text, who was told that we have one, and pictures nobody has asked to see."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class ThreadRow(Base):
    """The conversation of one contact: between a sender, as the company spells it, and our number."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_service_id_number", "service_id", "number"),)

    contact_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("contact.id"), primary_key=True, autoincrement=False
    )
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    number: Mapped[str]
    our_number: Mapped[str]
    last_at: Mapped[datetime]
    last_in_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class AcknowledgedRow(Base):
    """When a number was last told that its text has come."""

    __tablename__ = "acknowledged"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class PictureRow(Base):
    """Something sent with a text: kept away, encrypted, until somebody has a reason to look at it."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("message_id", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("message.id"))
    seq: Mapped[int]
    address: Mapped[str]
    content_type: Mapped[str]
    file: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    deleted_there_at: Mapped[datetime | None]


class PictureOpenedRow(Base):
    """Somebody asked to see a picture, and why."""

    __tablename__ = "picture_opened"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    picture_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("picture.id"), index=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    at: Mapped[datetime]
    reason: Mapped[str]
