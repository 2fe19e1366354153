"""Who was asked to join a call."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "joining",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("staff_number", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("pressed", sa.Text),
        sa.Column("joined_at", INSTANT),
        sa.Column("caller_in_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.UniqueConstraint("provider_sid"),
    )
    op.create_index("ix_joining_contact_id", "joining", ["contact_id"])
    op.create_index(
        "uq_joining_going_on",
        "joining",
        ["contact_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("joining")
