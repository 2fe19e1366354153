"""What became of a text we sent: its state only moves forward, and a failure is never the end of it."""

import structlog

from oncall.contacts import message_store as messages
from oncall.contacts.told_of_text import heed, tell_again
from oncall.db.outbox import Errand
from oncall.paging.tell import ring_instead
from oncall.telephony.forms import TextStatus
from oncall.texts.not_delivered import not_delivered
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)


def keep_status(told: TextStatus, w: Wiring) -> None:
    """Keep a text's state if it is further on than what we have; repeats and latecomers change nothing.

    Whom a page did not reach as a text is rung; whose reply did not arrive is told to ring. The company may
    be quicker than whoever sends the text: what it says of one we do not know yet is heeded a little later.
    """
    if not _keep(told, w):
        with w.unit_of_work() as work:
            tell_again(work, told, w.now())


def keep_status_again(errand: Errand, w: Wiring) -> None:
    """Keep what we were told too early, or were told in answer to sending it."""
    sid, status, code = (errand.subject or "::").split(":")
    if not _keep(TextStatus(sid, status, int(code or 0) or None), w):
        log.warning("text_not_known", outbox_id=errand.id)


def _keep(told: TextStatus, w: Wiring) -> bool:
    """Whether we know of that text."""
    with w.unit_of_work() as work:
        moved = messages.record_status(work.session, told.sid, told.status, told.error_code)
        if moved is None:
            return messages.is_ours(work.session, told.sid)
        if moved.status not in messages.NOT_DELIVERED:
            return True
        heed(work, moved, moved.error_code, w.now())
        not_delivered(work, moved, w)
    if moved.kind == "waiting":
        ring_instead(moved.contact_id, moved.staff_id, w)
    return True
