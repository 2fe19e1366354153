"""What became of a text we sent: its state only moves forward, and a failure is never the end of it."""

from oncall.contacts import message_store as messages
from oncall.paging.tell import ring_instead
from oncall.telephony.forms import TextStatus
from oncall.texts.write import not_delivered
from oncall.wiring import Wiring


def keep_status(told: TextStatus, w: Wiring) -> None:
    """Keep a text's state if it is further on than what we have; repeats and latecomers change nothing.

    Whom a page did not reach as a text is rung; whose reply did not arrive is told to ring.
    """
    with w.unit_of_work() as work:
        moved = messages.record_status(work.session, told.sid, told.status, told.error_code)
        if moved is None or moved.status not in messages.NOT_DELIVERED:
            return
        not_delivered(work, moved, w)
    if moved.kind == "waiting":
        ring_instead(moved.contact_id, moved.staff_id, w)
