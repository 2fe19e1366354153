"""Handovers as others get them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from oncall.access.tables import UserRow
from oncall.contacts.export_store import iso
from oncall.handover.entry_store import refs_of
from oncall.handover.look_at_seals import stands
from oncall.handover.tables import HandoverRow
from oncall.service.tables import ServiceRow


def handovers(session: Session, service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every handover that ends after `since`, oldest first; who signed and acknowledged by staff id.

    `as_signed` is false when what is kept is not what was signed, and null before the signature.
    """
    signer, owner = aliased(UserRow), aliased(UserRow)
    query = (
        select(HandoverRow, ServiceRow.code, signer.staff_id, owner.staff_id)
        .join(ServiceRow, ServiceRow.id == HandoverRow.service_id)
        .outerjoin(signer, signer.id == HandoverRow.signed_by)
        .outerjoin(owner, owner.id == HandoverRow.acknowledged_by)
        .order_by(HandoverRow.until, HandoverRow.id)
    )
    if service is not None:
        query = query.where(ServiceRow.code == service)
    if since is not None:
        query = query.where(HandoverRow.until > since)
    for row, code, signed_by, acknowledged_by in session.execute(query).all():
        refs = refs_of(session, row)
        yield {
            "id": str(row.id),
            "service": code,
            "from": iso(row.closed_from),
            "until": iso(row.until),
            "contacts": refs,
            "nil_return": not refs,
            "state": row.state,
            "signed_by": signed_by,
            "signed_at": iso(row.signed_at),
            "as_signed": stands(session, row) if row.signed_at else None,
            "acknowledged_by": acknowledged_by,
            "acknowledged_at": iso(row.acknowledged_at),
        }
