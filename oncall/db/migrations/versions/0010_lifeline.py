"""When the service ran on its lifeline."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lifeline_period",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("put_aside", sa.Integer, nullable=False),
    )
    op.create_index("ix_lifeline_period_ended_at", "lifeline_period", ["ended_at"])


def downgrade() -> None:
    op.drop_table("lifeline_period")
