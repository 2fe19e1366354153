"""Numbers on a child's no-contact list, and numbers restricted for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.BigInteger, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("approved_at", INSTANT),
        sa.Column("approved_by", sa.BigInteger, sa.ForeignKey("user.id")),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.BigInteger, sa.ForeignKey("user.id")),
    )
    op.create_index(
        "uq_restriction_now", "restriction", ["service_id", "number"], unique=True, postgresql_where=NOW
    )
    op.create_index("ix_restriction_number", "restriction", ["number"], postgresql_where=NOW)
    op.create_table(
        "restricted_call",
        sa.Column("provider_sid", sa.Text, primary_key=True),
        sa.Column("restriction_id", sa.BigInteger, sa.ForeignKey("restriction.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("ix_restricted_call_restriction_id", "restricted_call", ["restriction_id"])
    op.create_table(
        "no_contact",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("child_ref", sa.Text, sa.ForeignKey("child.ref"), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.BigInteger, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.BigInteger, sa.ForeignKey("user.id")),
    )
    op.create_index("ix_no_contact_child_ref", "no_contact", ["child_ref"])
    op.create_index(
        "uq_no_contact_now", "no_contact", ["number", "child_ref"], unique=True, postgresql_where=NOW
    )


def downgrade() -> None:
    op.drop_table("no_contact")
    op.drop_table("restricted_call")
    op.drop_table("restriction")
