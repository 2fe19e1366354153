"""A service as its file describes it. `version` grows with every load that changes anything of it."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class Channel(StrEnum):
    """What one of the service's own numbers is for."""

    VOICE = "voice"
    SMS = "sms"


class ServiceRow(Base):
    """One service. `holidays` is a bank-holiday calendar, `handover_at` a local time in `timezone`."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str]
    office_line: Mapped[str | None]
    last_resort: Mapped[str | None]
    handover_at: Mapped[time]
    hunt_again: Mapped[bool] = mapped_column(server_default=text("false"))
    holidays: Mapped[str | None]
    speech: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


class ServiceNumberRow(Base):
    """A number people ring or text; of all services one at most has it now."""

    __tablename__ = "service_number"
    __table_args__ = (
        Index(
            "uq_service_number_in_use",
            "number",
            "channel",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime | None]


class OfficeHoursRow(Base):
    """When the office opens and closes on a weekday (`monday`) or a date (`2026-12-24`); null: not at all.

    Times are local. Closing at 00:00 is the end of that day.
    """

    __tablename__ = "office_hours"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    ended_at: Mapped[datetime | None]


class ClosureRow(Base):
    """A day on which the office stays shut."""

    __tablename__ = "closure"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime | None]


class DayKind(StrEnum):
    """What a day is that the calendars of the service's file and of this release do not know."""

    BANK_HOLIDAY = "bank_holiday"
    CLOSURE = "closure"


class ExtraDayRow(Base):
    """A bank holiday that was proclaimed, or one more day on which the office stays shut; kept on a page.

    A bank holiday counts for the law's working days and for the office; a closure for the office alone.
    """

    __tablename__ = "extra_day"
    __table_args__ = (
        Index(
            "uq_extra_day_now",
            "service_id",
            "day",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    day: Mapped[date]
    kind: Mapped[str]
    name: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
