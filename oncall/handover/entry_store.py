"""Queries for the contacts of a handover, each as one reader may see it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, select, update
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts import step_store
from oncall.contacts.read_store import call_back_waits, may_see_child, summaries, visible_to
from oncall.contacts.restricted_store import is_restricted
from oncall.contacts.tables import AddendumRow, ContactChildRow, ContactRow, FieldRow, Outcome, State
from oncall.handover.entries import Child, Entry, final_words, mark
from oncall.handover.tables import HandoverRow
from oncall.people.tables import ChildRow

ISSUES = ("presenting_issue", "other_issues")
AT_BREAKING_POINT = "P14"
"""The protocol for a placement that may not hold."""
LATELY = timedelta(days=7)


def entries(session: Session, handover: HandoverRow, reader: Person | None) -> list[Entry]:
    """The contacts of a handover in the order they came; only a signature, without reader, covers all.

    A contact the office itself answered in its hours is the office's own and is left out.
    """
    seen = () if reader is None else visible_to(reader)
    found = select(ContactRow).where(*of(handover), *seen).order_by(ContactRow.started_at, ContactRow.id)
    rows = session.scalars(found.execution_options(populate_existing=True)).all()
    children = _children(session, [row.id for row in rows])
    addenda = _addenda(session, [row.id for row in rows])
    fields = _fields(session, [row.id for row in rows])
    made = []
    for row, summary in zip(rows, summaries(session, rows), strict=True):
        theirs, added = children.get(row.id, ()), addenda.get(row.id, 0)
        said = fields.get(row.id, {})
        watch = said.get("watch_for")
        sign = mark(summary, row.note, (one.ref for one in theirs), added, watch)
        final = final_words(summary, row.note, watch)
        made.append(Entry(summary, row.note, theirs, added, sign, watch, final, _at_risk(said)))
    return _since_signed(made, handover)


def refs_of(session: Session, handover: HandoverRow) -> list[str]:
    """References of every contact of a handover, restricted ones too, in order."""
    found = select(ContactRow.ref).where(*of(handover))
    return list(session.scalars(found.order_by(ContactRow.started_at, ContactRow.id)))


def still_kept(session: Session, handover: HandoverRow) -> set[str]:
    """References of the contacts that were signed and are still there, in their service and their period."""
    found = select(ContactRow.ref).where(
        ContactRow.ref.in_(handover.signed_contacts or ()),
        ContactRow.service_id == handover.service_id,
        ContactRow.started_at >= handover.starts_at,
        ContactRow.started_at < handover.until,
    )
    return set(session.scalars(found))


def contact(session: Session, contact_id: int) -> ContactRow | None:
    """A contact as it stands."""
    return session.get(ContactRow, contact_id)


def ids_of(session: Session, handover: HandoverRow) -> set[int]:
    """Ids of every contact of a handover, restricted ones too."""
    return set(session.scalars(select(ContactRow.id).where(*of(handover))))


def still_going_on(session: Session, handover: HandoverRow, reader: Person) -> bool:
    """Whether a contact of the period has not ended that the reader may see; they hear of no other."""
    going_on = select(ContactRow.id).where(*of(handover), ContactRow.ended_at.is_(None), *visible_to(reader))
    return session.scalar(going_on.limit(1)) is not None


def somebody_waits(session: Session, handover: HandoverRow, reader: Person) -> bool:
    """Whether somebody of this period, or of any before it, waits for an answer and the reader may see it."""
    waiting = select(ContactRow.id).where(
        *visible_to(reader),
        ContactRow.service_id == handover.service_id,
        ContactRow.started_at < handover.until,
        call_back_waits(),
    )
    return session.scalar(waiting.limit(1)) is not None


def hidden(session: Session, reader: Person) -> set[str]:
    """References of the children a reader may see nothing of."""
    return set(session.scalars(select(ChildRow.ref).where(not_(may_see_child(reader.staff_id)))))


def who_see(session: Session, contact_ids: Sequence[int], staff: Iterable[str]) -> list[str]:
    """Of these members of staff those who may see every one of these contacts, in order."""
    found = []
    for staff_id in staff:
        visible = visible_to(as_reader(staff_id))
        seen = select(func.count()).where(ContactRow.id.in_(contact_ids), *visible)
        if session.scalar(seen) == len(set(contact_ids)):
            found.append(staff_id)
    return found


def as_reader(staff_id: str | None) -> Person:
    """A member of the staff, or nobody in particular, as far as it decides what they may see."""
    return Person(user_id=0, session_id=0, name="", staff_id=staff_id, roles=frozenset())


def restricted(session: Session, contact_ids: Collection[int]) -> set[int]:
    """Which of these contacts only a few may see."""
    found = select(ContactRow.id).where(ContactRow.id.in_(contact_ids), is_restricted())
    return set(session.scalars(found))


def about_restricted(session: Session, contact_ids: Collection[int]) -> set[int]:
    """Which of these contacts are about a child whom only a few may see."""
    about = select(ContactChildRow.contact_id).join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
    return set(session.scalars(about.where(ContactChildRow.contact_id.in_(contact_ids), ChildRow.restricted)))


def lately(session: Session, reader: Person, child_refs: Sequence[str], until: datetime) -> dict[str, int]:
    """How many contacts there were about each child in the seven days up to `until`, the reader may see."""
    count = (
        select(ContactChildRow.child_ref, func.count())
        .join(ContactRow, ContactRow.id == ContactChildRow.contact_id)
        .where(ContactChildRow.child_ref.in_(child_refs), *visible_to(reader))
        .where(ContactRow.started_at >= until - LATELY, ContactRow.started_at < until)
        .group_by(ContactChildRow.child_ref)
    )
    return {row[0]: row[1] for row in session.execute(count)} if child_refs else {}


def move_contacts(
    session: Session, handover: HandoverRow, state: State, by: int, now: datetime, but: Collection[int] = ()
) -> None:
    """Somebody handed the written-up contacts of a handover over, acknowledged them, or took it back.

    Those in `but` stay as they are.
    """
    earlier = {
        State.WRITTEN_UP: [State.HANDED_OVER],
        State.HANDED_OVER: [State.WRITTEN_UP],
        State.ACKNOWLEDGED: [State.WRITTEN_UP, State.HANDED_OVER],
    }[state]
    theirs = (*of(handover), ContactRow.state.in_(earlier), ContactRow.id.not_in(but))
    moved = update(ContactRow).where(*theirs).values(state=state).returning(ContactRow.id)
    step_store.add(session, list(session.scalars(moved)), state, by, now)


def of(handover: HandoverRow) -> tuple[ColumnElement[bool], ...]:
    """Which contacts belong to a handover."""
    theirs_alone = and_(
        ContactRow.in_office_hours, ContactRow.outcome == Outcome.ANSWERED, ContactRow.accepted_by.is_(None)
    )
    return (
        ContactRow.service_id == handover.service_id,
        ContactRow.started_at >= handover.starts_at,
        ContactRow.started_at < handover.until,
        not_(theirs_alone),
    )


def _since_signed(made: list[Entry], handover: HandoverRow) -> list[Entry]:
    """Which of them came after the signature, have gone on since, or say what was not signed."""
    if handover.signed_contacts is None:
        return made
    signed, marks = set(handover.signed_contacts), handover.signed_marks or {}
    words = handover.signed_words or {}
    return [
        replace(
            one,
            late=one.ref not in signed,
            changed=one.mark != marks.get(one.ref, one.mark),
            altered=one.words != words.get(one.ref, one.words),
        )
        for one in made
    ]


def _children(session: Session, contact_ids: list[int]) -> dict[int, tuple[Child, ...]]:
    rows = session.execute(
        select(ContactChildRow.contact_id, ChildRow.ref, ChildRow.preferred_name, ChildRow.restricted)
        .join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
        .where(ContactChildRow.contact_id.in_(contact_ids))
        .order_by(ChildRow.preferred_name, ChildRow.ref)
    )
    found: dict[int, tuple[Child, ...]] = {}
    for contact_id, ref, name, is_restricted_child in rows:
        found[contact_id] = (*found.get(contact_id, ()), Child(ref, name, is_restricted_child))
    return found


def _fields(session: Session, contact_ids: list[int]) -> dict[int, dict[str, str]]:
    """What each record says to watch for and what it is about, the newest words of each."""
    said = select(FieldRow.contact_id, FieldRow.name, FieldRow.value).where(
        FieldRow.contact_id.in_(contact_ids), FieldRow.name.in_(("watch_for", *ISSUES))
    )
    found: dict[int, dict[str, str]] = {}
    for contact_id, name, value in session.execute(said.order_by(FieldRow.number)):
        found.setdefault(contact_id, {})[name] = value
    return found


def _at_risk(said: Mapping[str, str]) -> bool:
    """Whether a record is about a placement that may break down."""
    return any(AT_BREAKING_POINT in said.get(name, "").split() for name in ISSUES)


def _addenda(session: Session, contact_ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(AddendumRow.contact_id, func.count())
        .where(AddendumRow.contact_id.in_(contact_ids))
        .group_by(AddendumRow.contact_id)
    )
    return {row[0]: row[1] for row in rows}
