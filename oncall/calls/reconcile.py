"""Comparing the telephone company's call log with ours, and putting the difference right.

A call of which we were told nothing becomes a contact with somebody who owns the call back; a call that we
think goes on is ended; a leg that ended otherwise is corrected. Running it twice finds nothing the second
time, but for what cannot be put right.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import structlog

from oncall.calls import reconcile_store as store
from oncall.calls.call_ended import end_call
from oncall.calls.from_lifeline import keep_arrival
from oncall.contacts import store as contacts
from oncall.contacts.tables import CallLegRow
from oncall.service.config import ServiceConfig
from oncall.telephony.forms import OVER, CallEnded, InboundCall
from oncall.telephony.gateway import LoggedCall
from oncall.telephony.numbers import caller_number
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)


class Kind(StrEnum):
    """How one call differs."""

    NOT_HERE = "not_here"
    STILL_OPEN = "still_open"
    ENDED_OTHERWISE = "ended_otherwise"
    LEG_NOT_HERE = "leg_not_here"
    NOBODYS = "nobodys"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Difference:
    """One call that the two logs tell differently; `sid` is the company's id of it."""

    kind: Kind
    sid: str

    @property
    def put_right(self) -> bool:
        """Whether ours now says what theirs does."""
        return self.kind not in (Kind.NOBODYS, Kind.NOT_THERE)


def reconcile(config: ServiceConfig, since: datetime, until: datetime, w: Wiring) -> list[Difference]:
    """Compare a service's calls that began in [since, until), both aware. Raises TelephonyError."""
    logged = [one for one in w.telephony.calls_between(since, until) if _is_of(config, one)]
    there = {one.sid: one for one in logged}
    with w.unit_of_work() as work:
        known = store.legs(work.session, there)
        apart = store.told_apart(work.session, there)
        only_here = store.begun_between(work.session, config.id, since, until) - set(there)
    found = [
        Difference(kind, one.sid)
        for one in logged
        if one.status in OVER and one.sid not in apart
        for kind in _put_right(one, known.get(one.sid), config, w)
    ]
    found += [Difference(Kind.NOT_THERE, sid) for sid in sorted(only_here)]
    for one in found:
        log.warning("calls_differ", sid=one.sid, kind=one.kind.value, put_right=one.put_right)
    return found


def _is_of(config: ServiceConfig, call: LoggedCall) -> bool:
    """Whether a call is the service's; those from one of its numbers to another only try the line."""
    own = {config.voice_number, config.sms_number}
    return config.voice_number in (call.to, call.from_number) and not {call.to, call.from_number} <= own


def _put_right(
    call: LoggedCall, known: tuple[CallLegRow, bool] | None, config: ServiceConfig, w: Wiring
) -> Iterator[Kind]:
    came_in = call.to == config.voice_number
    if known is None:
        if came_in:
            _take_in(call, w)
            yield Kind.NOT_HERE
        else:
            yield Kind.LEG_NOT_HERE if _add_leg(call, w) else Kind.NOBODYS
        return
    leg, still_open = known
    if came_in and still_open:
        end_call(_ended(call), _at(w, call.ended_at))
        yield Kind.STILL_OPEN
    elif leg.status != call.status:
        with w.unit_of_work() as work:
            store.correct(work.session, call.sid, call.status, call.ended_at or w.now())
        yield Kind.ENDED_OTHERWISE


def _take_in(call: LoggedCall, w: Wiring) -> None:
    """A caller of whom we were told nothing: their contact, and somebody who rings them back."""
    arrived = InboundCall(call.sid, caller_number(call.from_number), call.to, None)
    keep_arrival(arrived, _at(w, call.started_at))
    end_call(_ended(call), _at(w, call.ended_at))


def _add_leg(call: LoggedCall, w: Wiring) -> bool:
    """A telephone we rang for a caller; False if we know of no such caller."""
    with w.unit_of_work() as work:
        found = None if call.parent_sid is None else contacts.lock_by_sid(work.session, call.parent_sid)
        if found is None:
            return False
        leg = CallLegRow(
            provider_sid=call.sid,
            parent_sid=call.parent_sid,
            contact_id=found[0].id,
            attempt_id=store.attempt_at(work.session, found[0].id, call.to),
            role="practitioner",
            to_number=call.to,
            started_at=call.started_at or found[0].started_at,
            ended_at=call.ended_at or w.now(),
            status=call.status,
        )
        contacts.keep_leg(work.session, leg)
        return True


def _ended(call: LoggedCall) -> CallEnded:
    return CallEnded(call.sid, call.status, None)


def _at(w: Wiring, at: datetime | None) -> Wiring:
    """The wiring at the time at which something happened; now, if nobody knows."""
    return w if at is None else replace(w, now=lambda: at)
