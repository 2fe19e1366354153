"""Paging: who was rung about a contact that waits for somebody to own it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "paging",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("rings", sa.Boolean, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("step_at", INSTANT, nullable=False),
        sa.UniqueConstraint("contact_id", "seq"),
    )
    op.create_table(
        "page_call",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("paging_id", BIG, sa.ForeignKey("paging.id"), nullable=False),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("outbox_id", sa.Integer),
        sa.Column("rang_at", INSTANT, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("picked_up_at", INSTANT),
        sa.Column("pressed", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.UniqueConstraint("paging_id", "step", "staff_id"),
        sa.UniqueConstraint("outbox_id"),
        sa.UniqueConstraint("provider_sid"),
    )
    op.create_index("ix_page_call_contact_id", "page_call", ["contact_id"])


def downgrade() -> None:
    op.drop_table("page_call")
    op.drop_table("paging")
