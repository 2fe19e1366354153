"""What a lead says of a contact that was drawn for quality."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "contact_review",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("contact_review")
