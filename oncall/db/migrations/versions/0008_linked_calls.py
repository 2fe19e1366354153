"""A call that follows another from the same number, ringing back, and when a caller has been reached."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.add_column("contact", sa.Column("linked_to", BIG, sa.ForeignKey("contact.id")))
    op.add_column("contact", sa.Column("called_back_at", INSTANT))
    op.create_table(
        "call_back",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("staff_number", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("picked_up_at", INSTANT),
        sa.Column("pressed", sa.Text),
        sa.Column("rang_at", INSTANT),
        sa.Column("connected_at", INSTANT),
        sa.Column("dial_status", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.UniqueConstraint("provider_sid"),
    )
    op.create_index("ix_call_back_contact_id", "call_back", ["contact_id"])
    op.create_index(
        "uq_call_back_going_on",
        "call_back",
        ["contact_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("call_back")
    op.drop_column("contact", "called_back_at")
    op.drop_column("contact", "linked_to")
