"""What a service file says of staff, people, children and the directory, taken into the database.

Each function ends what the file no longer lists for the service and brings back what reappears; taking
the same file in twice changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from oncall.db.keep import Kept, Key, keep_in_line
from oncall.people.model import Child, DirectoryEntry, Person, Staff
from oncall.people.tables import (
    ChildRow,
    DirectoryEntryRow,
    PersonPhoneRow,
    PersonRow,
    PlacementCarerRow,
    PlacementRow,
    ServiceChildRow,
    ServicePersonRow,
    ServiceStaffRow,
    StaffRow,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Ids of those whose details changed, for every service they are in; whether anything here changed."""

    ids: frozenset[str]
    anything: bool


def take_in_staff(session: Session, service_id: int, staff: Sequence[Staff], now: datetime) -> Taken:
    """Staff with their details, and the roles they have in this service."""
    them = keep_in_line(
        session,
        StaffRow,
        [{"id": one.id, "name": one.name, "phone": one.phone, "email": one.email} for one in staff],
        key=("id",),
        within={"id": [one.id for one in staff]},
        now=now,
    )
    links = keep_in_line(
        session,
        ServiceStaffRow,
        [{"service_id": service_id, "staff_id": one.id, "roles": sorted(one.roles)} for one in staff],
        key=("staff_id",),
        within={"service_id": service_id},
        now=now,
    )
    return Taken(_ids(them.changed), bool(them.changed or links.changed))


def take_in_people(session: Session, service_id: int, people: Sequence[Person], now: datetime) -> Taken:
    """People with the numbers they ring from."""
    ids = [one.id for one in people]
    details = ("id", "name", "kind", "organisation", "sms_ok")
    them = keep_in_line(
        session,
        PersonRow,
        [{name: getattr(one, name) for name in details} for one in people],
        key=("id",),
        within={"id": ids},
        now=now,
    )
    phones = keep_in_line(
        session,
        PersonPhoneRow,
        [
            {"person_id": one.id, "number": number, "position": position}
            for one in people
            for position, number in enumerate(one.phones)
        ],
        key=("person_id", "number"),
        within={"person_id": ids},
        now=now,
    )
    links = keep_in_line(
        session,
        ServicePersonRow,
        [{"service_id": service_id, "person_id": one.id} for one in people],
        key=("person_id",),
        within={"service_id": service_id},
        now=now,
    )
    ids_changed = _ids(them.changed | phones.changed)
    return Taken(ids_changed, bool(ids_changed or links.changed))


def take_in_children(session: Session, service_id: int, children: Sequence[Child], now: datetime) -> Taken:
    """Children with their placements. Their carers and social workers must be there already."""
    them = keep_in_line(
        session,
        ChildRow,
        [_details(one) for one in children],
        key=("ref",),
        within={"ref": [one.ref for one in children]},
        now=now,
    )
    placements = _take_in_placements(session, children, now)
    links = keep_in_line(
        session,
        ServiceChildRow,
        [{"service_id": service_id, "child_ref": one.ref} for one in children],
        key=("child_ref",),
        within={"service_id": service_id},
        now=now,
    )
    refs_changed = _ids(them.changed) | placements
    return Taken(refs_changed, bool(refs_changed or links.changed))


def take_in_directory(
    session: Session, service_id: int, entries: Iterable[DirectoryEntry], now: datetime
) -> bool:
    """Whether anything in the directory changed. Name, kind and authority make an entry the same one."""
    return bool(
        keep_in_line(
            session,
            DirectoryEntryRow,
            [{"service_id": service_id, **asdict(entry)} for entry in entries],
            key=("name", "kind", "authority"),
            within={"service_id": service_id},
            now=now,
        ).changed
    )


def _take_in_placements(session: Session, children: Sequence[Child], now: datetime) -> frozenset[str]:
    """The refs of children whose placement changed; one that began another day is another placement."""
    placed = {one.ref: one.placement for one in children if one.placement is not None}
    placements: Kept[PlacementRow] = keep_in_line(
        session,
        PlacementRow,
        [{"child_ref": ref, "type": at.type, "since": at.since} for ref, at in placed.items()],
        key=("child_ref", "type", "since"),
        within={"child_ref": [one.ref for one in children]},
        now=now,
    )
    ids = {row.child_ref: row.id for row in placements.rows.values()}
    refs = {placement_id: ref for ref, placement_id in ids.items()}
    carers = keep_in_line(
        session,
        PlacementCarerRow,
        [{"placement_id": ids[ref], "person_id": carer} for ref, at in placed.items() for carer in at.carers],
        key=("placement_id", "person_id"),
        within={"placement_id": list(refs)},
        now=now,
    )
    return _ids(placements.changed) | {refs[placement_id] for placement_id, _ in carers.changed}


def _details(one: Child) -> dict[str, object]:
    names = (
        "ref",
        "preferred_name",
        "born",
        "service_level",
        "legal_status",
        "social_worker",
        "supervising_social_worker",
        "restricted",
    )
    details = {name: getattr(one, name) for name in names}
    return {**details, "risks": list(one.risks), "visible_to": list(one.visible_to)}


def _ids(changed: Collection[Key]) -> frozenset[str]:
    return frozenset(key[0] for key in changed)
