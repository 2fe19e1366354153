"""Whoever texts is told at once that it has come and when somebody will answer: once in half an hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.contacts.dialled import national
from oncall.contacts.send_text import Draft
from oncall.contacts.stopped_store import texts_reach
from oncall.contacts.tables import ContactRow
from oncall.paging.begin import ANSWER_WITHIN
from oncall.service.store import is_ours
from oncall.texts import store
from oncall.texts.arrival import Arrival
from oncall.texts.write import write
from oncall.words import say

NOT_AGAIN_FOR = timedelta(minutes=30)


def acknowledge(arrival: Arrival, contact: ContactRow) -> None:
    """Write the text that says so, unless it was said lately, or none would or should arrive."""
    session, config, now = arrival.work.session, arrival.config, arrival.now
    number = arrival.number
    if not texts_reach(number, session, config.id) or is_ours(session, number):
        return
    if not store.acknowledge(session, config.id, number, now=now, since=now - NOT_AGAIN_FOR):
        return
    body = say(
        "texts/received",
        at=_clock(now, config.zone),
        until=_clock(now + ANSWER_WITHIN, config.zone),
        number=national(config.voice_number),
        office=config.hours.is_open(now),
    )
    draft = Draft(contact.id, "acknowledged", number, arrival.message.to_number, body)
    write(arrival.work, draft, f"acknowledge:{arrival.message.id}", now)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
