"""Who was asked to join a call, and what came of it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class JoinRow(Base):
    """One person asked to join the call of a contact: `manager` comes in beside, `pass` takes it over.

    Each fact is set once. Of a contact only one is on their way at a time, from the asking until they have
    joined or their leg is over; whoever has joined stays as long as they like.
    """

    __tablename__ = "joining"
    __table_args__ = (
        Index(
            "uq_joining_coming",
            "contact_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL AND joined_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    kind: Mapped[str]
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    staff_number: Mapped[str]
    asked_at: Mapped[datetime]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    pressed: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    caller_in_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_coming(self) -> bool:
        """Whether they are still on their way."""
        return self.ended_at is None and self.joined_at is None
