"""Which version of a rota was in force when: the past is told by what was published then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.tables import RotaVersionRow
from rota.model import Rota


@dataclass(frozen=True, slots=True)
class InForce:
    """A rota and the time, from `start` up to `end` (UTC), in which it was or will be the one that counts.

    `number` is its version.
    """

    start: datetime
    end: datetime
    rota: Rota = field(repr=False)
    number: int = 0


def in_force(
    session: Session, service_id: int, newest: Rota, start: datetime, end: datetime
) -> list[InForce]:
    """The rotas that counted one after another from `start` up to `end` (aware), cut to that span.

    `newest` is the one in force now, which a process has at hand already; it counts for all time to come.
    Before a service's first rota there is nothing, so what comes back may begin later than `start`.
    """
    published = RotaVersionRow.published_at
    until = func.lead(published).over(order_by=RotaVersionRow.number)
    every = (
        select(RotaVersionRow.number, published.label("since"), until.label("until"))
        .where(RotaVersionRow.service_id == service_id)
        .subquery()
    )
    rows = session.execute(
        select(every.c.number, every.c.since, every.c.until)
        .where(every.c.since < end, (every.c.until > start) | every.c.until.is_(None))
        .order_by(every.c.number)
    ).all()
    replaced = _definitions(session, service_id, [row.number for row in rows if row.until is not None])
    return [
        InForce(
            max(row.since, start), min(row.until or end, end), replaced.get(row.number, newest), row.number
        )
        for row in rows
        if row.until is None or row.since < row.until
    ]


def _definitions(session: Session, service_id: int, numbers: Sequence[int]) -> dict[int, Rota]:
    """Rotas that have been replaced, by number."""
    if not numbers:
        return {}
    rows = session.execute(
        select(RotaVersionRow.number, RotaVersionRow.definition).where(
            RotaVersionRow.service_id == service_id, RotaVersionRow.number.in_(numbers)
        )
    )
    return {number: rota_from_mapping(definition) for number, definition in rows}
