"""The versions of a service's rota. What a version says is never changed; another is added."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, Text, column, func, select, table, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.rotas.tables import RotaLoadedRow, RotaVersionRow

Definition = dict[str, Any]

FILE = "file"
SETTLING = timedelta(hours=1)
RECKONED_BY = ("timezone", "holidays", "closures")
"""What a rota is reckoned by: the service's file alone says it."""
SERVICE = table("service", column("id", Integer), column("code", Text))
"""All that is known here of the room above."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it said, since when, by whom (an id of staff, or a name) and where it came from."""

    number: int
    definition: Definition = field(repr=False)
    published_at: datetime
    published_by: str | None
    origin: str


def newest(session: Session, service_id: int) -> Definition | None:
    """The rota of a service as written; None if it never had one."""
    return session.scalar(_newest(service_id).with_only_columns(RotaVersionRow.definition))


def newest_with_code(session: Session, code: str) -> Definition | None:
    """The rota of the service called `code`; None if there is no such service, or it never had one."""
    service_id = session.scalar(select(SERVICE.c.id).where(SERVICE.c.code == code))
    return None if service_id is None else newest(session, service_id)


def in_force_since(session: Session, service_id: int) -> datetime:
    """When the service was first loaded: it has nothing to tell of before."""
    first = select(func.min(RotaVersionRow.published_at)).where(RotaVersionRow.service_id == service_id)
    return session.scalars(first).one()


def is_settled(session: Session, service_id: int, now: datetime) -> bool:
    """Whether a service was first loaded an hour ago: until then somebody is still setting it up.

    What the service does by itself, to no caller's need (reminders, trying the line), begins then.
    """
    return in_force_since(session, service_id) <= now - SETTLING


def lock_newest(session: Session, service_id: int) -> Version | None:
    """The version in force, and nobody else publishes another until this transaction has ended."""
    session.execute(select(SERVICE.c.id).where(SERVICE.c.id == service_id).with_for_update())
    return next(iter(_versions(session, _newest(service_id))), None)


def newest_version(session: Session, service_id: int) -> Version | None:
    """The version in force."""
    return next(iter(_versions(session, _newest(service_id))), None)


def version(session: Session, service_id: int, number: int) -> Version | None:
    """One version of a service's rota."""
    this = _of(service_id).where(RotaVersionRow.number == number)
    return next(iter(_versions(session, this)), None)


def history(session: Session, service_id: int, limit: int = 50) -> list[Version]:
    """The newest versions, newest first."""
    return _versions(session, _newest(service_id).limit(limit))


def loaded(session: Session, service_id: int) -> Definition | None:
    """What the service's file said of its rota when it was last loaded; None if it never was."""
    said = session.scalar(
        select(RotaLoadedRow.definition).where(RotaLoadedRow.service_id == service_id)
    )  # until that was kept, a version from a file was what the file said
    from_file = _newest(service_id).where(RotaVersionRow.origin == FILE)
    return said or session.scalar(from_file.with_only_columns(RotaVersionRow.definition))


def keep_loaded(session: Session, service_id: int, definition: Definition, now: datetime) -> None:
    """Remember what a file says, and since when it does."""
    row = {"definition": definition, "loaded_at": now}
    said = insert(RotaLoadedRow).values(service_id=service_id, **row)
    other = RotaLoadedRow.definition != said.excluded.definition
    session.execute(said.on_conflict_do_update(index_elements=["service_id"], set_=row, where=other))


def add(
    session: Session,
    service_id: int,
    last: Version | None,
    definition: Definition,
    *,
    now: datetime,
    by: str | None,
    origin: str,
) -> int | None:
    """Add a version after `last`, which is locked; its number, or None if it says the same."""
    if last is not None and last.definition == definition:
        return None
    row = RotaVersionRow(service_id=service_id, number=1 if last is None else last.number + 1)
    row.definition, row.published_at, row.published_by, row.origin = definition, now, by, origin
    session.add(row)
    session.flush()
    return row.number


def untold(session: Session, service_id: int) -> Sequence[int]:
    """Versions that nobody has been told of yet, oldest first."""
    waiting = _of(service_id).where(RotaVersionRow.told_at.is_(None))
    return session.scalars(
        waiting.with_only_columns(RotaVersionRow.number).order_by(RotaVersionRow.number)
    ).all()


def tell(session: Session, service_id: int, number: int, now: datetime) -> bool:
    """Those concerned are being told of a version; False if they were already."""
    this = update(RotaVersionRow).where(
        RotaVersionRow.service_id == service_id,
        RotaVersionRow.number == number,
        RotaVersionRow.told_at.is_(None),
    )
    return session.scalar(this.values(told_at=now).returning(RotaVersionRow.number)) is not None


def _of(service_id: int) -> Select[RotaVersionRow]:
    return select(RotaVersionRow).where(RotaVersionRow.service_id == service_id)


def _newest(service_id: int) -> Select[RotaVersionRow]:
    return _of(service_id).order_by(RotaVersionRow.number.desc()).limit(1)


def _versions(session: Session, query: Select[RotaVersionRow]) -> list[Version]:
    return [
        Version(row.number, row.definition, row.published_at, row.published_by, row.origin)
        for row in session.scalars(query)
    ]
