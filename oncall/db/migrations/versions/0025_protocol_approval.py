"""Which protocols two people have approved."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "protocol_approval",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("first_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("first_role", sa.Text, nullable=False),
        sa.Column("second_at", INSTANT),
        sa.Column("second_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("second_role", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("ended_why", sa.Text),
    )
    op.create_index(
        "uq_protocol_approval_now",
        "protocol_approval",
        ["code", "version", "hash"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("protocol_approval")
