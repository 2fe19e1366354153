"""What a service file says, taken into the database: numbers, hours, closures, rota, people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from oncall.db.base import Base
from oncall.db.keep import keep_in_line
from oncall.people.store import end_whoever_no_service_knows, services_that_know
from oncall.people.take_in import take_in_children, take_in_directory, take_in_people, take_in_staff
from oncall.service import store
from oncall.service.publish_file import Published, publish_file
from oncall.service.service_file import ServiceFile
from oncall.service.tables import Channel, ClosureRow, OfficeHoursRow, ServiceNumberRow, ServiceRow
from rota.hours import Hours


def take_in(
    session: Session, file: ServiceFile, *, now: datetime, by: str | None
) -> tuple[int, bool, Published]:
    """Make the database say what the file says: the service's id, whether anything changed, and its rota.

    Every service in which something changed is in a new version, also those that share a member of staff,
    a person or a child with this one. Taking the same file in again changes nothing.
    """
    service_id, is_new = _service(session, file, now)
    changed = [is_new, *_parts(session, service_id, file, now)]
    staff = take_in_staff(session, service_id, file.staff, now)
    people = take_in_people(session, service_id, file.people, now)
    children = take_in_children(session, service_id, file.children, now)
    changed += [staff.anything, people.anything, children.anything]
    changed.append(take_in_directory(session, service_id, file.directory, now))
    published = publish_file(session, service_id, file.rota, now=now, by=by)
    changed.append(published.changed)
    touched = services_that_know(session, staff=staff.ids, people=people.ids, children=children.ids)
    if any(changed):
        touched.add(service_id)
        end_whoever_no_service_knows(session, now)
    store.count_up(session, touched)
    return service_id, any(changed), published


def _service(session: Session, file: ServiceFile, now: datetime) -> tuple[int, bool]:
    """The service's own row: its id, and whether it changed."""
    names = (
        "code",
        "name",
        "timezone",
        "office_line",
        "last_resort",
        "handover_at",
        "hunt_again",
        "holidays",
    )
    values = {name: getattr(file, name) for name in names} | {"speech": asdict(file.speech)}
    kept = keep_in_line(session, ServiceRow, [values], key=("code",), within={"code": file.code}, now=now)
    return kept.rows[file.code,].id, bool(kept.changed)


def _parts(session: Session, service_id: int, file: ServiceFile, now: datetime) -> list[bool]:
    """Numbers, hours and closures: whether each of them changed."""

    def keep(table: type[Base], rows: Sequence[Mapping[str, Any]], *key: str) -> bool:
        within = {"service_id": service_id}
        kept = keep_in_line(
            session, table, [{**within, **row} for row in rows], key=key, within=within, now=now
        )
        return bool(kept.changed)

    own = {Channel.VOICE: file.voice_number, Channel.SMS: file.sms_number}
    numbers = [{"channel": channel, "number": number} for channel, number in own.items() if number]
    hours = [{"day": day, **_times(times)} for day, times in file.office_hours.items()]
    return [
        keep(ServiceNumberRow, numbers, "channel", "number"),
        keep(OfficeHoursRow, hours, "day"),
        keep(ClosureRow, [{"day": day} for day in file.closures], "day"),
    ]


def _times(hours: Hours | None) -> dict[str, Any]:
    return {"opens": hours and hours.opens, "closes": hours and hours.closes}
