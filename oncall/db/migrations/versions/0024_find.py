"""Indexes by which contacts are found: by words, and by who was in touch."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

WORDS = {"record_field": "value", "addendum": "text", "message": "body"}


def upgrade() -> None:
    for table, column in WORDS.items():
        words = sa.text(f"to_tsvector('english'::regconfig, {column})")
        op.create_index(f"ix_{table}_words", table, [words], postgresql_using="gin")
    op.create_index("ix_contact_caller", "contact", ["caller"])
    op.create_index("ix_contact_candidates", "contact", ["candidates"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_contact_candidates", "contact")
    op.drop_index("ix_contact_caller", "contact")
    for table in WORDS:
        op.drop_index(f"ix_{table}_words", table)
