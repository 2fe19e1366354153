"""What a service has chosen for its rota: read it, change it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.rotas.tables import RotaRulesRow

Learning = frozenset[tuple[str, str]]
"""People (by id) and the tiers on which they are not yet on alone."""


@dataclass(frozen=True, slots=True)
class RotaRules:
    """The choices: `revision` 0 is none yet. Who made the last change, and when."""

    approve_swaps: bool = False
    learning: Learning = frozenset()
    revision: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


def read(session: Session, service_id: int) -> RotaRules:
    """The choices of a service as they are now."""
    query = select(RotaRulesRow).where(RotaRulesRow.service_id == service_id)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return RotaRules()
    learning = frozenset((person, tier) for person, tiers in row.learning.items() for tier in tiers)
    return RotaRules(row.approve_swaps, learning, row.revision, row.changed_at, row.changed_by)


def change(
    session: Session,
    service_id: int,
    revision: int,
    *,
    approve_swaps: bool,
    learning: Collection[tuple[str, str]],
    by: str,
    now: datetime,
) -> bool:
    """Make another choice than that of `revision`; False if somebody has made one since."""
    values = {
        "approve_swaps": approve_swaps,
        "learning": {
            person: sorted(tier for who, tier in learning if who == person) for person, _ in learning
        },
        "revision": revision + 1,
        "changed_at": now,
        "changed_by": by,
    }
    made = (
        insert(RotaRulesRow)
        .values(service_id=service_id, **values)
        .on_conflict_do_update(
            index_elements=["service_id"], set_=values, where=RotaRulesRow.revision == revision
        )
    )
    if revision:
        return session.scalar(made.returning(RotaRulesRow.revision)) is not None
    first = insert(RotaRulesRow).values(service_id=service_id, **values).on_conflict_do_nothing()
    return session.scalar(first.returning(RotaRulesRow.revision)) is not None
