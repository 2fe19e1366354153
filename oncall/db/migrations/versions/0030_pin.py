"""PINs of those who ring from their own telephones, and how often one was entered."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pin",
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("locked_until", INSTANT),
    )
    op.create_table(
        "pin_try",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("call_sid", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("right", sa.Boolean, nullable=False),
        sa.UniqueConstraint("call_sid", "turn", name="uq_pin_try_call_sid_turn"),
    )
    op.create_index("ix_pin_try_staff_id", "pin_try", ["staff_id"])


def downgrade() -> None:
    op.drop_table("pin_try")
    op.drop_table("pin")
