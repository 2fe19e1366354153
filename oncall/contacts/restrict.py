"""A contact is restricted to a few: with a reason, told to the lead. Lifting that takes two people.

A contact under the protocol for allegations is restricted by itself, from its first word on.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.access.tables import ContactRestrictionRow
from oncall.contacts import restricted_store as store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import ContactRow
from oncall.contacts.tell_restricted import Why, tell
from oncall.db.unit_of_work import UnitOfWork
from oncall.people import store as people_store
from oncall.people.model import Staff
from oncall.wiring import Wiring
from oncall.words import say

MAY_RESTRICT = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD})
LEADS = frozenset({Role.MANAGER, Role.TEAM_LEAD})
LONGEST_REASON = 500


class Restricting(StrEnum):
    """What came of it; the word names the sentence that says so."""

    RESTRICTED = "contact_restricted"
    CHANGED = "restriction_changed"
    LIFT_ASKED = "lift_asked"
    LIFTED = "restriction_lifted"
    KEPT = "restriction_kept"
    NO_REASON = "restriction_reason_needed"
    NO_SUCH_PERSON = "restriction_person_elsewhere"
    OVERTAKEN = "restriction_overtaken"
    A_SECOND_PERSON = "lift_second_person"
    NOT_ASKED = "lift_not_asked"
    MAY_NOT = "restriction_may_not"
    NOT_THERE = "not_there"


DONE = frozenset(list(Restricting)[: list(Restricting).index(Restricting.NO_REASON)])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form says: why; whom it accuses (`person:ID`, `staff:ID` or ""); who may see it (ids of staff).

    `seen` is the version of the restriction that its sender saw, 0 if there was none.
    """

    reason: str = field(repr=False)
    subject: str = field(repr=False)
    people: Collection[str]
    seen: int = 0


def restrict(ref: str, asked: Asked, reader: Person, w: Wiring) -> Restricting:
    """Restrict a contact, or change who may see one. The leads are told; a second post changes nothing.

    Team leads may always see it, and whoever restricts it; nobody whom it concerns may.
    """
    reason = asked.reason.strip()
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Restricting.NOT_THERE
        if not reader.roles & MAY_RESTRICT:
            return Restricting.MAY_NOT
        if not reason or len(reason) > LONGEST_REASON:
            return Restricting.NO_REASON
        staff = people_store.staff_of(work.session, contact.service_id)
        subject = _subject(work, asked.subject, staff)
        if subject is None or not set(asked.people) <= {one.id for one in staff}:
            return Restricting.NO_SUCH_PERSON
        group = _group(staff, asked.people, reader)
        new = _row(contact, reason, subject, group, reader.user_id, w.now())
        before = store.restriction(work.session, contact.id, to_change=True)
        if before is not None:
            return _replace(work, before, new, asked.seen)
        store.add(work.session, new)
        tell(work, contact, Why.RESTRICTED, w.now())
        return Restricting.RESTRICTED


def restrict_allegation(work: UnitOfWork, contact: ContactRow, reader: Person, now: datetime) -> None:
    """Restrict a locked contact that turns out to be about an allegation, unless it ever was restricted.

    Those who took it, the managers and the team leads may see it.
    """
    if store.was_restricted(work.session, contact.id):
        return
    staff = people_store.staff_of(work.session, contact.service_id)
    took = [one for one in (contact.accepted_by, contact.callback_owner) if one]
    managers = [one.id for one in staff if Role.MANAGER in one.roles]
    group = _group(staff, [*took, *managers], reader)
    reason = say("contacts/allegation")
    store.add(work.session, _row(contact, reason, ("", ""), group, reader.user_id, now))
    tell(work, contact, Why.RESTRICTED, now)


def ask_to_lift(ref: str, why: str, reader: Person, w: Wiring) -> Restricting:
    """Ask that a restriction be lifted; it stands until somebody else agrees. The leads are told."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        row = None if contact is None else store.restriction(work.session, contact.id, to_change=True)
        if contact is None or row is None:
            return Restricting.NOT_THERE
        if not reader.roles & MAY_RESTRICT:
            return Restricting.MAY_NOT
        if not why.strip() or len(why.strip()) > LONGEST_REASON:
            return Restricting.NO_REASON
        if row.lift_asked_by is None:
            row.lift_asked_at, row.lift_asked_by, row.lift_why = w.now(), reader.user_id, why.strip()
            tell(work, contact, Why.LIFT, w.now())
        return Restricting.LIFT_ASKED


def lift(ref: str, reader: Person, w: Wiring) -> Restricting:
    """A second person, who leads, agrees: from now on everybody sees the contact again."""
    with w.unit_of_work() as work:
        row, refused = _asked(work, ref, reader)
        if row is None:
            return refused
        if row.lift_asked_by == reader.user_id:
            return Restricting.A_SECOND_PERSON
        row.ended_at, row.ended_by = w.now(), reader.user_id
        return Restricting.LIFTED


def keep(ref: str, reader: Person, w: Wiring) -> Restricting:
    """It stays restricted: somebody who leads says so, or whoever asked thinks better of it."""
    with w.unit_of_work() as work:
        row, refused = _asked(work, ref, reader)
        if row is None:
            return refused
        row.lift_asked_at = row.lift_asked_by = row.lift_why = None
        return Restricting.KEPT


def _asked(work: UnitOfWork, ref: str, reader: Person) -> tuple[ContactRestrictionRow | None, Restricting]:
    contact = find_contact(work, reader, ref, to_change=True)
    row = None if contact is None else store.restriction(work.session, contact.id, to_change=True)
    if row is None:
        return None, Restricting.NOT_THERE
    if row.lift_asked_by is None:
        return None, Restricting.NOT_ASKED
    if not reader.roles & LEADS and row.lift_asked_by != reader.user_id:
        return None, Restricting.MAY_NOT
    return row, Restricting.NOT_ASKED


def _subject(work: UnitOfWork, said: str, staff: Iterable[Staff]) -> tuple[str, str] | None:
    """A person's id and a member of staff's, one of them "" at least; None if nobody is meant by it."""
    kind, _, who = said.partition(":")
    if not said:
        return "", ""
    if kind == "staff" and who in {one.id for one in staff}:
        return "", who
    return (who, "") if kind == "person" and people_store.person(work.session, who) else None


def _group(staff: Iterable[Staff], wanted: Collection[str], reader: Person) -> list[str]:
    always = {one.id for one in staff if Role.TEAM_LEAD in one.roles} | {reader.staff_id}
    return sorted(one.id for one in staff if one.id in always or one.id in wanted)


def _row(
    contact: ContactRow, reason: str, subject: tuple[str, str], group: list[str], by: int, now: datetime
) -> ContactRestrictionRow:
    return ContactRestrictionRow(
        contact_id=contact.id,
        reason=reason,
        subject_person=subject[0] or None,
        subject_staff=subject[1] or None,
        people=group,
        version=1,
        set_at=now,
        set_by=by,
    )


def _replace(
    work: UnitOfWork, row: ContactRestrictionRow, new: ContactRestrictionRow, seen: int
) -> Restricting:
    """The old restriction is ended and kept, and the new one is in force."""
    said = ("reason", "subject_person", "subject_staff", "people")
    if all(getattr(row, name) == getattr(new, name) for name in said):
        return Restricting.CHANGED
    if row.version != seen:
        return Restricting.OVERTAKEN
    row.ended_at, row.ended_by = new.set_at, new.set_by
    work.session.flush()
    new.version = row.version + 1
    store.add(work.session, new)
    return Restricting.CHANGED
