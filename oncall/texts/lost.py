"""Texts whose fate nobody told us: the company is asked once what became of each; none is sent again."""

from datetime import timedelta

import structlog

from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.telephony.forms import TextStatus
from oncall.texts import lost_store as store
from oncall.texts.delivery import keep_status
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

SILENT_FOR = timedelta(minutes=5)
"""A text has arrived by then, or has not; what the company says afterwards still counts."""
NOT_OLDER_THAN = timedelta(days=1)
KEY = "text_lost:"


def look_for_lost(w: Wiring) -> int:
    """Have every text asked for that has been on its way too long, once each; how many there were."""
    now = w.now()
    with w.unit_of_work() as work:
        lost = store.lost(work.session, now - NOT_OLDER_THAN, now - SILENT_FOR, KEY)
        for message_id in lost:
            outbox.put(work, "text_lost", f"{KEY}{message_id}", now=now, subject=str(message_id))
    return len(lost)


def ask_for(errand: Errand, w: Wiring) -> None:
    """Ask the company what became of a text, as if it had told us. Raises TelephonyError."""
    message_id = int(errand.subject or 0)
    with w.unit_of_work() as work:
        sid = store.sid_on_its_way(work.session, message_id)
    if sid is None:
        return
    found = w.telephony.text_status(sid)
    if found is None:
        log.warning("lost_text_not_known", message_id=message_id)
        return
    keep_status(TextStatus(sid, found.status, found.error_code), w)
