"""Queries about recordings of calls: the setting, one recording, and who has listened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.recording.tables import CallHeardRow, CallRecordingRow, RecordingSettingRow


def records(session: Session, service_ids: Sequence[int]) -> set[int]:
    """Which of these services record their calls."""
    found = select(RecordingSettingRow.service_id).where(
        RecordingSettingRow.service_id.in_(service_ids), RecordingSettingRow.records
    )
    return set(session.scalars(found))


def set_records(session: Session, service_id: int, *, records: bool, by: int, now: datetime) -> None:
    """Have a service record its calls from now on, or no more."""
    values = {"records": records, "changed_at": now, "changed_by": by}
    row = insert(RecordingSettingRow).values(service_id=service_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["service_id"], set_=values))


def announce(session: Session, contact_id: int, now: datetime) -> None:
    """The caller is told that their call may be recorded; telling it twice is telling it once."""
    row = insert(CallRecordingRow).values(contact_id=contact_id, announced_at=now, paused=False, changes=0)
    session.execute(row.on_conflict_do_nothing())


def of_contact(session: Session, contact_id: int | None) -> CallRecordingRow | None:
    """The recording of a call, begun or not, as it stands in the database."""
    this = select(CallRecordingRow).where(CallRecordingRow.contact_id == contact_id)
    return session.scalar(this.execution_options(populate_existing=True))


def name(session: Session, contact_id: int, sid: str) -> None:
    """The provider's id of it, once that is known."""
    this = update(CallRecordingRow).where(
        CallRecordingRow.contact_id == contact_id, CallRecordingRow.provider_sid.is_(None)
    )
    session.execute(this.values(provider_sid=sid))


def hear(session: Session, contact_id: int, *, by: int, reason: str, now: datetime) -> None:
    """Keep that somebody listens."""
    session.add(CallHeardRow(contact_id=contact_id, user_id=by, at=now, reason=reason))


def heard(session: Session, contact_id: int) -> Sequence[tuple[str, datetime, str]]:
    """Who has listened, when and why, oldest first."""
    found = select(UserRow.name, CallHeardRow.at, CallHeardRow.reason).join(
        UserRow, UserRow.id == CallHeardRow.user_id
    )
    rows = session.execute(found.where(CallHeardRow.contact_id == contact_id).order_by(CallHeardRow.id))
    return [(row[0], row[1], row[2]) for row in rows]
