"""Follow-ups as others get them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.contacts.export_store import AT_A_TIME, iso
from oncall.contacts.tables import ContactRow
from oncall.followups.tables import FollowUpRow
from oncall.service.tables import ServiceRow


def follow_ups(session: Session, service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every follow-up that began at or after `since`, oldest first, closed ones too; ids, never a name."""
    query = (
        select(FollowUpRow, ContactRow.ref, ServiceRow.code)
        .join(ContactRow, ContactRow.id == FollowUpRow.contact_id)
        .join(ServiceRow, ServiceRow.id == ContactRow.service_id)
        .order_by(FollowUpRow.created_at, FollowUpRow.id)
    )
    if service is not None:
        query = query.where(ServiceRow.code == service)
    if since is not None:
        query = query.where(FollowUpRow.created_at >= since)
    for row, ref, code in session.execute(query.execution_options(yield_per=AT_A_TIME)):
        yield {
            "id": str(row.id),
            "service": code,
            "contact": ref,
            "child": row.child_ref,
            "kind": row.kind,
            "title": row.title,
            "owner": row.owner,
            "duty_holder": {"organisation": row.organisation, "role": row.role},
            "our_part": list(row.our_part),
            "anchor": row.anchor,
            "anchor_at": iso(row.anchor_at),
            "due_rule": row.due_rule,
            "due_at": iso(row.due_at),
            "status": row.status,
            "statutory": row.statutory,
            "created_at": iso(row.created_at),
            "done_at": iso(row.done_at),
            "closed_at": iso(row.closed_at),
        }
