"""The moment a clock runs from becomes known: the due time is reckoned once, for all that wait for it."""

from datetime import datetime, timedelta

from oncall.followups import store
from oncall.followups.changing import Moment, Outcome, Step, change, record
from oncall.followups.due_times import latest_at, read_time
from oncall.followups.start import start_clock
from oncall.wiring import Wiring
from triage.follow_ups import Anchor

SLACK = timedelta(minutes=2)
LONG_AGO = timedelta(days=60)
FAR_AHEAD = timedelta(days=60)


def set_anchor(step: Step, day: str, clock: str, w: Wiring) -> Outcome:
    """Set the anchor of a follow-up: a date and a time of day on the wall clock of its service.

    Whatever else of the contact and child waits for the same moment starts with it. A time that was wrong
    can be put right while the follow-up is open: its due time is then reckoned anew, and both are kept.
    """

    def decide(moment: Moment) -> Outcome:
        row = moment.row
        at = read_time(day, clock, moment.config.zone)
        refused = _refusal(moment, at)
        if refused is not None or at is None:
            return refused or Outcome.ANCHOR_NEEDED
        others = [] if row.anchor == Anchor.MANUAL else store.awaiting_the_same(moment.work.session, row)
        before = row.due_at
        start_clock(moment.work, row, moment.config, at, moment.now)
        for other in others:
            start_clock(moment.work, other, moment.config, at, moment.now)
            key = f"{moment.key}:{other.id}"
            facts = _facts(at, other.due_at, None)
            record(
                moment.work,
                other,
                key,
                Outcome.ANCHOR_SET,
                at=moment.now,
                by=moment.reader.user_id,
                **facts,
            )
        return moment.keep(Outcome.ANCHOR_SET, **_facts(at, row.due_at, before))

    return change(step, w, decide)


def latest_agreed(moment: Moment) -> datetime | None:
    """Until when a time that is agreed may be; None where nothing limits it."""
    row = moment.row
    return latest_at(row.latest, moment.contact.started_at, row.calendar, moment.config)


def _refusal(moment: Moment, at: datetime | None) -> Outcome | None:
    if at is None:
        return Outcome.ANCHOR_NEEDED
    if at < moment.contact.started_at - LONG_AGO:
        return Outcome.ANCHOR_LONG_AGO
    if moment.row.anchor != Anchor.MANUAL:
        return Outcome.ANCHOR_IN_FUTURE if at > moment.now + SLACK else None
    if at > moment.now + FAR_AHEAD:
        return Outcome.ANCHOR_TOO_LATE
    latest = latest_agreed(moment)
    return Outcome.ANCHOR_TOO_LATE if latest is not None and at > latest else None


def _facts(at: datetime, due: datetime | None, before: datetime | None) -> dict[str, str]:
    facts = {"anchor_at": at.isoformat(), "due_at": "" if due is None else due.isoformat()}
    return facts if before is None else {**facts, "was_due_at": before.isoformat()}
