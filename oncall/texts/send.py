"""Sending a text that has been written, and what follows when the company never takes it."""

from oncall.contacts import message_store as messages
from oncall.contacts.send_text import send_once
from oncall.db.outbox import MOST_TRIES, Errand
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.texts.not_delivered import not_delivered
from oncall.wiring import Wiring


def send(errand: Errand, w: Wiring) -> None:
    """Send it. Raises TelephonyError; after the last try it has failed."""
    try:
        send_once(errand, lambda _work, _now: None, w)
    except TelephonyError as error:
        if isinstance(error, NumberRefused) or errand.tries >= MOST_TRIES:
            _failed(errand, w, error.code)
        raise


def _failed(errand: Errand, w: Wiring, code: int | None) -> None:
    with w.unit_of_work() as work:
        messages.record_refused(work.session, errand.id, code)
        message = messages.of_errand(work.session, errand.id)
        if message is not None:
            not_delivered(work, message, w)
