"""The board: who is on, which calls go on now, and what waits for somebody."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.access.roles import MAY_READ_CONTENT
from oncall.access.store import Person
from oncall.calls import board_store as store
from oncall.contacts.summary import Summary
from oncall.contacts.tables import AttemptRow, Outcome
from oncall.db.unit_of_work import UnitOfWork
from oncall.ringback.cut_off import TOO_LATE
from oncall.ringback.cut_off_store import open_questions
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from oncall.service.reader_store import services_of
from oncall.service.store import cached_config
from oncall.service.turns import turn_at
from oncall.wiring import Wiring
from rota.model import PersonId

BACKGROUND_MAY_WAIT = timedelta(seconds=60)


class Phase(StrEnum):
    """What a live call is doing."""

    RINGING = "ringing"
    CONNECTED = "connected"
    BETWEEN = "between"
    LEAVING_A_MESSAGE = "leaving_a_message"


@dataclass(frozen=True, slots=True)
class OnCall:
    """Somebody on a tier; the rota may name somebody who has no telephone."""

    name: str
    has_phone: bool
    is_reader: bool


@dataclass(frozen=True, slots=True)
class TierNow:
    """A tier: who is on it until when, and who is next. No `until`: nothing changes for a long time."""

    name: str
    people: tuple[OnCall, ...]
    until: datetime | None
    then: tuple[OnCall, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A call that goes on: whom it rings or is connected with (a name, or a staffed line), and since when."""

    contact: Summary
    phase: Phase
    kind: str | None
    who: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class CallBack:
    """A caller to be rung back. `overdue` is in whole minutes, None while there is time."""

    contact: Summary
    overdue: int | None


@dataclass(frozen=True, slots=True)
class CutOff:
    """A call of the reader's that may have been cut off, after so many seconds of talk."""

    contact: Summary
    seconds: int


@dataclass(frozen=True, slots=True)
class ServiceBoard:
    """One service tonight. `more`: what waits is longer than these lists. `today` is the date in `zone`."""

    id: int
    name: str
    zone: ZoneInfo
    today: date
    tiers: tuple[TierNow, ...]
    live: tuple[Live, ...]
    cut_off: tuple[CutOff, ...]
    call_backs: tuple[CallBack, ...]
    to_write: tuple[Summary, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What a reader sees of tonight. `background_since`: texts and the like have been waiting too long.

    `queue_down`: the queue does not answer, so that each of them comes a few seconds later.
    """

    services: tuple[ServiceBoard, ...]
    background_since: datetime | None
    queue_down: bool
    shows_contacts: bool
    staff_id: str | None

    def tag(self, session_id: int) -> str:
        """Another word whenever anything on the board is another, for the same sign-in."""
        return hashlib.sha256(repr((session_id, astuple(self))).encode()).hexdigest()[:32]


def read_board(reader: Person, w: Wiring) -> Board:
    """The board as it is now. Contacts are on it only for those whose role lets them read content."""
    now, content = w.now(), bool(reader.roles & MAY_READ_CONTENT)
    with w.unit_of_work() as work:
        services = []
        for found in services_of(work.session, reader.staff_id):
            config = cached_config(w.config_cache, work.session, found.id, found.version)
            lists = _lists(work, config, reader, now) if content else NOTHING
            services.append(_service(config, lists, reader, now))
        since = store.background_waits_since(work.session, now)
    return Board(
        services=tuple(services),
        background_since=None if since is None or now - since <= BACKGROUND_MAY_WAIT else since,
        queue_down=not w.queue_answers(),
        shows_contacts=content,
        staff_id=reader.staff_id,
    )


@dataclass(frozen=True, slots=True)
class _Lists:
    live: tuple[Live, ...] = ()
    cut_off: tuple[CutOff, ...] = ()
    call_backs: tuple[Summary, ...] = ()
    to_write: tuple[Summary, ...] = ()


NOTHING = _Lists()


def _lists(work: UnitOfWork, config: ServiceConfig, reader: Person, now: datetime) -> _Lists:
    live = store.live(work.session, reader, config.id)
    attempts = store.ringing(work.session, live)
    asked = open_questions(work.session, reader, config.id, now - TOO_LATE)
    return _Lists(
        live=tuple(_live(one, attempts.get(one.id), config) for one in live),
        cut_off=tuple(CutOff(contact, seconds) for contact, seconds in asked),
        call_backs=tuple(store.call_backs(work.session, reader, config.id)),
        to_write=tuple(store.not_written_up(work.session, reader, config.id)),
    )


def _service(config: ServiceConfig, lists: _Lists, reader: Person, now: datetime) -> ServiceBoard:
    call_backs = tuple(CallBack(one, _overdue(one, now)) for one in lists.call_backs)
    most = store.MOST_WAITING
    return ServiceBoard(
        id=config.id,
        name=config.name,
        zone=config.zone,
        today=now.astimezone(config.zone).date(),
        tiers=tuple(_tier(config, tier.name, reader, now) for tier in config.rota.tiers),
        live=lists.live,
        cut_off=lists.cut_off,
        call_backs=call_backs[:most],
        to_write=lists.to_write[:most],
        more=max(len(lists.call_backs), len(lists.to_write)) > most,
    )


def _tier(config: ServiceConfig, name: str, reader: Person, now: datetime) -> TierNow:
    turn = turn_at(config.rota, name, now)

    def on_call(person: PersonId) -> OnCall:
        staff = config.staff.get(person)
        return OnCall(staff.name if staff else person, can_be_rung(config)(person), person == reader.staff_id)

    return TierNow(name, tuple(map(on_call, turn.people)), turn.until, tuple(map(on_call, turn.then)))


def _live(contact: Summary, attempt: AttemptRow | None, config: ServiceConfig) -> Live:
    if contact.outcome == Outcome.ANSWERED and attempt is not None:
        return Live(contact, Phase.CONNECTED, attempt.kind, contact.taken_by, _answered_at(contact, attempt))
    if attempt is not None and attempt.ended_at is None:
        staff = config.staff.get(attempt.person or "")
        name = None if staff is None else staff.name
        return Live(contact, Phase.RINGING, attempt.kind, name, attempt.rang_at)
    asked = contact.callback_owner is not None or contact.callback_due_at is not None
    since = contact.started_at if attempt is None else attempt.ended_at or attempt.rang_at
    return Live(contact, Phase.LEAVING_A_MESSAGE if asked else Phase.BETWEEN, None, None, since)


def _answered_at(contact: Summary, attempt: AttemptRow) -> datetime:
    return contact.answered_at or attempt.accepted_at or attempt.rang_at


def _overdue(contact: Summary, now: datetime) -> int | None:
    due = contact.callback_due_at
    return None if due is None or now <= due else int((now - due).total_seconds() // 60)
