"""One handover for each closed period of a service, what it is made of, and when the service was down."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class HandoverState(StrEnum):
    """How far a handover has come; it goes back only when its signature is withdrawn."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACKNOWLEDGED = "acknowledged"


class AddendumKind(StrEnum):
    """What was written under a handover: more about it, why a signature does not hold, why we were down."""

    ADDENDUM = "addendum"
    WITHDRAWAL = "withdrawal"
    OUTAGE = "outage"


class HandoverRow(Base):
    """The handover of the period that ends at `until`. Once signed, what was signed stays as it was.

    `signing` counts the signatures. By reference `signed_marks` has a hash of each contact as it was signed,
    and `signed_words` one of what its record said, if it was written up: that never changes again.
    """

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("service_id", "until"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    starts_at: Mapped[datetime]
    closed_from: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=HandoverState.DRAFT)
    signing: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    signed_by: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    signed_contacts: Mapped[list[str] | None]
    signed_marks: Mapped[dict[str, Any] | None]
    signed_words: Mapped[dict[str, Any] | None]
    signed_hash: Mapped[str | None]
    acknowledged_by: Mapped[int | None]
    acknowledged_at: Mapped[datetime | None]
    readback: Mapped[str | None]


class HandoverItemRow(Base):
    """What is read back at once: a child's contacts, or one contact about no child, under one signature.

    `deputy`: whoever accepted it did so in the team lead's place.
    """

    __tablename__ = "handover_item"
    __table_args__ = (UniqueConstraint("handover_id", "signing", "key"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    handover_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover.id"))
    signing: Mapped[int]
    key: Mapped[str]
    child_ref: Mapped[str | None] = mapped_column(ForeignKey("child.ref"))
    contact_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    deputy: Mapped[bool]
    readback: Mapped[str | None]


class HandoverQueryRow(Base):
    """What whoever takes an item on asks about it first; until it is answered nobody can accept the item."""

    __tablename__ = "handover_query"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover_item.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    question: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    answer: Mapped[str | None]


class HandoverAddendumRow(Base):
    """What was written under a handover afterwards; its key makes a form sent twice the same.

    A withdrawal keeps the signature it withdraws in `facts`.
    """

    __tablename__ = "handover_addendum"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    handover_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    facts: Mapped[dict[str, Any]]


class HeartbeatRow(Base):
    """When the pulse last beat; there is one row."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class DownRow(Base):
    """A time in which the pulse did not beat: the service, or its database, was down."""

    __tablename__ = "down_period"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(index=True)


class ShiftHandoverRow(Base):
    """Within a closed period somebody goes off at `at` and somebody else comes on: said by the one, accepted
    by the other. Until it is accepted whoever went is still on duty.
    """

    __tablename__ = "shift_handover"
    __table_args__ = (UniqueConstraint("handover_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    handover_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover.id"))
    at: Mapped[datetime]
    to_person: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str]
    handed_at: Mapped[datetime]
    handed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))


class DisclosureRow(Base):
    """An item of a handover left the service for the council's system: who took it, when, which contacts.

    `sent_at` is when somebody confirmed that it is in the council's record, with their `reference`.
    """

    __tablename__ = "disclosure"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover_item.id"), index=True)
    form: Mapped[str]
    contacts: Mapped[list[str]]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    reference: Mapped[str | None]


class CopyRow(Base):
    """Somebody took the whole handover out as a PDF: who, when, and which contacts they could see in it."""

    __tablename__ = "handover_copy"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    handover_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover.id"), index=True)
    contacts: Mapped[list[str]]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))


class HandoverCallRow(Base):
    """Somebody is rung because a handover is late: once a person and step, whatever becomes of it."""

    __tablename__ = "handover_call"
    __table_args__ = (UniqueConstraint("handover_id", "rung", "staff_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    handover_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("handover.id"))
    rung: Mapped[str]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    rang_at: Mapped[datetime]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    pressed_at: Mapped[datetime | None]


class ReviewRow(Base):
    """What a lead said of how a contact was handled that was drawn for quality: one line, once."""

    __tablename__ = "contact_review"

    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    words: Mapped[str]
