"""Somebody takes what was asked, or offers to for a time of theirs in return; it is agreed, and done.

Within the rules it is done at once, unless the service wants every swap approved. What would break a rule
waits for whoever keeps the rota, and what is wanted in return waits for the person who asked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.rotas import store as rotas
from oncall.rotas.edit import Edit
from oncall.rotas.store import Definition
from oncall.service.config import ServiceConfig
from oncall.service.hand_rules import after_edit, both, broken, on_alone, stands_in
from oncall.shifts import ask_store as store
from oncall.shifts.ask import GAP, ILL, SWAP, open_spans
from oncall.shifts.candidates import known_around
from oncall.shifts.change import change_rota
from oncall.shifts.tables import AskRow, State
from oncall.shifts.texting import ids, keepers
from rota.checks import Finding
from rota.cover import shifts

PERSON, KEEPER = "person", "keeper"
TEXT, PAGE = "text", "page"


class Taking(StrEnum):
    """What came of it."""

    YOURS = "shift_yours"
    ALREADY_YOURS = "shift_already_yours"
    WAITS_FOR_KEEPER = "shift_waits_for_keeper"
    WAITS_FOR_PERSON = "shift_waits_for_person"
    TAKEN = "shift_taken"
    OVER = "shift_over"
    NOT_YOURS = "shift_not_yours"


@dataclass(frozen=True, slots=True)
class Back:
    """A time of the taker's that the person who asked is to take in return."""

    tier: str
    start: datetime
    end: datetime


def take(
    work: UnitOfWork,
    config: ServiceConfig,
    ask_id: int,
    person: str,
    *,
    now: datetime,
    how: str,
    back: Back | None = None,
    by: str | None = None,
) -> Taking:
    """Take an asking, or have it taken by whoever keeps the rota (`by`).

    Of many at the same moment one has it, and the others are told; twice is once.
    """
    row = store.take(work.session, ask_id, person, now)
    if row is None:
        return _too_late(work, ask_id, person, now)
    edit = edit_of(config, row)
    if edit is None:
        row.state, row.closed_at = State.WITHDRAWN, now
        return Taking.OVER
    if back is not None and row.why == SWAP and row.person is not None:
        row.back_tier, row.back_start, row.back_end = back.tier, back.start, back.end
        row.waits_for = PERSON
        _tell(work, row, [row.person], now)
        return Taking.WAITS_FOR_PERSON
    return _agreed(work, config, row, by=by or person, how=how, now=now, confirmed_by=by)


def accept(work: UnitOfWork, config: ServiceConfig, row: AskRow, *, by: str, now: datetime) -> Taking:
    """Whoever it waits for, or a keeper of the rota, says yes. The row is locked. Twice is once."""
    if row.state == State.DONE:
        return Taking.YOURS
    if row.state != State.AGREED or row.end <= now:
        return Taking.OVER
    if edit_of(config, row) is None:
        row.state, row.closed_at = State.WITHDRAWN, now
        return Taking.OVER
    if row.waits_for == PERSON:
        return _agreed(work, config, row, by=by, how=PAGE, now=now)
    return _do(work, config, row, by=by, how=PAGE, now=now)


def refuse(work: UnitOfWork, row: AskRow, *, by: str, now: datetime) -> None:
    """It is not to be; an offer for something in return is taken off, and the asking is open again."""
    if row.state == State.AGREED and row.waits_for == PERSON:
        row.state, row.taken_by, row.taken_at, row.waits_for = State.OPEN, None, None, None
        row.back_tier = row.back_start = row.back_end = None
    elif row.state in (State.OPEN, State.AGREED):
        row.state = State.REFUSED if row.state == State.AGREED else State.WITHDRAWN
        row.closed_by, row.closed_at = by, now
    work.session.flush()


def edit_of(config: ServiceConfig, row: AskRow, taker: str | None = None) -> Edit | None:
    """What taking it changes of the rota; None if the time has come to somebody else meanwhile."""
    person = taker or row.taken_by or ""
    if row.why in (ILL, GAP):
        spans = open_spans(config, row)
        return both(*(on_alone(config, row.tier, person, *span, "gap") for span in spans)) if spans else None
    assert row.person is not None
    on = shifts(config.rota, row.tier, row.start, row.end)
    if row.person not in {shift.person for shift in on}:
        return None
    edits = [stands_in(config, row.tier, person, row.person, row.start, row.end)]
    if row.back_tier is not None and row.back_start is not None and row.back_end is not None:
        edits.append(stands_in(config, row.back_tier, row.person, person, row.back_start, row.back_end))
    return both(*edits)


def consequences(
    work: UnitOfWork, config: ServiceConfig, definition: Definition, row: AskRow, taker: str | None = None
) -> list[Finding]:
    """What would be broken if somebody took it, known before they do."""
    edit = edit_of(config, row, taker)
    if edit is None:
        return []
    start, end = min(row.start, row.back_start or row.start), max(row.end, row.back_end or row.end)
    around = known_around(work.session, config, start, end)
    return broken(config, after_edit(definition, edit), start, end, around)


def _agreed(
    work: UnitOfWork,
    config: ServiceConfig,
    row: AskRow,
    *,
    by: str,
    how: str,
    now: datetime,
    confirmed_by: str | None = None,
) -> Taking:
    definition = rotas.newest(work.session, config.id) or {}
    if row.approval or consequences(work, config, definition, row):
        row.waits_for = KEEPER
        _tell(work, row, [one for one in ids(keepers(config)) if one != by], now)
        return Taking.WAITS_FOR_KEEPER
    return _do(work, config, row, by=by, how=how, now=now, confirmed_by=confirmed_by)


def _do(
    work: UnitOfWork,
    config: ServiceConfig,
    row: AskRow,
    *,
    by: str,
    how: str,
    now: datetime,
    confirmed_by: str | None = None,
) -> Taking:
    edit = edit_of(config, row)
    assert edit is not None
    assert row.taken_by is not None
    change_rota(work, config, edit, now=now, by=by, origin=SWAP if row.why == SWAP else "cover")
    row.state, row.waits_for, row.closed_by, row.closed_at = State.DONE, None, by, now
    shift = row.tier, row.taken_by, row.start
    store.confirm(work.session, config.id, *shift, now=now, how=how, by=confirmed_by)
    work.session.flush()
    return Taking.YOURS


def _too_late(work: UnitOfWork, ask_id: int, person: str, now: datetime) -> Taking:
    row = store.ask(work.session, ask_id)
    if row is None or row.end <= now or row.state == State.WITHDRAWN:
        return Taking.OVER
    if row.taken_by == person:
        if row.state == State.AGREED:
            return Taking.WAITS_FOR_PERSON if row.waits_for == PERSON else Taking.WAITS_FOR_KEEPER
        return Taking.ALREADY_YOURS if row.state == State.DONE else Taking.OVER
    return Taking.TAKEN if row.taken_by is not None else Taking.NOT_YOURS


def _tell(work: UnitOfWork, row: AskRow, people: list[str], now: datetime) -> None:
    """Text those it waits for; one text for each time that somebody takes it."""
    work.session.flush()
    for person in people:
        key = f"shift_waits:{row.id}:{row.waits_for}:{row.taken_by}:{now.timestamp():.0f}:{person}"
        outbox.put(work, "shift_waits_text", key, now=now, subject=f"{row.id}:{person}")
