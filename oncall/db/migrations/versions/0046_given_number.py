"""The number on which a caller asked to be rung back, and every one that was typed."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

TEXT = sa.Text()
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("contact", sa.Column("given_number", TEXT))
    op.create_index(
        "ix_contact_given_number",
        "contact",
        ["given_number"],
        postgresql_where=sa.text("given_number IS NOT NULL"),
    )
    op.create_table(
        "given_number",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("typed_at", AT, nullable=False),
        sa.Column("typed_by", sa.BigInteger, sa.ForeignKey("user.id"), nullable=False),
    )
    op.create_index("ix_given_number_contact_id", "given_number", ["contact_id"])


def downgrade() -> None:
    op.drop_table("given_number")
    op.drop_index("ix_contact_given_number", "contact")
    op.drop_column("contact", "given_number")
