"""Whom to ring next about a call: tier after tier, then the last resort, perhaps again, then nobody."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Self

import structlog

from oncall.calls.lines import emergency
from oncall.contacts import store
from oncall.contacts.arrival_store import FirstRing
from oncall.contacts.tables import AttemptRow, ContactRow, Result, RungKind
from oncall.db.unit_of_work import UnitOfWork
from oncall.lifeline.trail import EARLIER_CALL, EARLIER_CALL_SECONDS, Trail
from oncall.paging import begin as paging
from oncall.people.apart import NOBODY_APART, Apart
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from oncall.telephony.addresses import Addresses
from oncall.telephony.numbers import refusal
from oncall.telephony.replies import Ring, TakeMessage
from oncall.telephony.ring_time import parts_of
from oncall.words import say
from rota.ladder import Rung, around, ladder_at, next_rung
from rota.model import PersonId

log = structlog.get_logger(__name__)

CARRIERS_MARGIN = timedelta(seconds=5)
"""What the telephone company adds to every ringing time."""
WHISPER_AT_MOST = timedelta(seconds=60)
LONGEST_MESSAGE_SECONDS = 180
OFFICE_LINE_SECONDS = 20
LAST_RESORT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Hunt:
    """One step of ringing round about a call: by which rota, at what time, around whom."""

    trail: Trail
    config: ServiceConfig
    addresses: Addresses
    now: datetime
    apart: Apart = NOBODY_APART

    @classmethod
    def about(
        cls,
        contact: ContactRow,
        config: ServiceConfig,
        addresses: Addresses,
        now: datetime,
        apart: Apart = NOBODY_APART,
    ) -> Self:
        """The next step about a contact."""
        sid = contact.provider_sid or ""
        trail = trail_of(config, sid, contact.started_at, in_office_hours=contact.in_office_hours)
        return cls(trail, config, addresses, now, apart)

    def ladder(self) -> tuple[Rung, ...]:
        """Everybody to be rung, in order; it always ends with taking a message."""
        everybody, apart = self._everybody(), self.apart
        if not apart:
            return everybody
        return around(everybody, never=_ids(apart.surely), at_last=_ids(apart.maybe))

    def passed_over(self) -> list[str]:
        """Ids of who is on call and in conflict with the caller: not rung, or only at last."""
        apart = self.apart.everybody
        return [rung.person for rung in self._everybody() if rung.person in apart] if apart else []

    def _everybody(self) -> tuple[Rung, ...]:
        office = self.trail.in_office_hours and self.config.office_line is not None
        rungs = ladder_at(
            self.config.rota,
            self.now,
            can_be_rung=can_be_rung(self.config),
            office_line_seconds=OFFICE_LINE_SECONDS if office else None,
            last_resort_seconds=None if self.config.last_resort is None else LAST_RESORT_SECONDS,
        )
        return tuple(
            rung for rung in rungs if rung.kind == "voicemail" or not never_dialled(_number(self, rung))
        )


def trail_of(config: ServiceConfig, sid: str, began: datetime, *, in_office_hours: bool) -> Trail:
    """What a call carries in its addresses, for the lifeline, before anybody was rung."""
    return Trail(config.code, sid, int(began.timestamp()), in_office_hours)


def first_ring(hunt: Hunt, busy: frozenset[str], had_by: str | None = None) -> FirstRing | None:
    """Whom a new call rings first; None if everybody is busy and there is no last resort.

    `had_by` had this caller's call a few minutes ago: they come before everybody, even before the office,
    unless they are in conflict with the caller.
    """
    ladder = hunt.ladder()
    rung = next_rung(ladder, tried=(), busy={PersonId(person) for person in busy})
    kept_out = busy | hunt.apart.everybody
    if had_by is not None and had_by not in kept_out and can_be_rung(hunt.config)(PersonId(had_by)):
        earlier = _of_person(ladder, PersonId(had_by))
        rung = rung if never_dialled(_number(hunt, earlier)) else earlier
    if rung.kind == "voicemail":
        return None
    return FirstRing(rung.kind, rung.tier, rung.person, _number(hunt, rung), rung.seconds, _until(hunt, rung))


def ring_next(
    work: UnitOfWork,
    hunt: Hunt,
    contact_id: int,
    attempts: Sequence[AttemptRow],
    *,
    busy: frozenset[str],
    words: tuple[str, ...],
) -> Ring | None:
    """Record the next attempt and say how it is rung; None when nobody is left to ring.

    A person whose line somebody else takes at this very moment is passed over.
    """
    ladder = hunt.ladder()
    engaged = {PersonId(person) for person in busy}
    while (rung := _next(hunt, ladder, attempts, engaged)).kind != "voicemail":
        new = _attempt(hunt, contact_id, rung, len(attempts) + 1)
        attempt_id = store.ring(work.session, new)
        if attempt_id is not None:
            trail = _so_far(hunt, attempts).then(new.kind, new.person)
            return ring_reply(hunt, attempt_id, trail, new.number, new.seconds, words)
        assert rung.person is not None
        engaged.add(rung.person)
    return None


def ring_again(hunt: Hunt, attempts: Sequence[AttemptRow], words: tuple[str, ...], part: int = 0) -> Ring:
    """The last attempt rings: the same reply as before, for a request that is repeated, or a later part."""
    last = attempts[-1]
    return ring_reply(hunt, last.id, _so_far(hunt, attempts), last.number, last.seconds, words, part)


def keep_line(work: UnitOfWork, attempt: AttemptRow, now: datetime) -> bool:
    """Whether the telephone of an attempt can go on ringing: False if somebody else has that line by now."""
    until = now + timedelta(seconds=attempt.seconds) + CARRIERS_MARGIN + WHISPER_AT_MOST
    person, contact_id = attempt.person, attempt.contact_id
    return person is None or store.keep_line(work.session, person, contact_id, now=now, until=until)


def ring_reply(
    hunt: Hunt,
    attempt_id: int,
    trail: Trail,
    number: str,
    seconds: int,
    words: tuple[str, ...],
    part: int = 0,
) -> Ring:
    """How one part of an attempt is rung, the first being 0.

    Staffed lines are put through at once; a person is asked for a key first.
    """
    carried = trail.query()
    assert trail.last is not None
    return Ring(
        words=words,
        number=number,
        caller_id=hunt.config.voice_number,
        seconds=max(5, parts_of(seconds)[part]),
        next_url=hunt.addresses.next_after(attempt_id, carried, part),
        leg_url=hunt.addresses.leg(attempt_id),
        whisper_url=hunt.addresses.whisper(attempt_id, carried) if trail.last[0] == RungKind.TIER else None,
    )


def nobody_left(
    work: UnitOfWork, contact: ContactRow, hunt: Hunt, words: tuple[str, ...] = ()
) -> TakeMessage:
    """Ask the caller to leave a message; from this moment somebody owns the call back."""
    paging.own(work, contact, hunt.config, hunt.now)
    return TakeMessage(
        words=(*words, say("calls/take_message", emergency=emergency(hunt.config))),
        longest_seconds=LONGEST_MESSAGE_SECONDS,
        done_url=hunt.addresses.message_left(contact.id),
        silence_url=hunt.addresses.no_message(contact.id),
        recording_url=hunt.addresses.recording(contact.id),
    )


@lru_cache(maxsize=1024)
def never_dialled(number: str) -> bool:
    """Whether `number` is an emergency, premium-rate or short one: the last look at it."""
    never = refusal(number) is not None
    if never:
        log.error("number_never_dialled")
    return never


def _so_far(hunt: Hunt, attempts: Sequence[AttemptRow]) -> Trail:
    """The trail after these attempts."""
    passed = [a.person for a in attempts if a.result == Result.DECLINED and a.person is not None]
    return hunt.trail.after([(a.kind, a.person) for a in attempts], passed)


def _next(
    hunt: Hunt, ladder: Sequence[Rung], attempts: Sequence[AttemptRow], engaged: Collection[PersonId]
) -> Rung:
    """Whoever has not been rung yet; if the service hunts again, then whoever may be rung once more."""
    rung = next_rung(ladder, tried=[_tried(a) for a in attempts], busy=engaged)
    if rung.kind != "voicemail" or not hunt.config.hunt_again:
        return rung
    times = Counter(a.person or a.tier for a in attempts)
    enough = [_tried(a) for a in attempts if times[a.person or a.tier] > 1 or a.result == Result.DECLINED]
    return next_rung([rung for rung in ladder if rung.kind != "office_line"], tried=enough, busy=engaged)


def _ids(people: Collection[str]) -> frozenset[PersonId]:
    return frozenset(PersonId(one) for one in people)


def _tried(attempt: AttemptRow) -> tuple[str, PersonId | None]:
    return attempt.tier, None if attempt.person is None else PersonId(attempt.person)


def _of_person(ladder: Sequence[Rung], person: PersonId) -> Rung:
    """Somebody's own rung; or one made for them, when they are on no tier any more."""
    own = (rung for rung in ladder if rung.person == person)
    return next(own, Rung("tier", EARLIER_CALL, person, EARLIER_CALL_SECONDS))


def _attempt(hunt: Hunt, contact_id: int, rung: Rung, seq: int) -> store.NewAttempt:
    return store.NewAttempt(
        contact_id=contact_id,
        seq=seq,
        kind=rung.kind,
        tier=rung.tier,
        person=rung.person,
        number=_number(hunt, rung),
        seconds=rung.seconds,
        at=hunt.now,
        until=_until(hunt, rung),
    )


def _number(hunt: Hunt, rung: Rung) -> str:
    staffed = hunt.config.office_line if rung.kind == "office_line" else hunt.config.last_resort
    number = staffed if rung.person is None else hunt.config.staff[rung.person].phone
    assert number is not None
    return number


def _until(hunt: Hunt, rung: Rung) -> datetime:
    """When a person's line is free again at the latest."""
    return hunt.now + timedelta(seconds=rung.seconds) + CARRIERS_MARGIN + WHISPER_AT_MOST
