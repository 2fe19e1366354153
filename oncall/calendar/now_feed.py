"""Who is on now, for a screen on the wall or another system that cannot sign in: the address is the secret.

What is answered is kept by the process for a second at most, and never past the end of a shift: asking often
costs next to nothing. An edit of the rota and a revoked address are noticed within that second.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oncall.calendar import feed_store
from oncall.calendar.feeds import Kind, hash_of
from oncall.calendar.on_now import on_now
from oncall.service.config import ServiceConfig
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.wiring import Wiring

KEPT_FOR = timedelta(seconds=1)
MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said from one instant up to another."""

    since: datetime
    until: datetime
    body: bytes = field(repr=False)


@dataclass
class Answers:
    """The answers that a process keeps, by secret."""

    kept: dict[str, Answer] = field(default_factory=dict, repr=False)

    def of(self, secret: str, w: Wiring) -> bytes | None:
        """Who is on now, as JSON; None if there is no such address, or its maker has left the service."""
        now = w.now()
        known = self.kept.get(secret)
        if known is None or not known.since <= now < known.until:
            known = _read(secret, now, w)
            if known is None:
                self.kept.pop(secret, None)
                return None
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[secret] = known
        return known.body


def _read(secret: str, now: datetime, w: Wiring) -> Answer | None:
    with w.unit_of_work() as work:
        feed = feed_store.by_token(work.session, hash_of(secret))
        if feed is None or feed.kind != Kind.NOW:
            return None
        if feed.service_id not in {each.id for each in services_of(work.session, feed.reader)}:
            return None
        config = config_of(w.config_cache, work.session, feed.service_id)
    return _answer(config, now)


def _answer(config: ServiceConfig, now: datetime) -> Answer:
    tiers = on_now(config, now)
    said = {
        "service": config.code,
        "tiers": [
            {
                "tier": one.tier,
                "people": one.people,
                "until": _time(one.until, config),
                "then": one.then,
            }
            for one in tiers
        ],
    }
    until = min([now + KEPT_FOR, *(one.until for one in tiers if one.until is not None)])
    return Answer(now, until, json.dumps(said, ensure_ascii=False).encode())


def _time(at: datetime | None, config: ServiceConfig) -> str | None:
    return None if at is None else at.astimezone(config.zone).isoformat(timespec="seconds")
