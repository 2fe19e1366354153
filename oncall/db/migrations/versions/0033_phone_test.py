"""Test calls to the telephones of those on the rota."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "phone_test",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("rang_at", INSTANT),
        sa.Column("provider_sid", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.Column("unanswered_at", INSTANT),
        sa.UniqueConstraint("staff_id", "fingerprint"),
        sa.UniqueConstraint("provider_sid"),
    )


def downgrade() -> None:
    op.drop_table("phone_test")
