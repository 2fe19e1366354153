"""Feeds of the rota and of due times for people's own calendars: make, list, revoke and read them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from oncall.access.roles import MAY_READ_CONTENT
from oncall.access.store import Person
from oncall.calendar import feed_store
from oncall.calendar.days import DAY, midnight
from oncall.calendar.due_feed import due_times
from oncall.calendar.on_now import names
from oncall.calendar.read_calendar import configs_of
from oncall.calendar.shown import shown
from oncall.rotas.stretches import Duty, duties
from oncall.service.config import ServiceConfig
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say
from rota.ical import Event, calendar

BACK, AHEAD = timedelta(days=62), timedelta(days=366)


class Kind(StrEnum):
    """What a feed tells: the times of shifts, or of what is due; or who is on now."""

    ROTA = "rota"
    FOLLOW_UPS = "follow_ups"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed as its maker sees it: whose times it has and of what, of which service, since when."""

    id: int
    kind: Kind
    own: bool
    service: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """The reader's feeds, and the services (code and name) they can make more of."""

    feeds: tuple[MadeFeed, ...]
    services: tuple[tuple[str, str], ...]


def feeds_of(reader: Person, w: Wiring) -> FeedsPage:
    """Every feed the reader has made that still answers."""
    with w.unit_of_work() as work:
        configs = {config.id: config for config in configs_of(work, reader, w)}
        found = feed_store.of_user(work.session, reader.user_id)
    return FeedsPage(
        tuple(
            MadeFeed(feed.id, Kind(feed.kind), feed.staff_id is not None, config.name, feed.made_at)
            for feed in found
            if (config := configs.get(feed.service_id)) is not None
        ),
        tuple((config.code, config.name) for config in configs.values()),
    )


def make_feed(reader: Person, code: str, *, own: bool, w: Wiring, kind: Kind = Kind.ROTA) -> str | None:
    """A new secret for the reader's own times, or the whole team's. It is shown once and never again.

    None if the reader does not work for the service, has no times of their own, or may not read follow-ups.
    Asking twice makes two. Who is on now is always the whole team's.
    """
    own = own and kind is not Kind.NOW
    if kind is Kind.FOLLOW_UPS and not reader.roles & MAY_READ_CONTENT:
        return None
    with w.unit_of_work() as work:
        service = next(
            (each for each in services_of(work.session, reader.staff_id) if each.code == code), None
        )
        if service is None or (own and reader.staff_id is None):
            return None
        secret = secrets.token_urlsafe(32)
        feed_store.add(
            work.session,
            service_id=service.id,
            staff_id=reader.staff_id if own else None,
            kind=kind,
            made_by=reader.user_id,
            token_hash=hash_of(secret),
            now=w.now(),
        )
        return secret


def revoke_feed(reader: Person, feed_id: int, w: Wiring) -> bool:
    """The feed answers nobody from now on. False if the reader has no such feed, or it was revoked before."""
    with w.unit_of_work() as work:
        return feed_store.revoke(work.session, feed_id, reader.user_id, w.now())


def read_feed(secret: str, w: Wiring) -> bytes | None:
    """The calendar behind a secret: of the rota from two or three months ago to a year or more ahead.

    None if there is no such feed, it was revoked, or its maker has left the service. It begins with a month,
    so that a shift without an end keeps its id all month long.
    """
    now = w.now()
    with w.unit_of_work() as work:
        feed = feed_store.by_token(work.session, hash_of(secret))
        if feed is None or feed.kind == Kind.NOW:
            return None
        if feed.service_id not in {each.id for each in services_of(work.session, feed.reader)}:
            return None
        config = config_of(w.config_cache, work.session, feed.service_id)
        if feed.kind == Kind.FOLLOW_UPS:
            return due_times(work, feed, config, w)
        first = (now.astimezone(config.zone).date() - BACK).replace(day=1)
        start, end = midnight(first, config.zone), midnight(now.date() + AHEAD + DAY, config.zone)
        on_call = shown(work, config, start, end)
    every = [duty for tier, found in on_call.items() for duty in duties(tier, found)]
    theirs = [duty for duty in every if feed.staff_id in (None, duty.person)]
    theirs.sort(key=lambda each: (each.start, each.tier))
    kind = "team" if feed.staff_id is None else "own"
    name = say(f"calendar/feed_{kind}_name", service=config.name)
    return calendar(name, (_event(config, kind, duty) for duty in theirs), stamp=now)


def _event(config: ServiceConfig, kind: str, duty: Duty) -> Event:
    place = next(number for number, tier in enumerate(config.rota.tiers) if tier.name == duty.tier)
    (name,) = names(config, (duty.person,))
    return Event(
        uid=f"{config.code}-{place}-{duty.person}-{duty.start:%Y%m%dT%H%M%SZ}@oncall",
        start=duty.start,
        end=duty.end,
        summary=say(f"calendar/feed_{kind}_shift", tier=duty.tier, name=name),
        description=config.name,
    )


def hash_of(secret: str) -> bytes:
    """What is kept of a secret: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
