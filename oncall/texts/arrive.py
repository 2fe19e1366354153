"""A text has come in: it is kept before anything else, once, and then made sense of."""

from datetime import timedelta

import structlog

from oncall.contacts.arrival_store import landing
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.service.store import cached_config
from oncall.telephony.forms import InboundText
from oncall.telephony.numbers import caller_number
from oncall.texts import store
from oncall.texts.arrival import Arrival
from oncall.texts.from_sender import from_sender
from oncall.texts.from_staff import from_staff
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

AGAIN_AFTER = timedelta(seconds=4)
NOBODYS = "nobodys"


def receive_text(came: InboundText, w: Wiring) -> None:
    """Keep a text and act on it. Told twice, it counts once.

    It is in the database before we look at what it says: should that fail, an errand does it again.
    """
    now = w.now()
    with w.unit_of_work() as work:
        message_id = store.keep(work.session, came, now)
        if message_id is None:
            return
        outbox.put(
            work,
            "text_came",
            f"text_came:{message_id}",
            now=now,
            subject=str(message_id),
            due_at=now + AGAIN_AFTER,
        )
        for picture_id in store.picture_ids(work.session, message_id):
            outbox.put(work, "fetch_picture", f"fetch_picture:{picture_id}", now=now, subject=str(picture_id))
    try:
        take_in(message_id, w)
    except Exception:
        log.exception("text_not_taken_in", message_id=message_id)


def take_in_again(errand: Errand, w: Wiring) -> None:
    """Make sense of a text of which nothing was made when it came; usually there is none."""
    take_in(int(errand.subject or 0), w)


def take_in(message_id: int, w: Wiring) -> None:
    """Put a kept text where it belongs: a command of ours, or a conversation that somebody must answer."""
    now = w.now()
    with w.unit_of_work() as work:
        message = store.lock(work.session, message_id)
        if message is None or message.kind != store.NEW:
            return
        number = caller_number(message.from_number)
        landed = landing(work.session, message.to_number, "sms", number, now)
        if landed is None:
            message.kind = NOBODYS
            log.warning("text_to_nobody", message_id=message_id)
            return
        config = cached_config(w.config_cache, work.session, landed.service_id, landed.version)
        arrival = Arrival(work, message, number, landed.owners, config, w, now)
        member = next((one for one in config.staff.values() if number and one.phone == number), None)
        if member is not None:
            from_staff(arrival, member)
        else:
            from_sender(arrival)
