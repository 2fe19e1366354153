"""A follow-up is done, with evidence; or it does not apply, with a reason and, by law, a second person."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oncall.followups.changing import LONGEST, Moment, Outcome, Step, change, clean
from oncall.followups.due_times import read_time
from oncall.followups.ladder import overdue_from
from oncall.followups.start import again
from oncall.followups.tables import FollowUpRow, FollowUpStatus
from oncall.wiring import Wiring

SLACK = timedelta(minutes=2)
"""Clocks of telephones go wrong by so much."""
REASONS = (
    "could_not_reach",
    "waited_for_others",
    "learned_late",
    "something_more_urgent",
    "forgotten",
    "disputed",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who was told, how, when (a date and a time of day on the wall) and the reference they gave.

    `late_reason` is one of REASONS; `more`: what was to be found out is not known yet, so it comes again.
    """

    told: str = field(repr=False)
    how: str = field(repr=False)
    day: str
    clock: str
    reference: str = field(repr=False)
    late_reason: str = ""
    more: bool = False


def close_done(step: Step, evidence: Evidence, w: Wiring) -> Outcome:
    """Close a follow-up as done. One that was done late needs a reason."""

    def decide(moment: Moment) -> Outcome:
        row = moment.row
        at = read_time(evidence.day, evidence.clock, moment.config.zone)
        refused = _refusal(row, evidence, at, moment.now)
        if refused is not None:
            return refused
        row.told, row.how = clean(evidence.told), clean(evidence.how)
        row.reference, row.done_at = clean(evidence.reference), at
        row.overdue_reason = evidence.late_reason if _late(row, at) else None
        row.status, row.closed_at = FollowUpStatus.DONE, moment.now
        forget_offers(row)
        if evidence.more and row.repeats and at is not None:
            again(moment, at)
        return moment.keep(Outcome.DONE)

    return change(step, w, decide)


def not_applicable(step: Step, reason: str, w: Wiring) -> Outcome:
    """Say that a follow-up does not apply. A statutory one stays open until a second person agrees."""

    def decide(moment: Moment) -> Outcome:
        row, words = moment.row, clean(reason)
        if not words:
            return Outcome.REASON_NEEDED
        if len(words) > LONGEST:
            return Outcome.TOO_LONG
        row.reason, row.asked_by = words, moment.reader.user_id
        if row.statutory:
            return moment.keep(Outcome.SECOND_NEEDED, reason=words)
        _put_aside(row, moment.now)
        return moment.keep(Outcome.NOT_APPLICABLE, reason=words)

    return change(step, w, decide)


def agree(step: Step, w: Wiring) -> Outcome:
    """The second person agrees that a statutory follow-up does not apply; whoever said so cannot be both."""

    def decide(moment: Moment) -> Outcome:
        row = moment.row
        if row.asked_by is None:
            return Outcome.NOBODY_ASKED
        if row.asked_by == moment.reader.user_id:
            return Outcome.SECOND_IS_FIRST
        row.second_by = moment.reader.user_id
        _put_aside(row, moment.now)
        return moment.keep(Outcome.NOT_APPLICABLE, reason=row.reason)

    return change(step, w, decide)


def keep_open(step: Step, w: Wiring) -> Outcome:
    """A follow-up does apply after all: whoever asked, or a second person, keeps it open."""

    def decide(moment: Moment) -> Outcome:
        row = moment.row
        if row.asked_by is None:
            return Outcome.NOBODY_ASKED
        row.asked_by = row.reason = None
        return moment.keep(Outcome.KEPT_OPEN)

    return change(step, w, decide)


def forget_offers(row: FollowUpRow) -> None:
    """Nobody is asked any more to take a follow-up over."""
    row.offered_to = row.offered_by = row.offered_at = None


def _put_aside(row: FollowUpRow, now: datetime) -> None:
    row.status, row.closed_at = FollowUpStatus.NOT_APPLICABLE, now
    forget_offers(row)


def _refusal(row: FollowUpRow, evidence: Evidence, at: datetime | None, now: datetime) -> Outcome | None:
    lines = (evidence.told, evidence.how, evidence.reference)
    if row.status == FollowUpStatus.AWAITING_ANCHOR and row.statutory:
        return Outcome.ANCHOR_FIRST
    if not clean(evidence.told):
        return Outcome.TOLD_NEEDED
    if not clean(evidence.how):
        return Outcome.HOW_NEEDED
    if at is None:
        return Outcome.WHEN_NEEDED
    if at > now + SLACK:
        return Outcome.WHEN_IN_FUTURE
    if not clean(evidence.reference):
        return Outcome.REFERENCE_NEEDED
    if any(len(line) > LONGEST for line in lines):
        return Outcome.TOO_LONG
    if _late(row, at) and evidence.late_reason not in REASONS:
        return Outcome.LATE_REASON_NEEDED
    return None


def _late(row: FollowUpRow, at: datetime | None) -> bool:
    if row.due_at is None or at is None:
        return False
    return at > overdue_from(row.due_at, in_call=row.in_call) + SLACK
