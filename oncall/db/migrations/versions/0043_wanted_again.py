"""A text that must not wait, to a contact that somebody has: others are asked for it until it is read."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("contact", sa.Column("wanted_again_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("contact", "wanted_again_at")
