"""Whether a service rings everybody once more before it takes a message."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    again = sa.Column("hunt_again", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("service", again)


def downgrade() -> None:
    op.drop_column("service", "hunt_again")
