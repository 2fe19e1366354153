"""Reading follow-ups: those of a contact, one in full, and the tray with everything that is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.written import triaged
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import list_store, store
from oncall.followups.changing import LEADS, may_change
from oncall.followups.due_times import end_of_day, latest_at
from oncall.followups.ladder import Standing
from oncall.followups.record import Change, FollowUp
from oncall.followups.tables import FollowUpChangeRow, FollowUpRow
from oncall.service.store import config_of
from oncall.wiring import Wiring

NOBODY = "nobody"
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class OfContact:
    """The follow-ups of a contact, for its page; `children` are those it is about: reference and name.

    `issues` (codes of protocols) and `answers` are what its record says it was about.
    """

    ref: str
    zone: ZoneInfo
    urgency: str | None
    children: tuple[tuple[str, str], ...] = field(repr=False)
    follow_ups: tuple[FollowUp, ...]
    may_change: bool
    issues: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]] = field(repr=False)

    @property
    def open(self) -> tuple[FollowUp, ...]:
        """Those about which something can still be done."""
        return tuple(one for one in self.follow_ups if one.open)


@dataclass(frozen=True, slots=True)
class InFull:
    """One follow-up with its history, and what its reader can do next."""

    it: FollowUp
    history: tuple[Change, ...]
    latest: datetime | None
    colleagues: tuple[tuple[str, str], ...] = field(repr=False)
    may_change: bool
    may_offer: bool
    may_take: bool
    offered_to_me: bool
    offered_by_me: bool
    second_may_be_me: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which follow-ups a reader wants to see: a person's (an id, or NOBODY), a child's, those due today."""

    person: str = ""
    child: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Tray:
    """Everything open that the reader may see and wants: overdue, due today, later, and without a clock yet.

    In each the statutory come first. `people` and `children` (id or reference, and name) are those there
    are to choose from; `most`: there may be more than are shown.
    """

    overdue: tuple[FollowUp, ...]
    today: tuple[FollowUp, ...]
    later: tuple[FollowUp, ...]
    awaiting: tuple[FollowUp, ...]
    people: tuple[tuple[str, str], ...] = field(repr=False)
    children: tuple[tuple[str, str], ...] = field(repr=False)
    several_services: bool
    most: bool

    @property
    def count(self) -> int:
        """How many are shown."""
        return len(self.overdue) + len(self.today) + len(self.later) + len(self.awaiting)


def read_of_contact(ref: str, reader: Person, w: Wiring) -> OfContact | None:
    """What follows a contact; None if there is no such contact that the reader may see."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return None
        children = store.children_of(work.session, contact.id)
        known = triaged(work.session, contact.id)
        return OfContact(
            ref=contact.ref,
            zone=config_of(w.config_cache, work.session, contact.service_id).zone,
            urgency=contact.urgency,
            children=tuple((child.ref, child.preferred_name) for child, _ in children),
            follow_ups=list_store.of_contact(work.session, reader, ref, w.now()),
            may_change=may_change(reader),
            issues=known.issues,
            answers=known.answers,
        )


def read_one(follow_up_id: int, reader: Person, w: Wiring) -> InFull | None:
    """One follow-up in full; None if there is none that the reader may see."""
    if follow_up_id > LARGEST_ID:
        return None
    with w.unit_of_work() as work:
        session = work.session
        it = list_store.one(session, reader, follow_up_id, w.now())
        if it is None:
            return None
        row = store.row(session, follow_up_id)
        colleagues = list_store.staff_of(session, it.service_id)
        names, me = dict(colleagues), reader.staff_id
        able, lead = it.open and may_change(reader), bool(reader.roles & LEADS)
        on_staff = works_for(session, me, it.service_id)
        return InFull(
            it=it,
            history=_history(store.changes(session, follow_up_id), names),
            latest=_latest(work, row, w),
            colleagues=tuple((who, name) for who, name in colleagues if who != it.owner),
            may_change=able,
            may_offer=able and (it.owner in (None, me) or lead),
            may_take=able and on_staff and it.owner != me and (it.owner is None or lead),
            offered_to_me=able and me is not None and it.offered_to == me,
            offered_by_me=able and row.offered_by == reader.user_id,
            second_may_be_me=able and it.asked_by not in (None, reader.user_id),
        )


def read_tray(wanted: Wanted, reader: Person, w: Wiring) -> Tray:
    """The tray as its reader wants it; what is chosen in it never changes what there is to choose from."""
    now = w.now()
    with w.unit_of_work() as work:
        everything = list_store.all_open(work.session, reader, now)
    shown = sorted((one for one in everything if _wanted(one, wanted)), key=_statutory_first)
    clocked = [one for one in shown if one.due_at is not None]
    today = [one for one in clocked if one.standing is not Standing.OVERDUE and _today(one, now)]
    return Tray(
        overdue=tuple(one for one in clocked if one.standing is Standing.OVERDUE),
        today=tuple(today),
        later=()
        if wanted.today
        else tuple(one for one in clocked if one not in today and one.standing is not Standing.OVERDUE),
        awaiting=() if wanted.today else tuple(one for one in shown if one.due_at is None),
        people=_choices((one.owner, one.owner_name) for one in everything),
        children=_choices((one.child_ref, one.child) for one in everything),
        several_services=len({one.service_id for one in everything}) > 1,
        most=len(everything) == list_store.MOST,
    )


def _wanted(one: FollowUp, wanted: Wanted) -> bool:
    person = "" if wanted.person == NOBODY else wanted.person
    if wanted.person and (one.owner or "") != person:
        return False
    return not wanted.child or one.child_ref == wanted.child


def _statutory_first(one: FollowUp) -> bool:
    return not one.statutory


def _today(one: FollowUp, now: datetime) -> bool:
    return one.due_at is not None and one.due_at < end_of_day(now, one.zone)


def _choices(pairs: Iterable[tuple[str | None, str | None]]) -> tuple[tuple[str, str], ...]:
    """Each once, by name."""
    named = {key: name or key for key, name in pairs if key is not None}
    return tuple(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))


def _latest(work: UnitOfWork, row: FollowUpRow, w: Wiring) -> datetime | None:
    """Until when an agreed time may be."""
    contact = contacts.contact(work.session, row.contact_id)
    assert contact is not None
    config = config_of(w.config_cache, work.session, contact.service_id)
    return latest_at(row.latest, contact.started_at, row.calendar, config)


def _history(
    rows: Iterable[tuple[FollowUpChangeRow, str | None]], names: Mapping[str, str]
) -> tuple[Change, ...]:
    """The changes, with names for the ids in them."""
    return tuple(
        Change(
            row.at,
            name,
            row.what,
            {
                key: [names.get(one, one) for one in value]
                if isinstance(value, list)
                else names.get(value, value)
                for key, value in row.facts.items()
            },
        )
        for row, name in rows
    )
