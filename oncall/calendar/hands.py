"""Somebody's own shifts, and changing hands: read the pages, do what their forms say.

Whoever keeps the rota may act for a colleague; anybody else for themselves alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.access.store import Person
from oncall.calendar.draft import name_of, signature
from oncall.calendar.on_now import names
from oncall.calendar.read_calendar import KEEPS_THE_ROTA, configs_of
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas import store as rotas
from oncall.rotas.stretches import Duty
from oncall.service.config import ServiceConfig
from oncall.shifts import ask_store as store
from oncall.shifts.ask import GAP, SWAP, Wanted, ask_for, ill
from oncall.shifts.candidates import Candidate, breaks, candidates
from oncall.shifts.coming import coming
from oncall.shifts.tables import AskRow, State
from oncall.shifts.take import PAGE, PERSON, Back, Taking, accept, consequences, refuse, take
from oncall.shifts.take_over import TakeOver, look, take_over
from oncall.wiring import Wiring
from rota.checks import Finding, Kind
from rota.cover import who_is_on
from rota.errors import UnclearError
from rota.model import PersonId
from rota.written import when

AHEAD, NEAR = timedelta(days=93), timedelta(days=14)


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


@dataclass(frozen=True, slots=True)
class Acting:
    """A reader at work: in one transaction, for one service, for themselves or a colleague (`person`)."""

    work: UnitOfWork
    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    reader: Person
    person: str | None
    now: datetime

    @property
    def keeps(self) -> bool:
        """Whether the reader keeps the rota."""
        return bool(self.reader.roles & KEEPS_THE_ROTA)

    @property
    def by(self) -> str:
        """How the reader signs."""
        return signature(self.reader)

    def somebody(self) -> str:
        """The person acted for. Raises Problem if the reader is not on the staff and chose nobody."""
        if self.person is None:
            raise Problem("Choose for whom: you have no shifts of your own here.")
        return self.person


def acting(work: UnitOfWork, reader: Person, code: str, whom: str, w: Wiring) -> Acting | None:
    """The reader in a service (their first, if `code` is empty), for `whom` or themselves.

    None if the service is none of theirs. Raises Problem for somebody they may not act for.
    """
    configs = configs_of(work, reader, w)
    config = next((each for each in configs if code in ("", each.code)), None)
    if config is None:
        return None
    person = whom or reader.staff_id
    if person is not None and person != reader.staff_id and not reader.roles & KEEPS_THE_ROTA:
        raise Problem("Only whoever keeps the rota may act for somebody else.")
    if person is not None and person not in config.staff:
        person = None
    return Acting(work, config, tuple((each.code, each.name) for each in configs), reader, person, w.now())


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


def confirm(at: Acting, tier: str, start: str) -> bool:
    """The person will be on for their shift; False if it is not theirs any more. Twice is once."""
    begins = moment(at.config, "start", start)
    person = at.somebody()
    if not any(
        (duty.tier, duty.person, duty.start) == (tier, person, begins)
        for duty in coming(at.config, at.now, AHEAD)
    ):
        return False
    store.confirm(at.work.session, at.config.id, tier, person, begins, now=at.now, how=PAGE)
    return True


def ask(at: Acting, form: dict[str, str]) -> AskRow | tuple[Kind, ...]:
    """Ask for somebody to take the person's time; or what it would break for the one who is asked.

    With `insist` they are asked all the same. Raises Problem for a time that is not the person's.
    """
    tier, asked_of, person = form.get("tier", ""), form.get("asked_of") or None, at.somebody()
    start, end = _span(at, form)
    if not any(
        duty.person == person and duty.tier == tier and duty.start < end and start < duty.end
        for duty in coming(at.config, at.now, AHEAD)
    ):
        raise Problem("This time is not yours any more. Nobody was asked.")
    if asked_of is not None:
        if asked_of not in at.config.staff or asked_of == person:
            raise Problem("Choose a colleague, or everybody.")
        definition = rotas.newest(at.work.session, at.config.id) or {}
        found = breaks(at.config, definition, tier, asked_of, (start, end))
        if found and not form.get("insist"):
            return found
    wanted = Wanted(tier, start, end, SWAP, person, asked_of)
    return ask_for(at.work, at.config, wanted, by=at.by, now=at.now)


def ask_for_gap(at: Acting, form: dict[str, str]) -> AskRow:
    """Ask everybody who could to fill a gap. Raises Problem if the reader does not keep the rota."""
    if not at.keeps:
        raise Problem("Only whoever keeps the rota asks for gaps to be filled.")
    start, end = _span(at, form)
    tier = form.get("tier", "")
    if tier not in {each.name for each in at.config.rota.tiers}:
        raise Problem("There is no such tier.")
    return ask_for(at.work, at.config, Wanted(tier, start, end, GAP), by=at.by, now=at.now)


def say_ill(at: Acting, until: str) -> list[AskRow]:
    """The person is ill from now on; what was asked for them."""
    return ill(at.work, at.config, at.somebody(), moment(at.config, "until", until), by=at.by, now=at.now)


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
    found = consequences(at.config, definition, row, person if may_take else row.taken_by)
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
    return tuple(candidates(at.config, definition, row.tier, span, but=but))


def do_take(at: Acting, ask_id: int, back: str) -> Taking:
    """Take it; with `back` (tier|start|end) for that time of one's own in return."""
    in_return = None
    if back:
        start, end, tier = [*back.split("|", 2), "", ""][:3]
        in_return = Back(tier, moment(at.config, "start", start), moment(at.config, "end", end))
        if not any(
            (duty.tier, duty.start, duty.end, duty.person)
            == (tier, in_return.start, in_return.end, at.person)
            for duty in coming(at.config, at.now, AHEAD)
        ):
            raise Problem("That time is not yours any more. Nothing was offered.")
    return take(at.work, at.config, ask_id, at.somebody(), now=at.now, how=PAGE, back=in_return)


def do_accept(at: Acting, ask_id: int) -> Taking:
    """Say yes to what was agreed."""
    row = store.ask(at.work.session, ask_id, to_change=True)
    if row is None or not (at.keeps or (row.waits_for == PERSON and row.person == at.person)):
        return Taking.NOT_YOURS
    return accept(at.work, at.config, row, by=at.by, now=at.now)


def do_refuse(at: Acting, ask_id: int) -> bool:
    """Withdraw what one asked, or say no; False for somebody whose it is not."""
    row = store.ask(at.work.session, ask_id, to_change=True)
    if row is None or not (at.keeps or at.person in (row.person, row.asked_of)):
        return False
    refuse(at.work, row, by=at.by, now=at.now)
    return True


def read_take_over(at: Acting, tier: str) -> TakeOver:
    """What it would do to take over a tier now."""
    return look(at.work, at.config, tier, at.somebody(), at.now)


def do_take_over(at: Acting, tier: str) -> datetime:
    """Take it over; until when."""
    return take_over(at.work, at.config, tier, at.somebody(), by=at.by, now=at.now)


def moment(config: ServiceConfig, name: str, text: str) -> datetime:
    """A time that a form gives: local, or with its offset. Raises Problem."""
    try:
        return when(text, config.zone).instant
    except UnclearError as unclear:
        raise Problem(f"`{name}` {unclear}.") from None


def called(config: ServiceConfig, person: str | None) -> str:
    """What somebody is called."""
    return "everybody" if person is None else names(config, (PersonId(person),))[0]


def signed(config: ServiceConfig, by: str) -> str:
    """Whose signature it is."""
    return name_of(config, by)


def _span(at: Acting, form: dict[str, str]) -> tuple[datetime, datetime]:
    start, end = (moment(at.config, name, form.get(name, "")) for name in ("from", "until"))
    if end <= start or end <= at.now:
        raise Problem("The time must end after it begins, and not be past.")
    return start, end


def _about(row: AskRow, duty: Duty) -> bool:
    return (
        row.person == duty.person and row.tier == duty.tier and row.start < duty.end and duty.start < row.end
    )


def _concerns(row: AskRow, person: str | None) -> bool:
    """Whether an asking is somebody's: theirs, open to all, or for them."""
    return person is not None and (person in (row.person, row.asked_of, row.taken_by) or row.asked_of is None)
