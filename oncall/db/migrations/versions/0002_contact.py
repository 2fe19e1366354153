"""Contacts, attempts, lines in use, legs, messages, recordings and events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger
TEXT = sa.Text


def _contact_id(*, nullable: bool = False) -> sa.Column[int]:
    return sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("provider_sid", TEXT),
        sa.Column("caller_number", TEXT),
        sa.Column("caller", TEXT, sa.ForeignKey("person.id")),
        sa.Column("match", TEXT, nullable=False),
        sa.Column("candidates", sa.ARRAY(TEXT), nullable=False),
        sa.Column("in_office_hours", sa.Boolean, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("accepted_by", TEXT, sa.ForeignKey("staff.id")),
        sa.Column("accepted_attempt_id", BIG),
        sa.Column("urgency", TEXT),
        sa.Column("callback_owner", TEXT, sa.ForeignKey("staff.id")),
        sa.Column("callback_due_at", INSTANT),
        sa.Column("owned_at", INSTANT),
        sa.Column("gave_up_at", INSTANT),
        sa.Column("note", TEXT),
        sa.Column("written_up_at", INSTANT),
        sa.Column("written_up_by", sa.Integer),
        sa.UniqueConstraint("ref"),
        sa.UniqueConstraint("provider_sid"),
    )
    op.create_index("ix_contact_service_id_started_at", "contact", ["service_id", "started_at"])
    op.create_index("ix_contact_caller_number_started_at", "contact", ["caller_number", "started_at"])
    op.create_index(
        "ix_contact_live", "contact", ["service_id"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index(
        "ix_contact_waiting", "contact", ["service_id"], postgresql_where=sa.text("written_up_at IS NULL")
    )
    op.create_table(
        "contact_child",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("child_ref", TEXT, sa.ForeignKey("child.ref"), primary_key=True),
    )
    op.create_index("ix_contact_child_child_ref", "contact_child", ["child_ref"])
    op.create_table(
        "attempt",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        _contact_id(),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("person", TEXT, sa.ForeignKey("staff.id")),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("rang_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("whispered_at", INSTANT),
        sa.Column("pressed", TEXT),
        sa.Column("accepted_at", INSTANT),
        sa.Column("dial_status", TEXT),
        sa.Column("bridged", sa.Boolean),
        sa.Column("caller_gone", sa.Boolean, nullable=False),
        sa.Column("sip_code", sa.Integer),
        sa.Column("result", TEXT),
        sa.UniqueConstraint("contact_id", "seq"),
    )
    op.create_table(
        "line",
        sa.Column("staff_id", TEXT, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
    )
    op.create_index("ix_line_contact_id", "line", ["contact_id"])
    op.create_table(
        "call_leg",
        sa.Column("provider_sid", TEXT, primary_key=True),
        sa.Column("parent_sid", TEXT),
        _contact_id(),
        sa.Column("attempt_id", BIG),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("to_number", TEXT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("status", TEXT, nullable=False),
    )
    op.create_table(
        "message",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("provider_sid", TEXT),
        sa.Column("outbox_id", sa.Integer),
        _contact_id(nullable=True),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("from_number", TEXT, nullable=False),
        sa.Column("to_number", TEXT, nullable=False),
        sa.Column("staff_id", TEXT, sa.ForeignKey("staff.id")),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("error_code", sa.Integer),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("provider_sid"),
        sa.UniqueConstraint("outbox_id"),
    )
    op.create_table(
        "recording",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        _contact_id(),
        sa.Column("provider_sid", TEXT, nullable=False),
        sa.Column("seconds", sa.Integer),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("file", TEXT),
        sa.Column("fetched_at", INSTANT),
        sa.Column("deleted_there_at", INSTANT),
        sa.UniqueConstraint("provider_sid"),
    )
    op.create_table(
        "event",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", TEXT, nullable=False),
        _contact_id(nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.UniqueConstraint("key"),
    )
    for table in ("call_leg", "message", "recording", "event"):
        op.create_index(f"ix_{table}_contact_id", table, ["contact_id"])


def downgrade() -> None:
    for table in ("event", "recording", "message", "call_leg", "line", "attempt", "contact_child", "contact"):
        op.drop_table(table)
