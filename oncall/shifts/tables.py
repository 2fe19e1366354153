"""Asking a colleague to take over a time on call, and what became of it; who has confirmed a shift."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class State(StrEnum):
    """How an asking stands. Only an open one can be taken; the last three are final."""

    OPEN = "open"
    AGREED = "agreed"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class AskRow(Base):
    """Somebody is wanted for a tier from `start` up to `end`: in place of `person`, or for a gap if null.

    `asked_of` is the one colleague who is asked; null asks everybody. `why` is `swap`, `ill` or `gap`.
    Whoever takes it may name a time of theirs (`back_…`) that `person` is to take in return: then, or if the
    asking says `approval`, it is agreed and waits (`waits_for` `person` or `keeper`) before it is done.
    """

    __tablename__ = "shift_ask"
    __table_args__ = (Index("ix_shift_ask_service_id_state", "service_id", "state"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    tier: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    why: Mapped[str]
    person: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    asked_of: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    approval: Mapped[bool]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None]
    back_tier: Mapped[str | None]
    back_start: Mapped[datetime | None]
    back_end: Mapped[datetime | None]
    waits_for: Mapped[str | None]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class AskedRow(Base):
    """Somebody was, or is to be, texted about an asking: in which place, and when."""

    __tablename__ = "shift_asked"

    ask_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("shift_ask.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    place: Mapped[int]
    due_at: Mapped[datetime]


class ConfirmationRow(Base):
    """Somebody has said that they will be on for a shift, by text or page; `asked_at` is when we asked.

    `confirmed_by` is who said it: the person, or whoever keeps the rota for them.
    """

    __tablename__ = "shift_confirmation"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    how: Mapped[str | None]


class GapToldRow(Base):
    """The keepers of the rota have been told of a gap, so many days ahead."""

    __tablename__ = "gap_told"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class ShiftCallRow(Base):
    """One ringing of somebody because a shift is not confirmed; `person` is whose shift it is."""

    __tablename__ = "shift_call"
    __table_args__ = (UniqueConstraint("outbox_id"), UniqueConstraint("provider_sid"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    tier: Mapped[str]
    person: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    start: Mapped[datetime]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    outbox_id: Mapped[int]
    rang_at: Mapped[datetime]
    provider_sid: Mapped[str | None]
    pressed_at: Mapped[datetime | None]


class PhoneTestRow(Base):
    """The test call to one telephone of one of us, known by a fingerprint of its number: one row for each.

    `tries` counts its ringings. `answered_at` is when a 1 was pressed, `unanswered_at` when nobody had in
    time.
    """

    __tablename__ = "phone_test"
    __table_args__ = (UniqueConstraint("staff_id", "fingerprint"), UniqueConstraint("provider_sid"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int]
    begun_at: Mapped[datetime]
    rang_at: Mapped[datetime | None]
    provider_sid: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    unanswered_at: Mapped[datetime | None]
