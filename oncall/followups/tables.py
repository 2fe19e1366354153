"""What must follow a contact, and every change of it. Nothing here is ever deleted.

The database itself refuses a follow-up that is done without evidence, or put aside without a reason and, if
it is statutory, without a second person.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base
from triage.follow_ups import Anchor

AT_ONCE = "immediate"
AT_CONTACT = (Anchor.CONTACT_START, Anchor.KNOWN_AT)
"""These moments are known as soon as somebody has been in touch: nobody knew later than that."""
EVIDENCE = (
    "status <> 'done' OR (told IS NOT NULL AND how IS NOT NULL AND done_at IS NOT NULL"
    " AND reference IS NOT NULL)"
)
TWO_PEOPLE = (
    "status <> 'not_applicable' OR (reason IS NOT NULL AND asked_by IS NOT NULL"
    " AND (NOT statutory OR (second_by IS NOT NULL AND second_by <> asked_by)))"
)


class FollowUpStatus(StrEnum):
    """How a follow-up stands. While it awaits its anchor no clock runs."""

    OPEN = "open"
    AWAITING_ANCHOR = "awaiting_anchor"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


class FollowUpRow(Base):
    """One thing that must follow a contact. Without an owner it lies in the lead's tray.

    `calendar` is the code of a bank-holiday calendar for the law's working days, or `office` for the
    service's own hours. `version` grows with every change. `asked_by` holds it not to apply, `second_by`
    agrees. While it is offered to a colleague it stays its owner's. `rings`: its owner's telephone is rung
    shortly before it is due.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint(EVIDENCE, name="evidence"),
        CheckConstraint(TWO_PEOPLE, name="two_people"),
        Index("ix_follow_up_open", "due_at", postgresql_where=text("closed_at IS NULL")),
    )

    @property
    def in_call(self) -> bool:
        """Whether it is due as soon as somebody is in touch: in the call itself."""
        return self.due_rule == AT_ONCE and self.anchor in AT_CONTACT

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    child_ref: Mapped[str | None] = mapped_column(ForeignKey("child.ref"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    organisation: Mapped[str]
    role: Mapped[str]
    our_part: Mapped[list[str]]
    statutory: Mapped[bool]
    sure: Mapped[bool]
    source: Mapped[str]
    owner: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    offered_to: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    offered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    offered_at: Mapped[datetime | None]
    anchor: Mapped[str]
    anchor_is: Mapped[str]
    anchor_at: Mapped[datetime | None]
    due_rule: Mapped[str]
    latest: Mapped[str]
    repeats: Mapped[str]
    calendar: Mapped[str]
    due_at: Mapped[datetime | None]
    rings: Mapped[bool]
    status: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    told: Mapped[str | None]
    how: Mapped[str | None]
    reference: Mapped[str | None]
    done_at: Mapped[datetime | None]
    overdue_reason: Mapped[str | None]
    reason: Mapped[str | None]
    asked_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    second_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]


class FollowUpChangeRow(Base):
    """One change of a follow-up: who (null: by itself), when, what it came to. Its key makes it once."""

    __tablename__ = "follow_up_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    follow_up_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("follow_up.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    what: Mapped[str]
    facts: Mapped[dict[str, Any]]
