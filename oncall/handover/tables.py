"""One handover for each closed period of a service."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class HandoverState(StrEnum):
    """How far a handover has come; it never goes back."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACKNOWLEDGED = "acknowledged"


class HandoverRow(Base):
    """The handover of the period that ends at `until`. Once signed, what was signed stays as it was."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("service_id", "until"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    starts_at: Mapped[datetime]
    closed_from: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=HandoverState.DRAFT)
    signed_by: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    signed_contacts: Mapped[list[str] | None]
    signed_hash: Mapped[str | None]
    acknowledged_by: Mapped[int | None]
    acknowledged_at: Mapped[datetime | None]
    readback: Mapped[str | None]
