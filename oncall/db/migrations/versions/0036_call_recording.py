"""Services that record their calls, what is kept of each, and who has listened."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "recording_setting",
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True),
        sa.Column("records", sa.Boolean, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", BIG, sa.ForeignKey("user.id"), nullable=False),
    )
    op.create_table(
        "call_recording",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.Column("refused_at", INSTANT),
        sa.Column("asked_at", INSTANT),
        sa.Column("provider_sid", sa.Text, unique=True),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("seconds", sa.Integer),
        sa.Column("file", sa.Text),
        sa.Column("fetched_at", INSTANT),
        sa.Column("deleted_there_at", INSTANT),
    )
    op.create_table(
        "call_heard",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("user_id", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("ix_call_heard_contact_id", "call_heard", ["contact_id"])


def downgrade() -> None:
    op.drop_table("call_heard")
    op.drop_table("call_recording")
    op.drop_table("recording_setting")
