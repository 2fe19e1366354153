"""The versions of a service's rota. Nothing is ever changed here, only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, column, select, table
from sqlalchemy.orm import Session

from oncall.rotas.tables import RotaVersionRow

SERVICE = table("service", column("id"), column("code"))
"""All that is known here of the room above."""


def newest(session: Session, service_id: int) -> dict[str, Any] | None:
    """The rota of a service as written; None if it never had one."""
    return session.scalar(_newest(service_id).with_only_columns(RotaVersionRow.definition))


def newest_with_code(session: Session, code: str) -> dict[str, Any] | None:
    """The rota of the service called `code`; None if there is no such service, or it never had one."""
    service_id = session.scalar(select(SERVICE.c.id).where(SERVICE.c.code == code))
    return None if service_id is None else newest(session, service_id)


def publish(
    session: Session, service_id: int, definition: dict[str, Any], *, now: datetime, by: str | None
) -> bool:
    """Put a rota in force. False, and nothing is added, if it says what the one in force says."""
    last = session.scalar(_newest(service_id))
    if last is not None and last.definition == definition:
        return False
    number = 1 if last is None else last.number + 1
    session.add(
        RotaVersionRow(
            service_id=service_id, number=number, definition=definition, published_at=now, published_by=by
        )
    )
    session.flush()
    return True


def _newest(service_id: int) -> Select[RotaVersionRow]:
    return (
        select(RotaVersionRow)
        .where(RotaVersionRow.service_id == service_id)
        .order_by(RotaVersionRow.number.desc())
        .limit(1)
    )
