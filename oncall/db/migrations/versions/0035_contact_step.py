"""The steps of a contact after it was written up: who took it where, when, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "contact_step",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("ix_contact_step_contact_id", "contact_step", ["contact_id"])


def downgrade() -> None:
    op.drop_table("contact_step")
