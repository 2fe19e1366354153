"""Secret addresses under which people's own calendars read the rota."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rota_feed",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("made_by", sa.BigInteger, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_rota_feed_made_by", "rota_feed", ["made_by"])


def downgrade() -> None:
    op.drop_table("rota_feed")
