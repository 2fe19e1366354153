"""Why no text reaches a number: its owner sent STOP, or it is a landline."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("stopped", sa.Column("why", sa.Text, nullable=False, server_default="stop"))


def downgrade() -> None:
    op.drop_column("stopped", "why")
