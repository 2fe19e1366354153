"""Ringing a caller back: every time somebody has tried, and whom we have asked whether to."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class CallBackRow(Base):
    """One ringing back: somebody's own telephone first, then, when they have pressed 1, the caller's.

    What is known is kept as evidence, each fact set once; of a contact only one goes on at a time.
    `follow_up_id` is the promise it keeps, if nobody pressed a button for it.
    """

    __tablename__ = "call_back"
    __table_args__ = (
        Index("uq_call_back_going_on", "contact_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    staff_number: Mapped[str]
    number: Mapped[str]
    asked_at: Mapped[datetime]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    picked_up_at: Mapped[datetime | None]
    pressed: Mapped[str | None]
    rang_at: Mapped[datetime | None]
    connected_at: Mapped[datetime | None]
    dial_status: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    follow_up_id: Mapped[int | None] = mapped_column(BigInteger)


class GivenNumberRow(Base):
    """On which number a caller asked to be rung back, from when somebody typed it; the newest counts.

    It is empty where somebody took back what was typed before.
    """

    __tablename__ = "given_number"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    number: Mapped[str]
    typed_at: Mapped[datetime]
    typed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))


class CutOffRow(Base):
    """Somebody was asked whether the line had dropped, after `seconds` of talk; one contact asks once.

    `answer` is `ring` or `done`; `texted` if they were asked by text as well as on the pages.
    """

    __tablename__ = "cut_off"

    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    seconds: Mapped[int]
    texted: Mapped[bool]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class PinRow(Base):
    """By what number somebody is known who rings us from their own telephone; only a hash of it is kept."""

    __tablename__ = "pin"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    hash: Mapped[str]
    set_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class PinTryRow(Base):
    """One entry of a PIN: in which call, at which turn, and whether it was right. Never what was entered."""

    __tablename__ = "pin_try"
    __table_args__ = (UniqueConstraint("call_sid", "turn"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    call_sid: Mapped[str]
    turn: Mapped[int]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime]
    right: Mapped[bool]
