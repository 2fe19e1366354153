"""The rota of a service: a row for every version that was in force, the next one's draft, who was on."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class RotaVersionRow(Base):
    """The rota as written, with the timezone, holidays and closures it is reckoned by.

    `origin` is where it came from: a `file`, a `draft`, an `undo`, or the change of hands that made it.
    `told_at` is when those whose shifts it changed were told. Nothing else is ever changed.
    """

    __tablename__ = "rota_version"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[str | None]
    origin: Mapped[str] = mapped_column(server_default="file")
    told_at: Mapped[datetime | None]


class RotaDraftRow(Base):
    """The next rota of a service as far as its keepers have written it; one draft, which they share.

    `made_from` is the version it was begun from, `revision` counts the changes since.
    """

    __tablename__ = "rota_draft"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    made_from: Mapped[int]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class RotaLoadedRow(Base):
    """The rota as the service's file said it when it was last loaded.

    What differs from it in the rota in force was changed on the pages.
    """

    __tablename__ = "rota_loaded"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]


class RotaRulesRow(Base):
    """What a service has chosen for its rota; without a row nothing.

    With `approve_swaps` every swap waits for whoever keeps the rota. `learning` has, by id of
    staff, the tiers on which they are not yet on alone. `revision` counts the changes.
    """

    __tablename__ = "rota_rules"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, autoincrement=False)
    approve_swaps: Mapped[bool]
    learning: Mapped[dict[str, Any]]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class DutyRecordRow(Base):
    """Somebody really was on a tier from `start` up to `end`; with no `end` they still are.

    `version` is the rota that counted when it began, `came_by` what in it put them there, `shift_start` when
    their time on the tier began without a break. `confirmed_by` is themselves, or whoever said it for them;
    `accepted_by` took over by name from whoever went. The database refuses to change what is over.
    """

    __tablename__ = "duty_record"
    __table_args__ = (UniqueConstraint("service_id", "tier", "person", "start"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    tier: Mapped[str]
    person: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    start: Mapped[datetime]
    end: Mapped[datetime | None]
    shift_start: Mapped[datetime]
    version: Mapped[int]
    came_by: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]


class DutyRecordedRow(Base):
    """Up to when the duty records of a service are complete: where no record is, nobody was on."""

    __tablename__ = "duty_recorded"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, autoincrement=False)
    until: Mapped[datetime]
