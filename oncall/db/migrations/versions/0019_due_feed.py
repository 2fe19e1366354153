"""Feeds of the times by which follow-ups are due."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("rota_feed", sa.Column("kind", sa.Text, nullable=False, server_default=sa.text("'rota'")))


def downgrade() -> None:
    op.drop_column("rota_feed", "kind")
