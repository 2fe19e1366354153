"""Handing over from shift to shift."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "shift_handover",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("handover_id", BIG, sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("to_person", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("handed_at", INSTANT, nullable=False),
        sa.Column("handed_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("accepted_at", INSTANT),
        sa.Column("accepted_by", BIG, sa.ForeignKey("user.id")),
        sa.UniqueConstraint("handover_id", "at"),
    )


def downgrade() -> None:
    op.drop_table("shift_handover")
