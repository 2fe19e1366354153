"""Who has taken a whole handover out on paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0026"
down_revision = "0025"

BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "handover_copy",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("handover_id", BIG, sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("contacts", ARRAY(sa.Text), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_handover_copy_handover_id", "handover_copy", ["handover_id"])


def downgrade() -> None:
    op.drop_table("handover_copy")
