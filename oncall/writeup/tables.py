"""Which protocols two people have approved, word for word, and from which day.

Rows are ended, never deleted: who approved what, who rolled it back and why stays on record.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class ProtocolApprovalRow(Base):
    """One content of a protocol, with its file's text; approved once a second person has agreed."""

    __tablename__ = "protocol_approval"
    __table_args__ = (
        Index(
            "uq_protocol_approval_now",
            "code",
            "version",
            "hash",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str]
    version: Mapped[str]
    hash: Mapped[str]
    text: Mapped[str]
    effective_from: Mapped[date]
    first_at: Mapped[datetime]
    first_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    first_role: Mapped[str]
    second_at: Mapped[datetime | None]
    second_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    second_role: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    ended_why: Mapped[str | None]
