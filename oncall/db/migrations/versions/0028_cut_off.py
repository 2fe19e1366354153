"""Whom we have asked whether the line had dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cut_off",
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("texted", sa.Boolean, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answer", sa.Text),
    )
    op.create_index("ix_cut_off_staff_id", "cut_off", ["staff_id"])


def downgrade() -> None:
    op.drop_table("cut_off")
