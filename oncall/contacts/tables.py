"""What is kept of a contact: who rang, whom we rang, every leg, text, recording and webhook."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base
from oncall.db.full_text import NOT_READ, words_of


class Outcome(StrEnum):
    """How a contact ended on the line; `open` while it goes on."""

    OPEN = "open"
    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    ABANDONED = "abandoned"
    MISSED = "missed"


class Result(StrEnum):
    """How one ringing of one person ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    NOT_ACCEPTED = "not_accepted"
    CALLER_LEFT = "caller_left"


class RungKind(StrEnum):
    """What is rung: the office, somebody on a tier, the last resort."""

    OFFICE_LINE = "office_line"
    TIER = "tier"
    LAST_RESORT = "last_resort"


class State(StrEnum):
    """How far the record of a contact has come."""

    RINGING = "ringing"
    CONNECTED = "connected"
    OPEN = "open"
    AWAITING_CALLBACK = "awaiting_callback"
    WRITTEN_UP = "written_up"
    HANDED_OVER = "handed_over"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    REOPENED = "reopened"


class ContactRow(Base):
    """One person's reaching out, by call or text, and all that followed.

    `given_number` is where the caller asked to be rung, whatever they rang from.
    `wanted_again_at`: since then somebody else is asked for it too, although it is owned: a text that must
    not wait has come, and its owner has not read it.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_service_id_started_at", "service_id", "started_at"),
        Index("ix_contact_caller_number_started_at", "caller_number", "started_at"),
        Index("ix_contact_given_number", "given_number", postgresql_where=text("given_number IS NOT NULL")),
        Index("ix_contact_caller", "caller"),
        Index("ix_contact_candidates", "candidates", postgresql_using="gin"),
        Index("ix_contact_live", "service_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_contact_waiting", "service_id", postgresql_where=text("written_up_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    channel: Mapped[str]
    direction: Mapped[str] = mapped_column(default="in")
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    caller_number: Mapped[str | None]
    given_number: Mapped[str | None]
    caller: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    match: Mapped[str]
    candidates: Mapped[list[str]]
    in_office_hours: Mapped[bool]
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default=Outcome.OPEN)
    state: Mapped[str] = mapped_column(default=State.RINGING)
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    accepted_attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    linked_to: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("contact.id"))
    urgency: Mapped[str | None]
    callback_owner: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    callback_due_at: Mapped[datetime | None]
    owned_at: Mapped[datetime | None]
    wanted_again_at: Mapped[datetime | None]
    called_back_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    note: Mapped[str | None]
    written_up_at: Mapped[datetime | None]
    written_up_by: Mapped[int | None]
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))


class ContactChildRow(Base):
    """A child that a contact is about."""

    __tablename__ = "contact_child"

    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), primary_key=True)
    child_ref: Mapped[str] = mapped_column(ForeignKey("child.ref"), primary_key=True, index=True)


class ContactStepRow(Base):
    """A contact that was written up came to a state: who took it there, when, and why."""

    __tablename__ = "contact_step"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    state: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    why: Mapped[str]


class AttemptRow(Base):
    """One ringing of one person, the office line or the last resort, about one contact.

    What is known of it is kept as evidence, each fact set once, whatever order the callbacks come in;
    `result` follows from the evidence alone.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("contact_id", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"))
    seq: Mapped[int]
    kind: Mapped[str]
    tier: Mapped[str]
    person: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    number: Mapped[str]
    seconds: Mapped[int]
    rang_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    whispered_at: Mapped[datetime | None]
    pressed: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    dial_status: Mapped[str | None]
    bridged: Mapped[bool | None]
    caller_gone: Mapped[bool] = mapped_column(default=False)
    sip_code: Mapped[int | None]
    result: Mapped[str | None]


class LineRow(Base):
    """Whose telephone is in use for us, and until when at the latest: nobody who is on a call is rung."""

    __tablename__ = "line"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, index=True)
    until: Mapped[datetime]


class CallLegRow(Base):
    """One telephone's part of a call, with the provider's own word for how it stands.

    One of ours that was rung about no contact has a `service_id` instead.
    """

    __tablename__ = "call_leg"

    provider_sid: Mapped[str] = mapped_column(primary_key=True)
    parent_sid: Mapped[str | None]
    contact_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    role: Mapped[str]
    to_number: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    status: Mapped[str]


class MessageRow(Base):
    """One text, in or out. Its body is never exported or logged.

    `kind` says what it is for us; `staff_id` is who of us it is to or from, `written_by` whose words it
    passes on, `opt_out` the company's word for what it did by itself, `flags` name what must not wait.
    """

    __tablename__ = "message"
    __table_args__ = words_of("message", "body")
    __mapper_args__ = NOT_READ

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    outbox_id: Mapped[int | None] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    direction: Mapped[str]
    kind: Mapped[str]
    from_number: Mapped[str]
    to_number: Mapped[str]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    body: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[int | None]
    created_at: Mapped[datetime]
    written_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    opt_out: Mapped[str | None]
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))


class StoppedRow(Base):
    """A number that no text of ours reaches, and `why`: its owner sent STOP (`stop`), or a `landline`."""

    __tablename__ = "stopped"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(server_default=text("'stop'"))


class RecordingRow(Base):
    """A message a caller left: where its copy is, and whether the provider's has been deleted."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    provider_sid: Mapped[str] = mapped_column(unique=True)
    seconds: Mapped[int | None]
    created_at: Mapped[datetime]
    file: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    deleted_there_at: Mapped[datetime | None]


class EventRow(Base):
    """One webhook that told us something; its key is what makes a repeated one the same."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str]


class FieldRow(Base):
    """What one field of a contact's record said, from when somebody first said so: the newest counts.

    What is typed in one opening of a page (`page`, its own random word) is one row, changed letter by letter;
    `seq` is the number of the last post from there, so that one which arrives late changes nothing.
    """

    __tablename__ = "record_field"
    __table_args__ = (
        UniqueConstraint("contact_id", "name", "number"),
        *words_of("record_field", "value"),
    )
    __mapper_args__ = NOT_READ

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"))
    name: Mapped[str]
    number: Mapped[int]
    value: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    page: Mapped[str]
    seq: Mapped[int]


class AddendumRow(Base):
    """What was added to a record after it was complete, and about when.

    Its key is what makes a form sent twice the same.
    """

    __tablename__ = "addendum"
    __table_args__ = words_of("addendum", "text")
    __mapper_args__ = NOT_READ

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("contact.id"), index=True)
    text: Mapped[str]
    about_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    written_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
