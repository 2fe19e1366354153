"""Who of the staff must never see a restricted contact that concerns somebody: kept by those who lead."""

from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import conflict_store as store
from oncall.contacts import record_store
from oncall.contacts.restrict import LEADS, LONGEST_REASON
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.store import staff_of
from oncall.service.reader_store import services_of
from oncall.wiring import Wiring


class Conflicting(StrEnum):
    """What came of it; the word names the sentence that says so."""

    ADDED = "conflict_added"
    ENDED = "conflict_ended"
    WHO_NEEDED = "conflict_who_needed"
    WHY_NEEDED = "conflict_why_needed"
    ALREADY = "conflict_known"
    GONE = "conflict_gone"
    MAY_NOT = "restriction_may_not"


def add_conflict(staff_id: str, person_id: str, why: str, reader: Person, w: Wiring) -> Conflicting:
    """Keep that somebody of the reader's services must not see what concerns somebody these know."""
    if not reader.roles & LEADS:
        return Conflicting.MAY_NOT
    with w.unit_of_work() as work:
        if staff_id not in _staff(work, reader) or person_id not in _people(work, reader):
            return Conflicting.WHO_NEEDED
        if not why.strip() or len(why.strip()) > LONGEST_REASON:
            return Conflicting.WHY_NEEDED
        new = store.add_conflict(
            work.session,
            staff_id=staff_id,
            person_id=person_id,
            why=why.strip(),
            by=reader.user_id,
            now=w.now(),
        )
        return Conflicting.ADDED if new else Conflicting.ALREADY


def end_conflict(conflict_id: int, reader: Person, w: Wiring) -> Conflicting:
    """Take one off the list; ended twice it is ended once. Nobody takes off what is about themselves."""
    if not reader.roles & LEADS:
        return Conflicting.MAY_NOT
    with w.unit_of_work() as work:
        known = {row.id: row for row, *_ in store.conflicts(work.session, list(_staff(work, reader)))}
        if conflict_id not in known:
            return Conflicting.GONE
        if known[conflict_id].staff_id == reader.staff_id:
            return Conflicting.MAY_NOT
        ended = store.end_conflict(work.session, conflict_id, reader.user_id, w.now())
        return Conflicting.ENDED if ended else Conflicting.GONE


def _staff(work: UnitOfWork, reader: Person) -> set[str]:
    return {
        one.id
        for each in services_of(work.session, reader.staff_id)
        for one in staff_of(work.session, each.id)
    }


def _people(work: UnitOfWork, reader: Person) -> set[str]:
    return {
        one.id
        for each in services_of(work.session, reader.staff_id)
        for one in record_store.people_of(work.session, each.id)
    }
