"""Calls whose end nobody told us: the provider is asked, so that no contact rings for ever."""

from datetime import timedelta

import structlog

from oncall.calls.call_ended import end_call
from oncall.contacts import store
from oncall.db.silence import is_silence
from oncall.telephony.forms import OVER, CallEnded
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

SILENT_FOR = timedelta(minutes=3)
"""No ringing, whisper or message lasts longer without a word from the provider."""


def end_lost_calls(w: Wiring) -> int:
    """End every contact whose call the provider says is over, or does not know; how many there were.

    One that cannot be ended keeps nobody else's from being ended.
    """
    with w.unit_of_work() as work:
        silent = store.silent_calls(work.session, w.now() - SILENT_FOR)
    return sum(_end_if_over(contact_id, sid, w) for contact_id, sid in silent)


def _end_if_over(contact_id: int, sid: str, w: Wiring) -> bool:
    try:
        status = w.telephony.call_status(sid)
    except TelephonyError as error:
        log.warning("lost_call_not_asked", contact_id=contact_id, code=error.code)
        return False
    if status is not None and status not in OVER:
        return False
    try:
        end_call(CallEnded(sid, status or "completed", None), w)
    except Exception as error:
        if is_silence(error):
            raise
        log.exception("lost_call_not_ended", contact_id=contact_id)
        return False
    log.warning("lost_call_ended", contact_id=contact_id)
    return True
