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
        sid = w.telephony.place_call(
            to=asked.to,
            caller_id=asked.caller_id,
            answer_url=asked.answer_url,
            status_url=asked.status_url,
            ring_seconds=asked.seconds,
        )
    except TelephonyError as error:
        refused = isinstance(error, NumberRefused)
        if not refused and not error.unknown and errand.tries < MOST_TRIES:
            raise
        log.warning("not_rung", kind=errand.kind, outbox_id=errand.id, code=error.code, unknown=error.unknown)
        return Placed(None, error.unknown)
    return Placed(sid)
