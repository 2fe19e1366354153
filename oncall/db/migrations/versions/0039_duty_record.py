"""Who really was on, frozen: written as time passes, and never changed when it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

SETTLED = ("service_id", "tier", "person", "start", "shift_start", "version", "came_by")


def upgrade() -> None:
    op.add_column("shift_confirmation", sa.Column("confirmed_by", sa.Text))
    op.create_table(
        "duty_recorded",
        sa.Column(
            "service_id", sa.Integer, sa.ForeignKey("service.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "duty_record",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("person", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True)),
        sa.Column("shift_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("came_by", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_by", sa.Text),
        sa.UniqueConstraint("service_id", "tier", "person", "start"),
    )
    op.create_index("ix_duty_record_person", "duty_record", ["person"])
    op.execute(
        "CREATE FUNCTION duty_record_is_settled() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'who was on is never changed afterwards'; END $$"
    )
    was, is_now = (", ".join(f'{row}."{name}"' for name in SETTLED) for row in ("OLD", "NEW"))
    ended_otherwise = 'OLD."end" IS NOT NULL AND OLD."end" IS DISTINCT FROM NEW."end"'
    op.execute(
        "CREATE TRIGGER settled BEFORE UPDATE ON duty_record FOR EACH ROW "
        f"WHEN (ROW({was}) IS DISTINCT FROM ROW({is_now}) OR {ended_otherwise}) "
        "EXECUTE FUNCTION duty_record_is_settled()"
    )


def downgrade() -> None:
    op.drop_table("duty_record")
    op.execute("DROP FUNCTION duty_record_is_settled()")
    op.drop_table("duty_recorded")
    op.drop_column("shift_confirmation", "confirmed_by")
