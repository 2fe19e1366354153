"""What others read of ringing a caller back: who tried, when, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.joining.store import coming, of_contact
from oncall.joining.tables import JoinRow
from oncall.ringback import given_store, store
from oncall.ringback.back_calls import ENOUGH
from oncall.ringback.cut_off import TOO_LATE
from oncall.ringback.cut_off_store import open_question
from oncall.ringback.given_store import Given
from oncall.ringback.ring_back import Ringing, why_not
from oncall.ringback.tables import CallBackRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring


class Came(StrEnum):
    """What came of one try."""

    GOING_ON = "going_on"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    NOT_RUNG = "not_rung"


@dataclass(frozen=True, slots=True)
class Try:
    """One ringing back: whose it was (a name), when it was asked for, and what came of it."""

    who: str = field(repr=False)
    at: datetime
    came: Came


class Joined(StrEnum):
    """What came of asking somebody to join."""

    RUNG = "rung"
    THERE = "there"
    LEFT = "left"
    NOT_JOINED = "not_joined"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody (a name) was asked to join the call by somebody else, and what came of it."""

    who: str = field(repr=False)
    by: str = field(repr=False)
    at: datetime
    came: Joined


@dataclass(frozen=True, slots=True)
class CallBacks:
    """Every try for one contact, earliest first, and who was asked to join its call.

    `why_not` says why there cannot be another try now; `decide` is set after three in vain: ringing once
    more is no plan. `mine` while the reader is in the call, `coming` while somebody else has been asked to
    join it; `joined` are the names of those who are in it besides. `cut_off` are the seconds of talk after
    which the reader is asked whether the line dropped. `given` are the numbers on which the caller asked to
    be rung, the newest first; `withheld`: they rang without showing theirs.
    """

    ref: str
    zone: ZoneInfo
    tries: tuple[Try, ...]
    asked: tuple[Asked, ...]
    why_not: Ringing | None
    decide: bool
    mine: bool
    coming: bool
    joined: tuple[str, ...]
    cut_off: int | None
    given: tuple[Given, ...] = ()
    withheld: bool = False


def read_call_backs(ref: str, reader: Person, w: Wiring) -> CallBacks | None:
    """The tries to ring back the caller of a contact; None if there is none that the reader may see."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        if contact is None:
            return None
        rows = store.with_names(work.session, contact.id)
        tries = tuple(Try(name, row.asked_at, _came(row)) for row, name in rows)
        reached = any(one.came is Came.REACHED for one in tries)
        asked = open_question(work.session, contact.id, reader.staff_id, w.now() - TOO_LATE)
        config = config_of(w.config_cache, work.session, contact.service_id)
        on_staff = works_for(work.session, reader.staff_id, contact.service_id)
        return CallBacks(
            ref=ref,
            zone=config.zone,
            tries=tries,
            asked=tuple(_asked(one, config) for one in of_contact(work.session, contact.id)),
            why_not=why_not(contact) or (None if on_staff else Ringing.NOT_ON_THE_STAFF),
            mine=contact.ended_at is None
            and reader.staff_id is not None
            and contact.accepted_by == reader.staff_id,
            coming=coming(work.session, contact.id) is not None,
            joined=_joined(work, contact, config),
            cut_off=None if asked is None else asked.seconds,
            given=tuple(given_store.given(work.session, contact.id)),
            withheld=contact.caller_number is None,
            decide=not reached and store.unanswered(work.session, contact.id) >= ENOUGH,
        )


def _joined(work: UnitOfWork, contact: ContactRow, config: ServiceConfig) -> tuple[str, ...]:
    """The names of those who have joined the call and are in it still."""
    rows = of_contact(work.session, contact.id)
    there = dict.fromkeys(one.staff_id for one in rows if one.joined_at is not None and one.ended_at is None)
    return tuple(config.staff[one].name for one in there if one in config.staff)


def _asked(row: JoinRow, config: ServiceConfig) -> Asked:
    who, by = (config.staff[one].name if one in config.staff else "" for one in (row.staff_id, row.asked_by))
    if row.joined_at is not None:
        return Asked(who, by, row.joined_at, Joined.THERE if row.ended_at is None else Joined.LEFT)
    return Asked(who, by, row.asked_at, Joined.RUNG if row.ended_at is None else Joined.NOT_JOINED)


def _came(row: CallBackRow) -> Came:
    if row.connected_at is not None:
        return Came.REACHED
    if row.dial_status is not None:
        words = {"busy": Came.BUSY, "no-answer": Came.NO_ANSWER, "canceled": Came.NO_ANSWER}
        return words.get(row.dial_status, Came.FAILED)
    return Came.GOING_ON if row.ended_at is None else Came.NOT_RUNG
