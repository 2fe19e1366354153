"""Handovers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("closed_from", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("signed_by", sa.Integer),
        sa.Column("signed_at", INSTANT),
        sa.Column("signed_contacts", sa.ARRAY(sa.Text)),
        sa.Column("signed_hash", sa.Text),
        sa.Column("acknowledged_by", sa.Integer),
        sa.Column("acknowledged_at", INSTANT),
        sa.Column("readback", sa.Text),
        sa.UniqueConstraint("service_id", "until"),
    )


def downgrade() -> None:
    op.drop_table("handover")
