"""Which services record, what is kept of a call, and who has listened to it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class RecordingSettingRow(Base):
    """Whether a service records its calls; without a row it does not."""

    __tablename__ = "recording_setting"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    records: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))


class CallRecordingRow(Base):
    """One call whose caller was told that it may be recorded. Facts are set once, but `paused` and `changes`.

    `changes` counts how often somebody has paused it or gone on; `file` is where the sealed copy is.
    """

    __tablename__ = "call_recording"

    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), primary_key=True)
    announced_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    paused: Mapped[bool]
    changes: Mapped[int]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    file: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    deleted_there_at: Mapped[datetime | None]


class CallHeardRow(Base):
    """Somebody listened to the recording of a call, and why."""

    __tablename__ = "call_heard"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    at: Mapped[datetime]
    reason: Mapped[str]
