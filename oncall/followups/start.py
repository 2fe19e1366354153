"""A follow-up begins, and its clock with it: the due time is reckoned once, when its anchor becomes known."""

from dataclasses import dataclass, field
from datetime import datetime

from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.changing import Moment, Outcome, record
from oncall.followups.due_times import calendar_of, due_at
from oncall.followups.remind import schedule
from oncall.followups.tables import AT_CONTACT, FollowUpRow, FollowUpStatus
from oncall.service.config import ServiceConfig
from triage.follow_ups import Anchor, FollowUp, OurPart

RING_BACK = "F16"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a follow-up begins with. `key` is its own for ever; `by` is a user, `owner` of the staff."""

    what: FollowUp = field(repr=False)
    key: str
    child_ref: str | None
    owner: str | None
    by: int | None
    rings: bool = False
    outcome: Outcome = Outcome.PROPOSED


def begin(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, new: Beginning, now: datetime
) -> FollowUpRow | None:
    """Add a follow-up about a contact; None if it is there already. Its clock runs if its anchor is known."""
    what = new.what
    holidays = store.holidays_of(work.session, contact.service_id)
    row = store.add(
        work.session,
        {
            "key": new.key,
            "contact_id": contact.id,
            "child_ref": new.child_ref,
            "kind": what.code,
            "title": what.title,
            "organisation": what.organisation,
            "role": what.role,
            "our_part": [part.value for part in what.our_part],
            "statutory": what.statutory,
            "sure": what.sure,
            "source": what.source,
            "owner": new.owner,
            "anchor": what.anchor.value,
            "anchor_is": what.anchor_is,
            "due_rule": what.due,
            "latest": what.latest,
            "repeats": what.repeats,
            "calendar": calendar_of(statutory=what.statutory, holidays=holidays),
            "rings": new.rings or what.code == RING_BACK,
            "status": FollowUpStatus.AWAITING_ANCHOR,
            "version": 0,
            "created_at": now,
        },
    )
    if row is None:
        return None
    record(work, row, f"began:{row.id}", new.outcome, at=now, by=new.by, owner=new.owner)
    at = _anchor(work, row, contact)
    if at is not None:
        start_clock(work, row, config, at, now)
    return row


def start_clock(
    work: UnitOfWork, row: FollowUpRow, config: ServiceConfig, at: datetime, now: datetime
) -> None:
    """The anchor of a follow-up is known: reckon when it is due, and who is reminded when."""
    row.anchor_at, row.status = at, FollowUpStatus.OPEN
    row.due_at = due_at(row.due_rule, at, row.calendar, config)
    work.session.flush()
    schedule(work, row, config.zone, now)


def again(moment: Moment, at: datetime) -> None:
    """What was to be found out is not known yet: the same once more, from `at`, after its own pause."""
    row = moment.row
    what = FollowUp(
        code=row.kind,
        title=row.title,
        organisation=row.organisation,
        role=row.role,
        our_part=tuple(OurPart(part) for part in row.our_part),
        due=row.repeats,
        anchor=Anchor.MANUAL,
        statutory=row.statutory,
        source=row.source,
        repeats=row.repeats,
        sure=row.sure,
    )
    new = Beginning(what, f"again:{row.id}", row.child_ref, row.owner, moment.reader.user_id)
    made = begin(moment.work, moment.contact, moment.config, new, moment.now)
    if made is not None:
        start_clock(moment.work, made, moment.config, at, moment.now)


def _anchor(work: UnitOfWork, row: FollowUpRow, contact: ContactRow) -> datetime | None:
    """The moment the clock of a new follow-up runs from, as far as it is known by now."""
    if row.anchor in AT_CONTACT:
        return contact.started_at
    if row.anchor == Anchor.MANUAL:
        return None
    return store.known_anchor(work.session, contact.id, row.child_ref, row.anchor, row.anchor_is)
