"""Services, people, children and the rota."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = "0000"

INSTANT = sa.DateTime(timezone=True)
TEXTS = ARRAY(sa.Text)


def _text(name: str, *references: sa.ForeignKey, nullable: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *references, nullable=nullable, primary_key=key)


def _service_id(*, key: bool = True) -> sa.Column[int]:
    return sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False, primary_key=key)


def _ended_at() -> sa.Column[datetime]:
    return sa.Column("ended_at", INSTANT)


def upgrade() -> None:
    _services()
    _staff()
    _persons()
    _children()
    _directory()


def _services() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _text("code"),
        _text("name"),
        _text("timezone"),
        _text("office_line", nullable=True),
        _text("last_resort", nullable=True),
        sa.Column("handover_at", sa.Time, nullable=False),
        _text("holidays", nullable=True),
        sa.Column("speech", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        _ended_at(),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "service_number",
        _service_id(),
        _text("channel", key=True),
        _text("number", key=True),
        _ended_at(),
    )
    op.create_index(
        "uq_service_number_in_use",
        "service_number",
        ["number", "channel"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "office_hours",
        _service_id(),
        _text("day", key=True),
        sa.Column("opens", sa.Time),
        sa.Column("closes", sa.Time),
        _ended_at(),
    )
    op.create_table(
        "closure",
        _service_id(),
        sa.Column("day", sa.Date, primary_key=True),
        _ended_at(),
    )
    op.create_table(
        "rota_version",
        _service_id(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("definition", JSONB, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        _text("published_by", nullable=True),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        _text("id", key=True),
        _text("name"),
        _text("phone", nullable=True),
        _text("email", nullable=True),
        _ended_at(),
    )
    op.create_index("ix_staff_phone", "staff", ["phone"])
    op.create_table(
        "service_staff",
        _service_id(),
        _text("staff_id", sa.ForeignKey("staff.id"), key=True),
        sa.Column("roles", TEXTS, nullable=False),
        _ended_at(),
    )
    op.create_index("ix_service_staff_staff_id", "service_staff", ["staff_id"])


def _persons() -> None:
    op.create_table(
        "person",
        _text("id", key=True),
        _text("name"),
        _text("kind"),
        _text("organisation", nullable=True),
        sa.Column("sms_ok", sa.Boolean, nullable=False),
        _ended_at(),
    )
    op.create_table(
        "person_phone",
        _text("person_id", sa.ForeignKey("person.id"), key=True),
        _text("number", key=True),
        sa.Column("position", sa.Integer, nullable=False),
        _ended_at(),
    )
    op.create_index("ix_person_phone_number", "person_phone", ["number"])
    op.create_table(
        "service_person",
        _service_id(),
        _text("person_id", sa.ForeignKey("person.id"), key=True),
        _ended_at(),
    )
    op.create_index("ix_service_person_person_id", "service_person", ["person_id"])


def _children() -> None:
    workers = ("social_worker", "supervising_social_worker")
    op.create_table(
        "child",
        _text("ref", key=True),
        _text("preferred_name"),
        sa.Column("born", sa.Date),
        _text("service_level", nullable=True),
        _text("legal_status", nullable=True),
        *(_text(who, sa.ForeignKey("person.id"), nullable=True) for who in workers),
        sa.Column("risks", TEXTS, nullable=False),
        sa.Column("restricted", sa.Boolean, nullable=False),
        sa.Column("visible_to", TEXTS, nullable=False),
        _ended_at(),
    )
    for who in workers:
        op.create_index(f"ix_child_{who}", "child", [who])
    op.create_table(
        "service_child",
        _service_id(),
        _text("child_ref", sa.ForeignKey("child.ref"), key=True),
        _ended_at(),
    )
    op.create_index("ix_service_child_child_ref", "service_child", ["child_ref"])
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _text("child_ref", sa.ForeignKey("child.ref")),
        _text("type"),
        sa.Column("since", sa.Date),
        _ended_at(),
    )
    op.create_index("ix_placement_child_ref", "placement", ["child_ref"])
    op.create_index(
        "uq_placement_now",
        "placement",
        ["child_ref"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "placement_carer",
        sa.Column("placement_id", sa.Integer, sa.ForeignKey("placement.id"), primary_key=True),
        _text("person_id", sa.ForeignKey("person.id"), key=True),
        _ended_at(),
    )
    op.create_index("ix_placement_carer_person_id", "placement_carer", ["person_id"])


def _directory() -> None:
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _service_id(key=False),
        _text("name"),
        _text("kind"),
        _text("authority", nullable=True),
        _text("phone"),
        _text("hours", nullable=True),
        sa.Column("verified_on", sa.Date),
        _ended_at(),
    )
    op.create_index("ix_directory_entry_service_id", "directory_entry", ["service_id"])


def downgrade() -> None:
    for table in (
        "directory_entry",
        "placement_carer",
        "placement",
        "service_child",
        "child",
        "service_person",
        "person_phone",
        "person",
        "service_staff",
        "staff",
        "rota_version",
        "closure",
        "office_hours",
        "service_number",
        "service",
    ):
        op.drop_table(table)
