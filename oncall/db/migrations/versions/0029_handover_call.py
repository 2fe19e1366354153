"""Ringing people because a handover is late."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

BIG = sa.BigInteger
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handover_call",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("handover_id", BIG, sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("rang_at", INSTANT, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("pressed_at", INSTANT),
        sa.UniqueConstraint("handover_id", "rung", "staff_id"),
        sa.UniqueConstraint("provider_sid"),
    )


def downgrade() -> None:
    op.drop_table("handover_call")
