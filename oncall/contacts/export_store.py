"""Contacts, call legs and texts as others get them: ids and numbers, never a name or a body."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from oncall.contacts.tables import AttemptRow, CallLegRow, ContactChildRow, ContactRow, MessageRow
from oncall.service.tables import ServiceRow

AT_A_TIME = 500


def contacts(session: Session, service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every contact that began at or after `since`, oldest first, with its attempts."""
    query = select(ContactRow, ServiceRow.code).join(ServiceRow, ServiceRow.id == ContactRow.service_id)
    query = query.where(*_of(service)).order_by(ContactRow.started_at, ContactRow.id)
    if since is not None:
        query = query.where(ContactRow.started_at >= since)
    for part in session.execute(query.execution_options(yield_per=AT_A_TIME)).partitions():
        ids = [row[0].id for row in part]
        attempts, children = _attempts(session, ids), _children(session, ids)
        for contact, code in part:
            yield _contact(contact, code, attempts.get(contact.id, []), children.get(contact.id, []))


def calls(session: Session, service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every leg of every call that began at or after `since`, oldest first; ours may have no contact."""
    query = select(CallLegRow, ContactRow.ref).outerjoin(ContactRow, ContactRow.id == CallLegRow.contact_id)
    service_id = func.coalesce(ContactRow.service_id, CallLegRow.service_id)
    query = query.join(ServiceRow, ServiceRow.id == service_id)
    query = query.where(*_of(service)).order_by(CallLegRow.started_at, CallLegRow.provider_sid)
    if since is not None:
        query = query.where(CallLegRow.started_at >= since)
    for leg, ref in session.execute(query.execution_options(yield_per=AT_A_TIME)):
        yield {
            "provider_sid": leg.provider_sid,
            "parent_sid": leg.parent_sid,
            "contact": ref,
            "role": leg.role,
            "to": leg.to_number,
            "started_at": iso(leg.started_at),
            "ended_at": iso(leg.ended_at),
            "status": leg.status,
        }


def messages(session: Session, service: str | None, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every text in or out since then, oldest first; never its body."""
    query = select(MessageRow, ContactRow.ref).outerjoin(ContactRow, ContactRow.id == MessageRow.contact_id)
    query = query.outerjoin(ServiceRow, ServiceRow.id == ContactRow.service_id)
    query = query.where(*_of(service)).order_by(MessageRow.created_at, MessageRow.id)
    if since is not None:
        query = query.where(MessageRow.created_at >= since)
    for text, ref in session.execute(query.execution_options(yield_per=AT_A_TIME)):
        yield {
            "provider_sid": text.provider_sid,
            "contact": ref,
            "direction": text.direction,
            "from": text.from_number,
            "to": text.to_number,
            "status": text.status,
            "error_code": text.error_code,
            "created_at": iso(text.created_at),
        }


def iso(at: datetime | None) -> str | None:
    """An instant as ISO 8601 in UTC."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _of(service: str | None) -> list[ColumnElement[bool]]:
    return [] if service is None else [ServiceRow.code == service]


def _contact(
    row: ContactRow, service: str, attempts: Sequence[AttemptRow], children: list[str]
) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "service": service,
        "channel": row.channel,
        "direction": row.direction,
        "provider_sid": row.provider_sid,
        "caller_number": row.caller_number,
        "given_number": row.given_number,
        "caller": row.caller,
        "match": row.match,
        "candidates": list(row.candidates),
        "children": children,
        "in_office_hours": row.in_office_hours,
        "started_at": iso(row.started_at),
        "answered_at": iso(row.answered_at),
        "ended_at": iso(row.ended_at),
        "outcome": row.outcome,
        "accepted_by": row.accepted_by,
        "urgency": row.urgency,
        "state": row.state,
        "attempts": [_attempt(attempt) for attempt in attempts],
        "callback_owner": row.callback_owner,
        "written_up_at": iso(row.written_up_at),
    }


def _attempt(row: AttemptRow) -> dict[str, Any]:
    return {
        "person": row.person,
        "tier": row.tier,
        "number": row.number,
        "rang_at": iso(row.rang_at),
        "ended_at": iso(row.ended_at),
        "result": row.result,
    }


def _attempts(session: Session, contact_ids: list[int]) -> dict[int, list[AttemptRow]]:
    found: dict[int, list[AttemptRow]] = {}
    rows = select(AttemptRow).where(AttemptRow.contact_id.in_(contact_ids)).order_by(AttemptRow.seq)
    for row in session.scalars(rows):
        found.setdefault(row.contact_id, []).append(row)
    return found


def _children(session: Session, contact_ids: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(ContactChildRow.contact_id, func.array_agg(ContactChildRow.child_ref))
        .where(ContactChildRow.contact_id.in_(contact_ids))
        .group_by(ContactChildRow.contact_id)
    )
    return {contact_id: sorted(refs) for contact_id, refs in rows}
