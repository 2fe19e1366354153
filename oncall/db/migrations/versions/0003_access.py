"""Sign-ins, sessions and tries to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text),
        sa.Column("password_hash", sa.Text),
        sa.Column("roles", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("disabled_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("staff_id", name="uq_user_staff_id"),
    )
    op.create_index("uq_user_lower_email", "user", [sa.text("lower(email)")], unique=True)
    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_session_user_id"),
    )
    op.create_index("ix_session_user_id", "session", ["user_id"])
    op.create_table(
        "sign_in_try",
        sa.Column("subject", sa.LargeBinary, primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("wait_until", INSTANT, nullable=False),
    )
    op.create_index("ix_sign_in_try_last_at", "sign_in_try", ["last_at"])


def downgrade() -> None:
    for table in ("sign_in_try", "session", "user"):
        op.drop_table(table)
