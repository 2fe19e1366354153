"""Sending one text for one errand: never twice, and kept with what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oncall.contacts import message_store as messages
from oncall.contacts.tables import MessageRow
from oncall.contacts.told_of_text import heed, tell_again
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.telephony.forms import TextStatus
from oncall.telephony.gateway import NumberRefused, SentText
from oncall.wiring import Wiring

GOOD_FOR_SECONDS = 1_200
"""A text to somebody on call that arrives after this is worse than none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text about to be sent: `kind` says why, `staff_id` to whom if it is one of us.

    `written_by` is whose words it passes on, if they are not our own.
    """

    contact_id: int | None
    kind: str
    to: str
    sender: str
    body: str = field(repr=False)
    staff_id: str | None = None
    written_by: str | None = None


Compose = Callable[[UnitOfWork, datetime], Draft | None]


def send_once(errand: Errand, compose: Compose, w: Wiring) -> None:
    """Send what `compose` writes, or nothing if it writes nothing any more.

    The provider is called between two transactions, never inside one. A try that was cut off is looked
    up at the provider before sending again. Raises TelephonyError, and the errand is then tried again; or
    NumberRefused, and the text has failed.
    """
    with w.unit_of_work() as work:
        message = messages.of_errand(work.session, errand.id)
        if message is None and (draft := compose(work, w.now())) is not None:
            message = messages.add(work.session, errand.id, draft, w.now())
    if message is None or message.provider_sid is not None:
        return
    sent = None
    if errand.tries > 1:
        before = w.telephony.sent_texts(
            to=message.to_number, sender=message.from_number, since=message.created_at
        )
        sent = next((text for text, words in before if words == message.body), None)
    if sent is None:
        sent = _send(errand, message, w)
    with w.unit_of_work() as work:
        messages.record_sent(work.session, message.id, sent.sid)
        if messages.OURS.get(sent.status) in messages.NOT_DELIVERED:
            tell_again(work, TextStatus(sent.sid, sent.status, sent.error_code), w.now(), timedelta(0))
        else:
            messages.record_status(work.session, sent.sid, sent.status, None)


def _send(errand: Errand, message: MessageRow, w: Wiring) -> SentText:
    try:
        return w.telephony.send_text(
            to=message.to_number,
            sender=message.from_number,
            words=message.body,
            status_url=w.addresses.text_status(),
            valid_seconds=GOOD_FOR_SECONDS,
        )
    except NumberRefused as refused:
        with w.unit_of_work() as work:
            messages.record_refused(work.session, errand.id, refused.code)
            heed(work, message, refused.code, w.now())
        raise
