"""What became of a text we sent: its state only moves forward."""

from oncall.contacts import message_store
from oncall.telephony.forms import TextStatus
from oncall.wiring import Wiring


def keep_status(told: TextStatus, w: Wiring) -> None:
    """Keep a text's state if it is further on than what we have; repeats and latecomers change nothing."""
    with w.unit_of_work() as work:
        message_store.record_status(work.session, told.sid, told.status, told.error_code)
