"""Somebody else may be asked to join a call that somebody has joined."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_index(
        "uq_joining_coming",
        "joining",
        ["contact_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND joined_at IS NULL"),
    )
    op.drop_index("uq_joining_going_on", "joining")


def downgrade() -> None:
    op.create_index(
        "uq_joining_going_on",
        "joining",
        ["contact_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("uq_joining_coming", "joining")
