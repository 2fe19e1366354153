"""What whoever has the telephone must know of a child: a version for each saving."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"

BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "child_card",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("child_ref", sa.Text, sa.ForeignKey("child.ref"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("crisis_plan", sa.Text, nullable=False),
        sa.Column("crisis_plan_on", sa.Date),
        sa.Column("crisis_plan_review_by", sa.Date),
        sa.Column("decides", JSONB, nullable=False),
        sa.Column("decides_note", sa.Text, nullable=False),
        sa.Column("not_told", sa.Text, nullable=False),
        sa.Column("code_word", sa.Text, nullable=False),
        sa.Column("risks", JSONB, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.UniqueConstraint("child_ref", "version", name="uq_child_card_child_ref_version"),
    )


def downgrade() -> None:
    op.drop_table("child_card")
