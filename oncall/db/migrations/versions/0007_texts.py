"""Texts: conversations, red flags, whoever sent STOP, pictures kept away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)
BIG, TEXT, NONE = sa.BigInteger, sa.Text, sa.text("'{}'")


def upgrade() -> None:
    op.add_column("contact", sa.Column("flags", ARRAY(TEXT), nullable=False, server_default=NONE))
    op.add_column("message", sa.Column("written_by", TEXT, sa.ForeignKey("staff.id")))
    op.add_column("message", sa.Column("opt_out", TEXT))
    op.add_column("message", sa.Column("flags", ARRAY(TEXT), nullable=False, server_default=NONE))
    op.create_table(
        "thread",
        sa.Column("contact_id", BIG, sa.ForeignKey("contact.id"), primary_key=True, autoincrement=False),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("our_number", TEXT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("last_in_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by", TEXT, sa.ForeignKey("staff.id")),
    )
    op.create_index("ix_thread_service_id_number", "thread", ["service_id", "number"])
    for table in ("acknowledged", "stopped"):
        op.create_table(
            table,
            sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True),
            sa.Column("number", TEXT, primary_key=True),
            sa.Column("at", INSTANT, nullable=False),
        )
    _pictures()


def _pictures() -> None:
    op.create_table(
        "picture",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("message_id", BIG, sa.ForeignKey("message.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("file", TEXT),
        sa.Column("fetched_at", INSTANT),
        sa.Column("deleted_there_at", INSTANT),
        sa.UniqueConstraint("message_id", "seq"),
    )
    op.create_table(
        "picture_opened",
        sa.Column("id", BIG, sa.Identity(), primary_key=True),
        sa.Column("picture_id", BIG, sa.ForeignKey("picture.id"), nullable=False),
        sa.Column("user_id", BIG, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
    )
    op.create_index("ix_picture_opened_picture_id", "picture_opened", ["picture_id"])


def downgrade() -> None:
    for table in ("picture_opened", "picture", "stopped", "acknowledged", "thread"):
        op.drop_table(table)
    for column in ("flags", "opt_out", "written_by"):
        op.drop_column("message", column)
    op.drop_column("contact", "flags")
