"""Asking for a shift to be taken, confirming one, and having told of gaps."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shift_ask",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("end", INSTANT, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("person", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("asked_of", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("approval", sa.Boolean, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("taken_by", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("taken_at", INSTANT),
        sa.Column("back_tier", sa.Text),
        sa.Column("back_start", INSTANT),
        sa.Column("back_end", INSTANT),
        sa.Column("waits_for", sa.Text),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", INSTANT),
    )
    op.create_index("ix_shift_ask_service_id_state", "shift_ask", ["service_id", "state"])
    op.create_table(
        "shift_asked",
        sa.Column("ask_id", sa.BigInteger, sa.ForeignKey("shift_ask.id"), primary_key=True),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
    )
    op.create_index("ix_shift_asked_staff_id", "shift_asked", ["staff_id"])
    op.create_table(
        "shift_confirmation",
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True),
        sa.Column("tier", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("start", INSTANT, primary_key=True),
        sa.Column("asked_at", INSTANT),
        sa.Column("confirmed_at", INSTANT),
        sa.Column("how", sa.Text),
    )
    op.create_index("ix_shift_confirmation_person", "shift_confirmation", ["person"])
    op.create_table(
        "gap_told",
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True),
        sa.Column("tier", sa.Text, primary_key=True),
        sa.Column("start", INSTANT, primary_key=True),
        sa.Column("days", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "shift_call",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("person", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("outbox_id", sa.Integer, nullable=False),
        sa.Column("rang_at", INSTANT, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("pressed_at", INSTANT),
        sa.UniqueConstraint("outbox_id"),
        sa.UniqueConstraint("provider_sid"),
    )


def downgrade() -> None:
    for table in ("shift_call", "gap_told", "shift_confirmation", "shift_asked", "shift_ask"):
        op.drop_table(table)
