"""What is shown of changing hands: somebody's own shifts, and one asking with what taking it would break."""

from dataclasses import dataclass
from datetime import timedelta

from oncall.calendar.acting import AHEAD, Acting
from oncall.rotas import store as rotas
from oncall.rotas.stretches import Duty
from oncall.service.config import ServiceConfig
from oncall.shifts import ask_store as store
from oncall.shifts.ask import SWAP
from oncall.shifts.candidates import Candidate, candidates
from oncall.shifts.coming import coming
from oncall.shifts.tables import AskRow, State
from oncall.shifts.take import PERSON, consequences
from rota.checks import Finding
from rota.cover import who_is_on

NEAR = timedelta(days=14)
"""A shift that begins sooner can be confirmed."""


@dataclass(frozen=True, slots=True)
class MyShift:
    """A shift of the person's: whether it has begun, was confirmed, and what asking about it goes on.

    `may_confirm`: it is near enough to be confirmed, and was not.
    """

    duty: Duty
    begun: bool
    confirmed: bool
    may_confirm: bool
    ask: AskRow | None


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of somebody's own: `person` is whom it is about, `reader` may keep the rota (`keeps`)."""

    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    person: str | None
    keeps: bool
    shifts: tuple[MyShift, ...]
    asks: tuple[AskRow, ...]
    on_now: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class AskPage:
    """One asking for one reader: what taking it would break, and what they may do.

    `could` is for a keeper: who could take it, in fair order.
    """

    config: ServiceConfig
    row: AskRow
    person: str | None
    keeps: bool
    breaks: tuple[Finding, ...]
    may_take: bool
    may_accept: bool
    may_refuse: bool
    back: tuple[Duty, ...]
    could: tuple[Candidate, ...]


def read_mine(at: Acting) -> Mine:
    """The person's shifts, what is asked of them or waits for them, and the tiers they could take over."""
    going_on = store.going_on(at.work.session, at.config.id, at.now)
    person, session = at.person, at.work.session
    confirmed = store.confirmed(session, at.config.id, person, at.now - AHEAD) if person else set()
    mine = tuple(
        MyShift(
            duty,
            duty.start <= at.now,
            (duty.tier, duty.start) in confirmed,
            at.now < duty.start <= at.now + NEAR and (duty.tier, duty.start) not in confirmed,
            next((row for row in going_on if _about(row, duty)), None),
        )
        for duty in coming(at.config, at.now, AHEAD)
        if duty.person == person
    )
    return Mine(
        at.config,
        at.choices,
        person,
        at.keeps,
        mine,
        tuple(row for row in going_on if at.keeps or _concerns(row, person)),
        tuple(
            (tier.name, person in who_is_on(at.config.rota, tier.name, at.now))
            for tier in at.config.rota.tiers
        ),
    )


def read_ask(at: Acting, ask_id: int) -> AskPage | None:
    """One asking; None if it is of another service, or none of the reader's business."""
    row = store.ask(at.work.session, ask_id)
    if row is None or row.service_id != at.config.id or not (at.keeps or _concerns(row, at.person)):
        return None
    definition, person = rotas.newest(at.work.session, at.config.id) or {}, at.person
    going_on = row.end > at.now
    may_take = going_on and row.state == State.OPEN and person not in (None, row.person)
    may_take = may_take and row.asked_of in (None, person)
    waits = going_on and row.state == State.AGREED
    own = [duty for duty in coming(at.config, at.now, AHEAD) if duty.person == person]
    found = consequences(at.work, at.config, definition, row, person if may_take else row.taken_by)
    return AskPage(
        at.config,
        row,
        person,
        at.keeps,
        tuple(found) if may_take or waits else (),
        may_take,
        waits and (at.keeps or (row.waits_for == PERSON and row.person == person)),
        row.state in (State.OPEN, State.AGREED) and (at.keeps or person in (row.person, row.asked_of)),
        tuple(duty for duty in own if duty.start > at.now) if may_take and row.why == SWAP else (),
        _could(at, row) if at.keeps and row.state == State.OPEN and going_on else (),
    )


def _could(at: Acting, row: AskRow) -> tuple[Candidate, ...]:
    """Who could take it, for a keeper: by rest and the other rules first, then by how little they have."""
    definition = rotas.newest(at.work.session, at.config.id) or {}
    span, but = (row.start, row.end), {row.person} if row.person else set()
    return tuple(candidates(at.work.session, at.config, definition, row.tier, span, but=but))


def _about(row: AskRow, duty: Duty) -> bool:
    return (
        row.person == duty.person and row.tier == duty.tier and row.start < duty.end and duty.start < row.end
    )


def _concerns(row: AskRow, person: str | None) -> bool:
    """Whether an asking is somebody's: theirs, open to all, or for them."""
    return person is not None and (person in (row.person, row.asked_of, row.taken_by) or row.asked_of is None)
