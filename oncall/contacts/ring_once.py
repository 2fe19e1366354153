"""Ringing one of us for one errand: never twice, and what is known of it when the company does not say."""

from dataclasses import dataclass

import structlog

from oncall.db.outbox import Errand
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ring, what they see, and where the company asks what they hear and tells how it goes."""

    to: str
    caller_id: str
    answer_url: str
    status_url: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The call's id, if the company has taken it; `unknown` when it may ring all the same: wait, and look."""

    sid: str | None
    unknown: bool = False


def ring_once(errand: Errand, asked: Asked, w: Wiring) -> Placed:
    """Ask the company for a call, outside every transaction.

    Raises TelephonyError if that may pass and another try may help; not when it may have been done.
    """
    try:
        sid = ask_for_call(errand, asked, w)
    except TelephonyError as error:
        if not isinstance(error, NumberRefused) and errand.tries < MOST_TRIES:
            raise
        log.warning("not_rung", kind=errand.kind, outbox_id=errand.id, code=error.code)
        return Placed(None)
    return Placed(sid, unknown=sid is None)


def ask_for_call(errand: Errand, asked: Asked, w: Wiring) -> str | None:
    """Ask the company for a call: its id, or None when it may ring all the same: do not ask again.

    Outside every transaction. Raises TelephonyError when it does not ring, NumberRefused when it never will.
    """
    try:
        return w.telephony.place_call(
            to=asked.to,
            caller_id=asked.caller_id,
            answer_url=asked.answer_url,
            status_url=asked.status_url,
            ring_seconds=asked.seconds,
        )
    except TelephonyError as error:
        if not error.unknown:
            raise
        log.warning("may_ring", kind=errand.kind, outbox_id=errand.id, code=error.code)
        return None
