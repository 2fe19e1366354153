"""Where each rota came from, who has been told of it, and the draft of the next one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("rota_version", sa.Column("origin", sa.Text, nullable=False, server_default="file"))
    op.add_column("rota_version", sa.Column("told_at", INSTANT))
    op.execute("UPDATE rota_version SET told_at = published_at")
    op.create_table(
        "rota_draft",
        sa.Column(
            "service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("definition", JSONB, nullable=False),
        sa.Column("made_from", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rota_draft")
    op.drop_column("rota_version", "told_at")
    op.drop_column("rota_version", "origin")
