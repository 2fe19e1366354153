"""What must follow a contact, every change of it, and the ringing back that keeps a promise."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0012"
down_revision = "0011"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger
EVIDENCE = (
    "status <> 'done' OR (told IS NOT NULL AND how IS NOT NULL AND done_at IS NOT NULL"
    " AND reference IS NOT NULL)"
)
TWO_PEOPLE = (
    "status <> 'not_applicable' OR (reason IS NOT NULL AND asked_by IS NOT NULL"
    " AND (NOT statutory OR (second_by IS NOT NULL AND second_by <> asked_by)))"
)


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("child_ref", sa.Text, sa.ForeignKey("child.ref")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("our_part", ARRAY(sa.Text), nullable=False),
        sa.Column("statutory", sa.Boolean, nullable=False),
        sa.Column("sure", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("offered_to", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("offered_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("offered_at", INSTANT),
        sa.Column("anchor", sa.Text, nullable=False),
        sa.Column("anchor_is", sa.Text, nullable=False),
        sa.Column("anchor_at", INSTANT),
        sa.Column("due_rule", sa.Text, nullable=False),
        sa.Column("latest", sa.Text, nullable=False),
        sa.Column("repeats", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("rings", sa.Boolean, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("told", sa.Text),
        sa.Column("how", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("done_at", INSTANT),
        sa.Column("overdue_reason", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("asked_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("second_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("closed_at", INSTANT),
        sa.UniqueConstraint("key"),
        sa.CheckConstraint(EVIDENCE, name="evidence"),
        sa.CheckConstraint(TWO_PEOPLE, name="two_people"),
    )
    for column in ("contact_id", "child_ref", "owner"):
        op.create_index(f"ix_follow_up_{column}", "follow_up", [column])
    op.create_index(
        "ix_follow_up_open", "follow_up", ["due_at"], postgresql_where=sa.text("closed_at IS NULL")
    )
    op.create_table(
        "follow_up_change",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("follow_up_id", BIG, sa.ForeignKey("follow_up.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", BIG, sa.ForeignKey("user.id")),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_follow_up_change_follow_up_id", "follow_up_change", ["follow_up_id"])
    op.add_column("call_back", sa.Column("follow_up_id", BIG))


def downgrade() -> None:
    op.drop_column("call_back", "follow_up_id")
    op.drop_table("follow_up_change")
    op.drop_table("follow_up")
