"""One form about one follow-up: found, not overtaken, changed once, and written down with whoever it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.tables import FollowUpRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring

MAY_CHANGE = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD})
LEADS = frozenset({Role.TEAM_LEAD, Role.MANAGER})
LONGEST = 2_000


class Outcome(StrEnum):
    """What came of a form; the word names the sentence that says so. Those of SUCCESS changed something."""

    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    SECOND_NEEDED = "second_needed"
    KEPT_OPEN = "kept_open"
    ANCHOR_SET = "anchor_set"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"
    ADDED = "added"
    PROPOSED = "proposed"
    NOTHING_NEW = "nothing_new"
    MOVED = "moved"
    NOT_THERE = "not_there"
    MAY_NOT = "may_not"
    OVERTAKEN = "overtaken"
    CLOSED = "closed"
    TOLD_NEEDED = "told_needed"
    HOW_NEEDED = "how_needed"
    WHEN_NEEDED = "when_needed"
    WHEN_IN_FUTURE = "when_in_future"
    REFERENCE_NEEDED = "reference_needed"
    LATE_REASON_NEEDED = "late_reason_needed"
    ANCHOR_FIRST = "anchor_first"
    REASON_NEEDED = "reason_needed"
    SECOND_IS_FIRST = "second_is_first"
    NOBODY_ASKED = "nobody_asked"
    ANCHOR_NEEDED = "anchor_needed"
    ANCHOR_IN_FUTURE = "anchor_in_future"
    ANCHOR_LONG_AGO = "anchor_long_ago"
    ANCHOR_TOO_LATE = "anchor_too_late"
    CLOCK_RUNS_ALREADY = "clock_runs_already"
    PERSON_NEEDED = "person_needed"
    MAY_NOT_SEE = "may_not_see"
    AWAY = "away"
    OWNERS_OR_LEADS = "owners_or_leads"
    NOT_OFFERED_TO_YOU = "not_offered_to_you"
    HAS_AN_OWNER = "has_an_owner"
    NOT_ON_THE_STAFF = "not_on_the_staff"
    TITLE_NEEDED = "title_needed"
    WHOSE_NEEDED = "whose_needed"
    DUE_NEEDED = "due_needed"
    DUE_IN_PAST = "due_in_past"
    CHILD_ELSEWHERE = "child_elsewhere"
    URGENCY_NEEDED = "urgency_needed"
    ISSUE_NEEDED = "issue_needed"
    TOO_LONG = "too_long"


SUCCESS = frozenset(list(Outcome)[: list(Outcome).index(Outcome.NOT_THERE)])


@dataclass(frozen=True, slots=True)
class Step:
    """A form that was sent: about which follow-up, with what key of its own, made from which version."""

    follow_up_id: int
    key: str
    seen: int
    reader: Person


@dataclass(frozen=True, slots=True)
class Moment:
    """A follow-up being changed: in this transaction, locked, with its contact and service, now."""

    work: UnitOfWork
    row: FollowUpRow
    contact: ContactRow
    config: ServiceConfig
    reader: Person
    key: str
    now: datetime

    def keep(self, outcome: Outcome, **facts: Any) -> Outcome:
        """Write down what was changed, and give it back."""
        record(self.work, self.row, self.key, outcome, at=self.now, by=self.reader.user_id, **facts)
        return outcome


def change(step: Step, w: Wiring, decide: Callable[[Moment], Outcome]) -> Outcome:
    """Have `decide` change a follow-up, unless its sender may not, or has not seen how it stands now.

    The same form sent twice, at once or later, changes it once and gets the same answer.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = store.find(work.session, step.reader, step.follow_up_id)
        if found is None:
            return Outcome.NOT_THERE
        row, contact = found
        key = f"{row.id}:{step.reader.user_id}:{step.key[:64]}"
        before = store.change(work.session, key)
        if before is not None:
            return Outcome(before.what)
        if not may_change(step.reader):
            return Outcome.MAY_NOT
        if row.closed_at is not None:
            return Outcome.CLOSED
        if row.version != step.seen:
            return Outcome.OVERTAKEN
        config = config_of(w.config_cache, work.session, contact.service_id)
        return decide(Moment(work, row, contact, config, step.reader, key, now))


def may_change(reader: Person) -> bool:
    """Whether somebody's roles let them change follow-ups; others only read them."""
    return bool(reader.roles & MAY_CHANGE)


def record(
    work: UnitOfWork,
    row: FollowUpRow,
    key: str,
    what: str,
    *,
    at: datetime,
    by: int | None,
    **facts: Any,
) -> bool:
    """Write a change of a locked follow-up down and give it a new version; False if that was done before."""
    if not store.keep_change(work.session, key, row, at=at, by=by, what=what, facts=facts):
        return False
    row.version += 1
    work.session.flush()
    return True


def clean(text: str) -> str:
    """A line as it is kept: without blanks at its ends, at most so long."""
    return " ".join(text.replace("\0", "").split())
