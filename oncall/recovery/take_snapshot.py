"""What the lifeline may need, resolved for 14 days and written to its folder."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from oncall.calls.hunt import LAST_RESORT_SECONDS, LONGEST_MESSAGE_SECONDS, OFFICE_LINE_SECONDS
from oncall.calls.lines import emergency, greeting
from oncall.calls.whisper import KEY_SECONDS, MOST_TURNS
from oncall.db.silence import is_silence
from oncall.db.unit_of_work import UnitOfWork
from oncall.lifeline.holders import SAME_CALLER
from oncall.lifeline.snapshot import DAYS, Kept, Line, Service, Snapshot, Tier, Timing
from oncall.lifeline.trail import SEVERAL
from oncall.people.kinds import PersonKind
from oncall.recovery import store
from oncall.service.config import ServiceConfig
from oncall.service.duty import roster
from oncall.service.store import cached_config, services
from oncall.telephony.numbers import refusal
from oncall.wiring import Wiring
from rota.cover import shifts, who_is_on
from rota.hours import OfficeHours
from rota.model import Rota

log = structlog.get_logger(__name__)

AHEAD = timedelta(days=DAYS)
EVERY = timedelta(seconds=30)
FRESH = timedelta(seconds=60)
"""Older than this it must be that no clock writes to this machine's folder."""
LOOK_SECONDS = 5.0
TIMING = Timing(key=KEY_SECONDS, message=LONGEST_MESSAGE_SECONDS, turns=MOST_TURNS)


def keep_snapshot(w: Wiring, *, every: timedelta = EVERY) -> bool:
    """Write the snapshot if a service, or who has whose call, is another; or the last is older than `every`.

    Whether it was written.

    Several processes may do it at once. Raises what the database raises, and OSError from the disk.
    """
    now = w.now()
    with w.unit_of_work() as work:
        known = w.lifeline.snapshot.read()
        there = services(work.session)
        versions = {service.code: service.version for service in there}
        if known is None or known.versions() != versions or now.timestamp() - known.made_at >= every.seconds:
            made = take_snapshot(work, w.config_cache, now)
        else:
            recent = {one.code: _recent(work, one.id, now) for one in there}
            if recent == {one.code: one.recent for one in known.services}:
                return False
            made = replace(
                known, services=tuple(replace(one, recent=recent[one.code]) for one in known.services)
            )
    w.lifeline.snapshot.write(made)
    w.lifeline.spool.keep_ballast()
    w.lifeline.marks.forget_old(_seconds(now))
    w.lifeline.holders.forget_old(_seconds(now))
    return True


def keep_in_the_background(w: Wiring) -> None:
    """Keep the snapshot in a thread of this process too: the clock may run on another machine."""
    threading.Thread(target=_keep, args=(w,), name="snapshot", daemon=True).start()


def _keep(w: Wiring) -> None:
    while True:
        try:
            known = w.lifeline.snapshot.read()
            if known is None or w.now().timestamp() - known.made_at > FRESH.seconds:
                keep_snapshot(w)
        except Exception as error:
            if is_silence(error):
                log.warning("snapshot_without_database", error=type(error).__name__)
            else:
                log.exception("snapshot_not_kept")
        time.sleep(LOOK_SECONDS)


def take_snapshot(work: UnitOfWork, cache: dict[int, object], now: datetime) -> Snapshot:
    """Everything that routing needs of every service, from `now` on."""
    made = tuple(
        _service(work, cached_config(cache, work.session, one.id, one.version), now)
        for one in services(work.session)
    )
    return Snapshot(_seconds(now), _seconds(now + AHEAD), TIMING, made)


def _service(work: UnitOfWork, config: ServiceConfig, now: datetime) -> Service:
    phones = {staff_id: one.phone for staff_id, one in config.staff.items() if one.phone is not None}
    return Service(
        code=config.code,
        name=config.name,
        version=config.version,
        numbers=(config.voice_number, *([config.sms_number] if config.sms_number else [])),
        language=config.speech.language,
        voice=config.speech.voice,
        greetings={"": greeting(config)} | {kind.value: greeting(config, kind) for kind in PersonKind},
        emergency=emergency(config),
        open=tuple(_open(config.hours, now)),
        office_line=_line(config.office_line, OFFICE_LINE_SECONDS),
        last_resort=_line(config.last_resort, LAST_RESORT_SECONDS),
        tiers=tuple(_tier(config.rota, tier.name, tier.ring_seconds, now) for tier in config.rota.tiers),
        managers=(*roster(config, now).managers, *roster(config, now).team_leads),
        phones={staff_id: phone for staff_id, phone in phones.items() if refusal(phone) is None},
        known=_known(work, config.id),
        hunt_again=config.hunt_again,
        restricted={
            number: _seconds(until)
            for number, until in store.restricted_numbers(work.session, config.id, now).items()
        },
        no_contact=tuple(store.no_contact_numbers(work.session, config.id)),
        recent=_recent(work, config.id, now),
        apart={
            number: Kept(tuple(sorted(apart.surely)), tuple(sorted(apart.maybe)))
            for number, apart in store.apart_by_number(work.session, config.id).items()
        },
    )


def _recent(work: UnitOfWork, service_id: int, now: datetime) -> dict[str, tuple[str, int | None]]:
    """Who had the call of each number that has rung just now, and until when that counts."""
    return {
        one.number: (one.had_by, None if one.ended_at is None else _seconds(one.ended_at) + SAME_CALLER)
        for one in store.recent_holders(work.session, service_id, now)
    }


def _tier(rota: Rota, name: str, ring_seconds: int, now: datetime) -> Tier:
    """Who is on a tier from each instant on at which that changes."""
    until = now + AHEAD
    edges = {now} | {edge for shift in shifts(rota, name, now, until) for edge in (shift.start, shift.end)}
    since: list[int] = []
    people: list[tuple[str, ...]] = []
    for edge in sorted(edge for edge in edges if edge < until):
        on = tuple(who_is_on(rota, name, edge))
        if not people or people[-1] != on:
            since.append(_seconds(edge))
            people.append(on)
    return Tier(name, ring_seconds, tuple(since), tuple(people))


def _open(hours: OfficeHours, now: datetime) -> Iterator[tuple[int, int]]:
    """The office hours of yesterday and every day ahead."""
    first = hours.day_of(now) - timedelta(days=1)
    for day in (first + timedelta(days=n) for n in range(DAYS + 2)):
        if hours.is_working_day(day):
            yield _seconds(hours.opening(day)), _seconds(hours.closing(day))


def _line(number: str | None, ring_seconds: int) -> Line | None:
    return None if number is None or refusal(number) else Line(number, ring_seconds)


def _known(work: UnitOfWork, service_id: int) -> dict[str, str]:
    found = store.owners_by_number(work.session, service_id)
    return {number: kinds[0] if len(kinds) == 1 else SEVERAL for number, kinds in found.items()}


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
