"""What was written up when a handover was signed: a hash of each record's words, that they stay."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.add_column("handover", sa.Column("signed_words", JSONB))


def downgrade() -> None:
    op.drop_column("handover", "signed_words")
