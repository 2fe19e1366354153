"""Whether a paging asks upwards: a practitioner wants a manager beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("paging", sa.Column("upward", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("paging", "upward")
