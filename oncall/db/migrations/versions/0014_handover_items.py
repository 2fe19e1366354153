"""Items that are read back one by one, questions about them, addenda, and when the service was down."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0014"
down_revision = "0013"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.add_column("handover", sa.Column("signing", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("handover", sa.Column("signed_marks", JSONB))
    op.execute("UPDATE handover SET signing = 1 WHERE signed_at IS NOT NULL")
    op.create_table(
        "handover_item",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("handover_id", BIG, sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("signing", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("child_ref", sa.Text, sa.ForeignKey("child.ref")),
        sa.Column("contact_ids", ARRAY(BIG), nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("opened_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("accepted_at", INSTANT),
        sa.Column("accepted_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("deputy", sa.Boolean, nullable=False),
        sa.Column("readback", sa.Text),
        sa.UniqueConstraint("handover_id", "signing", "key"),
    )
    op.create_table(
        "handover_query",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("item_id", BIG, sa.ForeignKey("handover_item.id"), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answered_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("answer", sa.Text),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_handover_query_item_id", "handover_query", ["item_id"])
    op.create_table(
        "handover_addendum",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("handover_id", BIG, sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_handover_addendum_handover_id", "handover_addendum", ["handover_id"])
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "down_period",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
    )
    op.create_index("ix_down_period_ended_at", "down_period", ["ended_at"])


def downgrade() -> None:
    for table in ("down_period", "heartbeat", "handover_addendum", "handover_query", "handover_item"):
        op.drop_table(table)
    op.drop_column("handover", "signed_marks")
    op.drop_column("handover", "signing")
