"""Being paged about a contact, and every ringing of somebody about it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class PagingRow(Base):
    """Somebody is wanted for a contact; a contact that loses its owner is paged about again (`seq`).

    `step` is the newest step that has begun, at `step_at`; without `rings` people are only texted.
    `upward`: somebody who has the contact asks for a manager.
    """

    __tablename__ = "paging"
    __table_args__ = (UniqueConstraint("contact_id", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"))
    seq: Mapped[int]
    begun_at: Mapped[datetime]
    urgent: Mapped[bool]
    rings: Mapped[bool]
    upward: Mapped[bool] = mapped_column(server_default=false())
    step: Mapped[int]
    step_at: Mapped[datetime]


class PageCallRow(Base):
    """One ringing of one person in one step; whoever has passed is kept too, without having been rung."""

    __tablename__ = "page_call"
    __table_args__ = (UniqueConstraint("paging_id", "step", "staff_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    paging_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("paging.id"))
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    step: Mapped[int]
    lane: Mapped[int]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    number: Mapped[str | None]
    seconds: Mapped[int]
    outbox_id: Mapped[int | None] = mapped_column(unique=True)
    rang_at: Mapped[datetime]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    picked_up_at: Mapped[datetime | None]
    pressed: Mapped[str | None]
    ended_at: Mapped[datetime | None]
