"""What happened with a contact, in order: the facts; their words are in the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from oncall.contacts.step_store import Step
from oncall.contacts.tables import AttemptRow, CallLegRow, ContactRow, MessageRow, RecordingRow


class What(StrEnum):
    """One kind of thing that happens; the order is that of things at the same instant."""

    RANG_US = "rang_us"
    PASSED_OVER = "passed_over"
    RANG = "rang"
    PICKED_UP = "picked_up"
    TOOK = "took"
    CONNECTED = "connected"
    MESSAGE_LEFT = "message_left"
    ENDED = "ended"
    TEXT = "text"
    TOOK_CALL_BACK = "took_call_back"
    WRITTEN_UP = "written_up"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, when (UTC), and to whom (a name).

    `kind` and `tier` say what was rung; `state` is a result, outcome, key or delivery in the contract's
    word; `seconds` is how long it lasted, `why` what somebody said of it.
    """

    at: datetime
    what: What
    who: str | None = field(default=None, repr=False)
    kind: str | None = None
    tier: str | None = None
    state: str | None = None
    seconds: int | None = None
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Leg:
    """One telephone's part of the call, as the telephone company tells it."""

    role: str
    who: str | None = field(repr=False)
    started_at: datetime
    ended_at: datetime | None
    status: str


def timeline(
    contact: ContactRow,
    *,
    attempts: Iterable[AttemptRow],
    recordings: Iterable[RecordingRow],
    texts: Iterable[MessageRow],
    names: Mapping[str, str],
    written_up_by: str | None,
    steps: Iterable[Step] = (),
    passed_over: Iterable[tuple[str, datetime]] = (),
) -> tuple[Entry, ...]:
    """Everything that happened, earliest first. `names` are those of the staff by id.

    `passed_over` are ids of the staff who were not rung because of who the caller is, and since when.
    """
    entries = [Entry(contact.started_at, What.RANG_US, kind=contact.channel)]
    entries += [Entry(at, What.PASSED_OVER, names.get(one)) for one, at in passed_over]
    for attempt in attempts:
        entries += _attempt(attempt, names.get(attempt.person or ""))
    entries += [Entry(one.created_at, What.MESSAGE_LEFT, seconds=one.seconds) for one in recordings]
    entries += [
        Entry(one.created_at, What.TEXT, names.get(one.staff_id), one.kind, state=one.status)
        for one in texts
        if one.staff_id is not None and one.direction == "out"
    ]
    if contact.ended_at is not None and contact.channel not in ("sms", "manual"):
        lasted = int((contact.ended_at - contact.started_at).total_seconds())
        entries.append(Entry(contact.ended_at, What.ENDED, state=contact.outcome, seconds=lasted))
    if contact.owned_at is not None and contact.callback_owner is not None:
        owner = names.get(contact.callback_owner)
        entries.append(Entry(contact.owned_at, What.TOOK_CALL_BACK, owner, contact.channel))
    if contact.written_up_at is not None:
        entries.append(Entry(contact.written_up_at, What.WRITTEN_UP, written_up_by))
    entries += [Entry(one.at, What.STEP, one.by, state=one.state, why=one.why) for one in steps]
    order = list(What)
    return tuple(sorted(entries, key=lambda entry: (entry.at, order.index(entry.what))))


def legs(
    rows: Iterable[CallLegRow], attempts: Sequence[AttemptRow], names: Mapping[str, str]
) -> tuple[Leg, ...]:
    """The telephones that took part, in the order in which they began to ring."""
    people = {attempt.id: attempt.person for attempt in attempts}
    in_order = sorted(rows, key=lambda row: (row.started_at, row.role != "caller", row.provider_sid))
    return tuple(
        Leg(
            row.role,
            names.get(people.get(row.attempt_id or 0) or ""),
            row.started_at,
            row.ended_at,
            row.status,
        )
        for row in in_order
    )


def _attempt(attempt: AttemptRow, who: str | None) -> list[Entry]:
    """An attempt with its result; and, where they happened, picking up and taking the call."""
    rang_until = attempt.whispered_at or attempt.accepted_at or attempt.ended_at
    rang = None if rang_until is None else int((rang_until - attempt.rang_at).total_seconds())
    rung = Entry(attempt.rang_at, What.RANG, who, attempt.kind, attempt.tier, attempt.result, rang)
    entries = [rung]
    if attempt.whispered_at is not None:
        at = attempt.whispered_at
        entries.append(replace(rung, at=at, what=What.PICKED_UP, state=attempt.pressed, seconds=None))
    if attempt.accepted_at is not None:
        what = What.CONNECTED if attempt.person is None else What.TOOK
        entries.append(replace(rung, at=attempt.accepted_at, what=what, state=None, seconds=None))
    return entries
