"""The times by which follow-ups are due, for somebody's own calendar: never a name, or what they are."""

from datetime import timedelta

from oncall.access.roles import MAY_READ_CONTENT
from oncall.calendar.feed_store import Feed
from oncall.contacts.read_store import as_reader
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.list_store import open_of_service
from oncall.followups.record import FollowUp
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring
from oncall.words import say
from rota.ical import Event, calendar

LASTS = timedelta(minutes=15)


def due_times(work: UnitOfWork, feed: Feed, config: ServiceConfig, w: Wiring) -> bytes | None:
    """What is open and has a clock, of whoever made the feed or of everybody's that they may see.

    None once they may not read follow-ups any more.
    """
    if not feed.roles & MAY_READ_CONTENT:
        return None
    found = open_of_service(work.session, as_reader(feed.reader), config.id, w.now())
    wanted = [one for one in found if feed.staff_id in (None, one.owner) and one.due_at is not None]
    name = say("calendar/feed_due_name", service=config.name, own=feed.staff_id is not None)
    return calendar(name, (_event(one, w.addresses.public) for one in wanted), stamp=w.now())


def _event(one: FollowUp, public: str) -> Event:
    assert one.due_at is not None
    return Event(
        uid=f"follow-up-{one.id}@oncall",
        start=one.due_at,
        end=one.due_at + LASTS,
        summary=say("calendar/feed_due", statutory=one.statutory),
        description=f"{public}/follow-ups/{one.id}",
    )
