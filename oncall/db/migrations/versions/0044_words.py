"""The words of records, addenda and texts, kept beside them: a search took each text apart anew.

Each of the three tables is written anew and closed meanwhile: a second or two with a hundred thousand rows.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0044"
down_revision = "0043"

WORDS = {"record_field": "value", "addendum": "text", "message": "body"}


def upgrade() -> None:
    for table, column in WORDS.items():
        op.drop_index(f"ix_{table}_words", table)
        words = sa.Computed(f"to_tsvector('english'::regconfig, {column})", persisted=True)
        op.add_column(table, sa.Column("words", TSVECTOR, words))
        op.create_index(f"ix_{table}_words", table, ["words"], postgresql_using="gin")


def downgrade() -> None:
    for table, column in WORDS.items():
        op.drop_index(f"ix_{table}_words", table)
        op.drop_column(table, "words")
        words = sa.text(f"to_tsvector('english'::regconfig, {column})")
        op.create_index(f"ix_{table}_words", table, [words], postgresql_using="gin")
