"""What has left the service for a council's system."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0023"
down_revision = "0022"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("item_id", BIG, sa.ForeignKey("handover_item.id"), nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("contacts", ARRAY(sa.Text), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("sent_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("reference", sa.Text),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_disclosure_item_id", "disclosure", ["item_id"])


def downgrade() -> None:
    op.drop_table("disclosure")
