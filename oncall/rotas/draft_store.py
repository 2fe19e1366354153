"""The draft of a service's next rota: read it, write it, throw it away."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.rotas.store import Definition
from oncall.rotas.tables import RotaDraftRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: what it says, the version it was begun from, and who changed it last.

    `revision` counts its changes.
    """

    definition: Definition = field(repr=False)
    made_from: int
    revision: int
    changed_at: datetime
    changed_by: str


def read(session: Session, service_id: int, *, to_change: bool = False) -> Draft | None:
    """The draft of a service; with `to_change` it is locked until the transaction ends."""
    query = select(RotaDraftRow).where(RotaDraftRow.service_id == service_id)
    row = session.scalar(
        (query.with_for_update() if to_change else query).execution_options(populate_existing=True)
    )
    if row is None:
        return None
    return Draft(row.definition, row.made_from, row.revision, row.changed_at, row.changed_by)


def begin(
    session: Session, service_id: int, definition: Definition, *, made_from: int, by: str, now: datetime
) -> bool:
    """Begin a draft with its first change; False if somebody has begun one."""
    begun = (
        insert(RotaDraftRow)
        .values(
            service_id=service_id,
            definition=definition,
            made_from=made_from,
            revision=1,
            changed_at=now,
            changed_by=by,
        )
        .on_conflict_do_nothing(index_elements=["service_id"])
        .returning(RotaDraftRow.service_id)
    )
    return session.scalar(begun) is not None


def change(session: Session, service_id: int, definition: Definition, *, by: str, now: datetime) -> None:
    """Make a draft, which is locked, say something else."""
    row = session.get_one(RotaDraftRow, service_id)
    row.definition, row.revision = definition, row.revision + 1
    row.changed_at, row.changed_by = now, by
    session.flush()


def follow(session: Session, service_id: int, definition: Definition, made_from: int) -> None:
    """The rota has changed hands meanwhile: the draft, which is locked, says so too."""
    row = session.get_one(RotaDraftRow, service_id)
    row.definition, row.made_from, row.revision = definition, made_from, row.revision + 1
    session.flush()


def throw_away(session: Session, service_id: int) -> bool:
    """Forget a draft; False if there is none."""
    gone = delete(RotaDraftRow).where(RotaDraftRow.service_id == service_id)
    return session.scalar(gone.returning(RotaDraftRow.service_id)) is not None
