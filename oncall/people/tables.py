"""People, children and staff. Ids come from the service files and mean the same in all of them.

What vanishes from a file is ended (`ended_at`), never deleted, and comes back when it reappears.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class StaffRow(Base):
    """Somebody who works for a service. Without a phone they cannot be rung."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class ServiceStaffRow(Base):
    """What a member of staff does in one service."""

    __tablename__ = "service_staff"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    roles: Mapped[list[str]]
    ended_at: Mapped[datetime | None]


class PersonRow(Base):
    """Somebody who rings or texts us. `sms_ok`: they have agreed to be texted."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    organisation: Mapped[str | None]
    sms_ok: Mapped[bool]
    ended_at: Mapped[datetime | None]


class PersonPhoneRow(Base):
    """A number somebody rings from. Several may share one; `position` is the order in the file."""

    __tablename__ = "person_phone"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]
    ended_at: Mapped[datetime | None]


class ConflictRow(Base):
    """A member of staff who must not see what concerns somebody: a relative, a colleague, a friend."""

    __tablename__ = "conflict"
    __table_args__ = (
        Index(
            "uq_conflict_now",
            "staff_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))


class ServicePersonRow(Base):
    """That a service knows somebody."""

    __tablename__ = "service_person"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    ended_at: Mapped[datetime | None]


class ChildRow(Base):
    """A child. When `restricted`, only the staff in `visible_to` may see anything of them."""

    __tablename__ = "child"

    ref: Mapped[str] = mapped_column(primary_key=True)
    preferred_name: Mapped[str]
    born: Mapped[date | None]
    service_level: Mapped[str | None]
    legal_status: Mapped[str | None]
    social_worker: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    supervising_social_worker: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    risks: Mapped[list[str]]
    restricted: Mapped[bool]
    visible_to: Mapped[list[str]]
    ended_at: Mapped[datetime | None]


class ServiceChildRow(Base):
    """That a service looks after a child."""

    __tablename__ = "service_child"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    child_ref: Mapped[str] = mapped_column(ForeignKey("child.ref"), primary_key=True, index=True)
    ended_at: Mapped[datetime | None]


class PlacementRow(Base):
    """Where a child lives, since when; a child has one placement at a time."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("uq_placement_now", "child_ref", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    child_ref: Mapped[str] = mapped_column(ForeignKey("child.ref"), index=True)
    type: Mapped[str]
    since: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class PlacementCarerRow(Base):
    """Who cares for a child in a placement."""

    __tablename__ = "placement_carer"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    ended_at: Mapped[datetime | None]


class DirectoryEntryRow(Base):
    """Somebody else we may need tonight. `hours` is for reading, not reckoned with."""

    __tablename__ = "directory_entry"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    authority: Mapped[str | None]
    phone: Mapped[str]
    hours: Mapped[str | None]
    verified_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
