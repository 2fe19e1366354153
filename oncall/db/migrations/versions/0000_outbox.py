"""The outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0000"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("contact_id", sa.Integer),
        sa.Column("subject", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.Column("parked_at", INSTANT),
        sa.Column("reason", sa.Text),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_contact_id", "outbox", ["contact_id"])
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("outbox")
