"""The rota as the file last said it: what the pages have changed since is known by it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "rota_loaded",
        sa.Column(
            "service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("definition", JSONB, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rota_loaded")
