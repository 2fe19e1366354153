"""Bank holidays proclaimed after this release, and closures besides those of the service's file."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "extra_day",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", BIG, sa.ForeignKey("user.id")),
    )
    now = sa.text("ended_at IS NULL")
    op.create_index("uq_extra_day_now", "extra_day", ["service_id", "day"], unique=True, postgresql_where=now)


def downgrade() -> None:
    op.drop_table("extra_day")
