"""A contact's record, field by field; the notes saved so far become its first fields. Addenda say about when.

The old table goes at once: no program that reads it has ever been in use.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "record_field",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.UniqueConstraint("contact_id", "name", "number"),
    )
    op.execute(
        "INSERT INTO record_field (contact_id, name, number, value, saved_at, saved_by, page, seq)"
        " SELECT contact_id, 'note', number, text, saved_at, saved_by, '', 0 FROM note"
    )
    op.execute(
        "INSERT INTO record_field (contact_id, name, number, value, saved_at, saved_by, page, seq)"
        " SELECT contact_id, 'urgency', row_number() OVER (PARTITION BY contact_id ORDER BY number),"
        " urgency, saved_at, saved_by, '', 0 FROM note WHERE urgency IS NOT NULL"
    )
    op.drop_table("note")
    op.add_column("addendum", sa.Column("about_at", INSTANT))


def downgrade() -> None:
    op.drop_column("addendum", "about_at")
    op.create_table(
        "note",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", BIG, sa.ForeignKey("user.id"), nullable=False),
    )
    op.execute(
        "INSERT INTO note (contact_id, number, text, urgency, saved_at, saved_by)"
        " SELECT record_field.contact_id, number, value, contact.urgency, saved_at, saved_by"
        " FROM record_field JOIN contact ON contact.id = record_field.contact_id"
        " WHERE name = 'note'"
    )
    op.drop_table("record_field")
