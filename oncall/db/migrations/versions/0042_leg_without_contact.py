"""A telephone of ours that was rung for no contact: a shift, a test, a handover, follow-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.alter_column("call_leg", "contact_id", existing_type=sa.BigInteger, nullable=True)
    op.add_column("call_leg", sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id")))


def downgrade() -> None:
    op.drop_column("call_leg", "service_id")
    op.execute("DELETE FROM call_leg WHERE contact_id IS NULL")
    op.alter_column("call_leg", "contact_id", existing_type=sa.BigInteger, nullable=False)
