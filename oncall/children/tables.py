"""The cards of children. A card is never changed: each saving is a version of its own, and stays."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class ChildCardRow(Base):
    """One version of a child's card, and who wrote it when.

    `decides` says who may decide what (a decision and a decider of `card.py`), `risks` what is known of a
    risk and by when that must be looked at again: `{"self_harm": {"says": …, "review_by": "2026-12-01"}}`.
    """

    __tablename__ = "child_card"
    __table_args__ = (UniqueConstraint("child_ref", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    child_ref: Mapped[str] = mapped_column(ForeignKey("child.ref"))
    version: Mapped[int]
    crisis_plan: Mapped[str]
    crisis_plan_on: Mapped[date | None]
    crisis_plan_review_by: Mapped[date | None]
    decides: Mapped[dict[str, Any]]
    decides_note: Mapped[str]
    not_told: Mapped[str]
    code_word: Mapped[str]
    risks: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
