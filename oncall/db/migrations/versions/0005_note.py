"""Every saved text of a contact's note, and addenda to it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", BIG, sa.ForeignKey("user.id"), nullable=False),
    )
    op.create_table(
        "addendum",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_addendum_contact_id", "addendum", ["contact_id"])


def downgrade() -> None:
    op.drop_table("addendum")
    op.drop_table("note")
