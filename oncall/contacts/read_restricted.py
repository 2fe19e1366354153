"""The page of who may see a contact, and the one of all that is restricted and whom it is kept from."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.access.tables import ContactRestrictionRow
from oncall.contacts import conflict_store, record_store
from oncall.contacts import restricted_store as store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.read_store import by_refs, visible_to
from oncall.contacts.restrict import LEADS, MAY_RESTRICT
from oncall.contacts.summary import Somebody, Summary
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.people.store import staff_of
from oncall.service.reader_store import services_of
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Lifting:
    """Somebody asks to lift a restriction."""

    by: str = field(repr=False)
    at: datetime
    why: str = field(repr=False)
    mine: bool


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction in force: by whom and when, whom it accuses (a name), who may see it, who opened it."""

    reason: str = field(repr=False)
    subject: str = field(repr=False)
    subject_name: str = field(repr=False)
    by: str = field(repr=False)
    at: datetime
    version: int
    people: tuple[str, ...]
    openings: tuple[tuple[str, datetime, str], ...] = field(repr=False)
    lifting: Lifting | None


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who may see a contact, and what its reader can do about it. `staff` are who may be named.

    `always` are ids of those who may see it whatever is ticked; `ticked` those who are offered as ticked.
    """

    ref: str
    zone: ZoneInfo
    restriction: Restriction | None
    staff: tuple[tuple[str, str], ...] = field(repr=False)
    always: frozenset[str]
    ticked: frozenset[str]
    subjects: tuple[Somebody, ...]
    may_change: bool
    may_lift: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody of the staff who must not see what concerns somebody."""

    id: int
    staff: str = field(repr=False)
    person: str = field(repr=False)
    why: str = field(repr=False)
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """The reader's restricted contacts; and the conflicts, with those to choose from, for who leads."""

    contacts: tuple[Summary, ...]
    conflicts: tuple[Conflict, ...]
    staff: tuple[tuple[str, str], ...] = field(repr=False)
    people: tuple[Somebody, ...]
    may_keep: bool
    several_services: bool = False


def read_who_sees(ref: str, reader: Person, w: Wiring) -> WhoSees | None:
    """Who may see a contact; None if the reader may not."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return None
        staff = staff_of(work.session, contact.service_id)
        row = store.restriction(work.session, contact.id)
        return WhoSees(
            ref=contact.ref,
            zone=record_store.zone_of(work.session, contact.service_id),
            restriction=None if row is None else _restriction(work, row, staff, reader),
            staff=tuple((one.id, one.name) for one in staff),
            always=frozenset(one.id for one in staff if Role.TEAM_LEAD in one.roles),
            ticked=frozenset(_offered(contact, staff) if row is None else row.people),
            subjects=tuple(record_store.people_of(work.session, contact.service_id)),
            may_change=bool(reader.roles & MAY_RESTRICT),
            may_lift=bool(reader.roles & LEADS),
        )


def read_kept(reader: Person, w: Wiring) -> Kept:
    """All restricted contacts that the reader may see; the conflicts, if they lead."""
    with w.unit_of_work() as work:
        session, may = work.session, bool(reader.roles & LEADS)
        refs = store.refs_in_group(session, reader, *visible_to(reader))
        ids = [one.id for one in services_of(session, reader.staff_id)] if may else []
        staff = {one.id: one.name for each in ids for one in staff_of(session, each)}
        people = {one.id: one for each in ids for one in record_store.people_of(session, each)}
        conflicts = conflict_store.conflicts(session, list(staff))
        return Kept(
            contacts=tuple(by_refs(session, reader, refs)),
            conflicts=tuple(Conflict(row.id, who, whom, row.why, by) for row, who, whom, by in conflicts),
            staff=tuple(staff.items()),
            people=tuple(sorted(people.values(), key=lambda one: (one.name, one.id))),
            may_keep=may,
        )


def _offered(contact: ContactRow, staff: list[Staff]) -> list[str]:
    took = {contact.accepted_by, contact.callback_owner}
    return [one.id for one in staff if one.id in took or Role.MANAGER in one.roles]


def _restriction(
    work: UnitOfWork, row: ContactRestrictionRow, staff: list[Staff], reader: Person
) -> Restriction:
    names = {one.id: one.name for one in staff}
    subject = f"person:{row.subject_person}" if row.subject_person else ""
    subject = f"staff:{row.subject_staff}" if row.subject_staff else subject
    seen = store.not_kept_from(work.session, row.contact_id, [one for one in row.people if one in names])
    return Restriction(
        reason=row.reason,
        subject=subject,
        subject_name=names.get(row.subject_staff or "")
        or conflict_store.name_of_person(work.session, row.subject_person),
        by=record_store.name_of_user(work.session, row.set_by) or "",
        at=row.set_at,
        version=row.version,
        people=tuple(names[one] for one in seen),
        openings=tuple(store.openings(work.session, row.contact_id)),
        lifting=_lifting(work, row, reader),
    )


def _lifting(work: UnitOfWork, row: ContactRestrictionRow, reader: Person) -> Lifting | None:
    if row.lift_asked_at is None or row.lift_asked_by is None:
        return None
    by = record_store.name_of_user(work.session, row.lift_asked_by) or ""
    return Lifting(by, row.lift_asked_at, row.lift_why or "", row.lift_asked_by == reader.user_id)
