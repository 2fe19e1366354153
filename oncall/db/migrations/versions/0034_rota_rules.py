"""What a service has chosen for its rota: approval of swaps, and who is not yet on alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "rota_rules",
        sa.Column(
            "service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("approve_swaps", sa.Boolean, nullable=False),
        sa.Column("learning", JSONB, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rota_rules")
