"""What a handover asks of the day: whom to watch now, what is due, and what may happen. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from oncall.followups.ladder import Standing
from oncall.followups.record import FollowUp
from oncall.handover.entries import RED, Entry
from triage.follow_ups import Anchor


class Reason(StrEnum):
    """Why somebody is to be watched now."""

    URGENT = auto()
    MISSING = auto()
    PROMISED = auto()
    MUST_NOT_WAIT = auto()
    PLACEMENT = auto()


@dataclass(frozen=True, slots=True)
class Watched:
    """A child, or a contact about none, that must not wait; `name` is the child's."""

    ref: str
    name: str | None = field(repr=False)
    urgency: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Contingency:
    """What to look out for: `happens` in words of the record, or a follow-up whose clock then starts."""

    ref: str
    name: str | None = field(repr=False)
    happens: str | None = field(repr=False)
    then: FollowUp | None


def watch_now(entries: Sequence[Entry], follow_ups: Iterable[FollowUp]) -> tuple[Watched, ...]:
    """Whoever must not wait, the most urgent first: by this period's contacts and all open follow-ups."""
    found: dict[str, tuple[str, str | None, set[str], set[Reason]]] = {}

    def add(ref: str, child: tuple[str, str] | None, urgency: str | None, *reasons: Reason) -> None:
        key, name = (ref, None) if child is None else child
        _, _, urgencies, why = found.setdefault(key, (ref, name, set(), set()))
        urgencies.update([urgency] if urgency else [])
        why.update(reasons)

    for entry in entries:
        reasons = _of_entry(entry)
        for child in entry.children if reasons else ():
            add(entry.ref, (child.ref, child.name), entry.summary.urgency, *reasons)
        if reasons and not entry.children:
            add(entry.ref, None, entry.summary.urgency, *reasons)
    for one in follow_ups:
        child_of = None if one.child_ref is None else (one.child_ref, one.child or "")
        if (reason := _of_follow_up(one)) is not None:
            add(one.contact, child_of, one.urgency, reason)
    made = (
        Watched(ref, name, min(urgencies, default=None), tuple(sorted(why)))
        for ref, name, urgencies, why in found.values()
    )
    return tuple(sorted(made, key=lambda one: (one.urgency or "U9", one.ref)))


def due_by(follow_ups: Iterable[FollowUp], end: datetime) -> tuple[FollowUp, ...]:
    """What is overdue or due before `end`: the statutory first, each by its clock."""
    due = [one for one in follow_ups if one.due_at is not None and one.due_at < end]
    return tuple(sorted(due, key=lambda one: (not one.statutory, one.due_at, one.id)))


def contingencies(entries: Iterable[Entry], follow_ups: Iterable[FollowUp]) -> tuple[Contingency, ...]:
    """What may happen and what follows then, as the records say and as clocks wait for it."""
    said = [
        Contingency(entry.ref, " and ".join(child.name for child in entry.children) or None, words, None)
        for entry in entries
        if (words := entry.watch_for)
    ]
    waiting = (one for one in follow_ups if one.standing is Standing.AWAITING_ANCHOR)
    return (*said, *(Contingency(one.contact, one.child, None, one) for one in waiting))


def _of_entry(entry: Entry) -> list[Reason]:
    reasons = [Reason.URGENT] if entry.summary.urgency in RED else []
    if entry.still_open and entry.summary.flags:
        reasons.append(Reason.MUST_NOT_WAIT)
    if entry.placement_at_risk:
        reasons.append(Reason.PLACEMENT)
    return reasons


def _of_follow_up(one: FollowUp) -> Reason | None:
    if one.anchor == Anchor.CHILD_RETURNED and one.standing is Standing.AWAITING_ANCHOR:
        return Reason.MISSING
    return Reason.PROMISED if one.rings else None
