"""Looking ahead: every shift is reminded of, every gap is told of, every change is told to those it concerns.

The pulse looks again and again; what was written down once is not written twice, so nobody is told twice.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.rotas import store as rotas
from oncall.rotas.difference import Changed, difference
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.stretches import Duty, Span, cut, stretches
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of, services
from oncall.shifts import ahead_store as store
from oncall.shifts.coming import BEGAN_WITHIN, coming
from oncall.shifts.texting import ids, keepers, subject
from oncall.shifts.try_phone import try_phones
from oncall.wiring import Wiring

DAY_BEFORE, TWO_HOURS, UNCONFIRMED = timedelta(days=1), timedelta(hours=2), timedelta(minutes=30)
NOT_BOTH = timedelta(hours=3)
"""Whoever comes to a shift later than this before it is reminded once."""
SEEN = timedelta(hours=25)
GAP_DAYS = (1, 7, 14)
CHANGES_SEEN = timedelta(days=62)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def look_ahead(w: Wiring) -> None:
    """Write down, for every service, what is to be told and when. Two pulses at once write it once.

    Nobody is told anything in the first hour of a service.
    """
    with w.unit_of_work() as work:
        found = services(work.session)
    for service in found:
        now = w.now()
        with w.unit_of_work() as work:
            if not rotas.is_settled(work.session, service.id, now):
                continue
            config = config_of(w.config_cache, work.session, service.id)
            _remind(work, config, now)
            _tell_of_gaps(work, config, now)
            _tell_of_changes(work, config, now)
            try_phones(work, config, now)


def changes_of(
    work: UnitOfWork, service_id: int, number: int, now: datetime
) -> tuple[list[Changed], str | None]:
    """What a version changed of the one before, from now on, and who published it."""
    before = rotas.version(work.session, service_id, number - 1)
    after = rotas.version(work.session, service_id, number)
    if before is None or after is None:
        return [], None
    was, is_now = rota_from_mapping(before.definition), rota_from_mapping(after.definition)
    return difference(was, is_now, now, now + CHANGES_SEEN), after.published_by


def gaps_ahead(config: ServiceConfig, now: datetime, days: int) -> list[tuple[str, Span]]:
    """When nobody is on a tier out of hours, now or in so many days, each with its true beginning."""
    start, end = now - BEGAN_WITHIN, now + days * DAY + MINUTE
    closed = out_of_hours(config, start, end)
    return [
        (tier.name, (gap.start, gap.end))
        for tier in config.rota.tiers
        for gap in cut(
            [one for one in stretches(config.rota, tier.name, start, end) if not one.people], closed
        )
        if gap.end > now and gap.start > start
    ]


def _remind(work: UnitOfWork, config: ServiceConfig, now: datetime) -> None:
    for duty in coming(config, now, SEEN):
        for kind, which, due_at in _reminders(duty, now):
            key = f"{kind}:{which}:{config.id}:{duty.person}:{duty.start.timestamp():.0f}:{duty.tier}"
            about = subject(config.id, f"{duty.start.timestamp():.0f}", which, duty.person, duty.tier)
            outbox.put(work, kind, key, now=now, subject=about, due_at=due_at)


def _reminders(duty: Duty, now: datetime) -> Iterator[tuple[str, str, datetime]]:
    left = duty.start - now
    if left > NOT_BOTH:
        yield "shift_reminder", "day", duty.start - DAY_BEFORE
    if left > UNCONFIRMED:
        yield "shift_reminder", "hours", duty.start - TWO_HOURS
    if left > timedelta(0):
        yield "shift_unconfirmed", "half_hour", duty.start - UNCONFIRMED


def _tell_of_gaps(work: UnitOfWork, config: ServiceConfig, now: datetime) -> None:
    told: set[int] = set()
    for tier, (start, _) in sorted(gaps_ahead(config, now, GAP_DAYS[-1]), key=lambda gap: gap[1]):
        days = next((days for days in GAP_DAYS if start - now <= days * DAY), GAP_DAYS[-1])
        if not store.tell_of_gap(work.session, config.id, tier, start, days, now) or days in told:
            continue
        if days > GAP_DAYS[0]:
            told.add(days)  # several that are found together are told in one text, unless it is tonight
        for person in ids(keepers(config)):
            key = f"gap_text:{config.id}:{days}:{start.timestamp():.0f}:{person}:{tier}"
            about = subject(config.id, f"{start.timestamp():.0f}", days, person, tier)
            outbox.put(work, "gap_text", key, now=now, subject=about)


def _tell_of_changes(work: UnitOfWork, config: ServiceConfig, now: datetime) -> None:
    for number in rotas.untold(work.session, config.id):
        if not rotas.tell(work.session, config.id, number, now) or number == 1:
            continue
        changed, by = changes_of(work, config.id, number, now)
        for person in sorted({one.person for one in changed} - {by}):
            key = f"shift_changed:{config.id}:{number}:{person}"
            outbox.put(work, "shift_changed", key, now=now, subject=subject(config.id, number, person))
