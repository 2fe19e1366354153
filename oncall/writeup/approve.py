"""Two named people approve a protocol word for word, from a day on; with a reason it is rolled back."""

from datetime import date
from enum import StrEnum

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.pages.wall_clock import HOME
from oncall.wiring import Wiring
from oncall.writeup import approval_store as store
from oncall.writeup.approved import content_hash, unapproved
from oncall.writeup.protocol_files import read_all, shipped_text
from oncall.writeup.tables import ProtocolApprovalRow
from triage.model import Protocol, Status

KEEPERS = (Role.MANAGER, Role.TEAM_LEAD, Role.QUALITY)
LARGEST_ID = 2**63 - 1
LONGEST_WHY = 500


class Approving(StrEnum):
    """What came of it."""

    PROPOSED = "approval_proposed"
    APPROVED = "approval_agreed"
    ENDED = "approval_ended"
    NO_DAY = "approval_no_day"
    TOO_EARLY = "approval_too_early"
    PAST_REVIEW = "approval_past_review"
    CHANGED = "approval_changed"
    SAME_VERSION = "approval_same_version"
    ALREADY = "approval_already"
    A_SECOND_PERSON = "approval_second_person"
    NO_REASON = "approval_no_reason"
    GONE = "approval_gone"
    NOT_YOURS = "approval_not_yours"
    NOT_THERE = "not_there"


def may_approve(reader: Person) -> bool:
    """Whether somebody may approve protocols and roll them back."""
    return bool(reader.roles.intersection(KEEPERS))


def propose(code: str, seen: str, day: str, reader: Person, w: Wiring) -> Approving:
    """Be the first of two who approve the shipped protocol from a day (YYYY-MM-DD) on.

    `seen` is the hash of the content that the reader has looked at: nobody approves what they have not seen.
    """
    protocol = read_all().get(code)
    if protocol is None or protocol.status is Status.RETIRED:
        return Approving.NOT_THERE
    if not may_approve(reader):
        return Approving.NOT_YOURS
    begins = _day(day)
    why_not = _refusal(unapproved(protocol), seen, begins, _today(w))
    if why_not is not None or begins is None:
        return why_not or Approving.NO_DAY
    with w.unit_of_work() as work:
        if _version_was_used(work, protocol, seen):
            return Approving.SAME_VERSION
        made = store.propose(work.session, _row(protocol, seen, begins, reader, w))
        return Approving.PROPOSED if made else Approving.ALREADY


def agree(approval_id: int, reader: Person, w: Wiring) -> Approving:
    """Be the second, who is another person than the first. Agreeing twice agrees once.

    It counts from its day on, or from today if that has passed while it waited.
    """
    if not may_approve(reader):
        return Approving.NOT_YOURS
    with w.unit_of_work() as work:
        row = store.to_change(work.session, min(approval_id, LARGEST_ID))
        if row is None or row.ended_at is not None:
            return Approving.GONE
        if row.second_at is not None:
            return Approving.APPROVED if row.second_by == reader.user_id else Approving.ALREADY
        now_shipped = read_all().get(row.code)
        if now_shipped is None or content_hash(unapproved(now_shipped)) != row.hash:
            return Approving.CHANGED
        if _same_person(work, row.first_by, reader):
            return Approving.A_SECOND_PERSON
        row.second_at, row.second_by, row.second_role = w.now(), reader.user_id, _role(reader)
        row.effective_from = max(row.effective_from, _today(w))
        return Approving.APPROVED


def end(approval_id: int, why: str, reader: Person, w: Wiring) -> Approving:
    """Take an approval back, with a reason: what was approved before it counts again. Twice ends it once."""
    if not may_approve(reader):
        return Approving.NOT_YOURS
    if not why.strip() or len(why) > LONGEST_WHY:
        return Approving.NO_REASON
    with w.unit_of_work() as work:
        row = store.to_change(work.session, min(approval_id, LARGEST_ID))
        if row is None or row.ended_at is not None:
            return Approving.GONE
        row.ended_at, row.ended_by, row.ended_why = w.now(), reader.user_id, why.strip()
        return Approving.ENDED


def _refusal(protocol: Protocol, seen: str, begins: date | None, today: date) -> Approving | None:
    if content_hash(protocol) != seen:
        return Approving.CHANGED
    if begins is None:
        return Approving.NO_DAY
    if begins < today:
        return Approving.TOO_EARLY
    return Approving.PAST_REVIEW if begins > protocol.review_by else None


def _version_was_used(work: UnitOfWork, protocol: Protocol, seen: str) -> bool:
    """Whether other content was approved under this version: one version must mean one content."""
    return any(
        one.version == protocol.version and one.hash != seen and one.second_at is not None
        for one in store.all_of(work.session, protocol.code)
    )


def _row(protocol: Protocol, seen: str, begins: date, reader: Person, w: Wiring) -> ProtocolApprovalRow:
    return ProtocolApprovalRow(
        code=protocol.code,
        version=protocol.version,
        hash=seen,
        text=shipped_text(protocol.code),
        effective_from=begins,
        first_at=w.now(),
        first_by=reader.user_id,
        first_role=_role(reader),
    )


def _same_person(work: UnitOfWork, user_id: int, reader: Person) -> bool:
    """Whether two sign-ins are one person's: somebody may have two under one name."""
    if user_id == reader.user_id:
        return True
    return store.name_of(work.session, user_id).strip().casefold() == reader.name.strip().casefold()


def _role(reader: Person) -> str:
    return next(role.value for role in KEEPERS if role in reader.roles)


def _today(w: Wiring) -> date:
    return w.now().astimezone(HOME).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
