"""Contacts that only a few may see, who opened one all the same, and who must not see what concerns whom."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    _conflict()
    _restriction()
    op.create_table(
        "contact_opening",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("user_id", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("session_id", BIG, sa.ForeignKey("session.id"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("contact_id", "session_id", name="uq_contact_opening_contact_id_session_id"),
    )


def downgrade() -> None:
    for table in ("contact_opening", "contact_restriction", "conflict"):
        op.drop_table(table)


def _conflict() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", BIG, sa.ForeignKey("user.id")),
    )
    now = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_conflict_now", "conflict", ["staff_id", "person_id"], unique=True, postgresql_where=now
    )


def _restriction() -> None:
    op.create_table(
        "contact_restriction",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("subject_person", sa.Text, sa.ForeignKey("person.id")),
        sa.Column("subject_staff", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("people", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("set_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("lift_asked_at", INSTANT),
        sa.Column("lift_asked_by", BIG, sa.ForeignKey("user.id")),
        sa.Column("lift_why", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", BIG, sa.ForeignKey("user.id")),
    )
    now = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_contact_restriction_now",
        "contact_restriction",
        ["contact_id"],
        unique=True,
        postgresql_where=now,
    )
