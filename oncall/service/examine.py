"""What could keep a service's calls from reaching somebody in the next 14 days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.rotas import stretches as rotas
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from oncall.service.connect import Connection
from oncall.service.findings import Finding, ok, problem, warning
from oncall.service.reach import Hunting, Stretch, stretches
from oncall.telephony.numbers import refusal

LOOK_AHEAD = timedelta(days=14)
MOST_GAPS = 5
"""How many gaps of one tier are told one by one."""

Span = tuple[datetime, datetime]


def examine(config: ServiceConfig, hunting: Hunting, now: datetime) -> Iterator[Finding]:
    """Everything about one service: who can be rung when, how soon there is voicemail, who has no phone."""
    until = now + LOOK_AHEAD
    ahead = stretches(config, hunting, now, until)
    unreached = list(_nobody_on_call(config, ahead))
    yield from unreached
    for tier in config.rota.tiers:
        yield from _gaps_of(config, tier.name, now, until)
    if not unreached:
        yield ok(f"{config.code} rota", f"somebody can be rung at any time until {_time(until, config.zone)}")
    yield _voicemail(config, ahead)
    yield from _phones(config)


def examine_numbers(connections: Sequence[Connection]) -> Iterator[Finding]:
    """Whether calls and texts to the services' numbers come to this installation."""
    for connection in connections:
        about = f"number {connection.number}"
        if connection.lacks:
            yield problem(about, connection.lacks)
        elif connection.changes:
            names = ", ".join(connection.changes)
            do = "does" if len(connection.changes) == 1 else "do"
            yield problem(about, f"{names} {do} not lead here; see oncall twilio connect")
        else:
            yield ok(about, "calls and texts come to this installation")


def _nobody_on_call(config: ServiceConfig, ahead: Sequence[Stretch]) -> Iterator[Finding]:
    """When nobody on any tier can be rung, and the office is not there either."""
    unreached = _joined([one for one in ahead if not one.kinds & {"tier", "office_line"}])
    for span in unreached[:MOST_GAPS]:
        says = f"nobody on call can be rung {_span(span, config.zone)}"
        if config.last_resort is None:
            yield problem(f"{config.code} rota", f"{says}, and there is no last resort")
        else:
            yield warning(f"{config.code} rota", f"{says}; only the last resort can")
    if len(unreached) > MOST_GAPS:
        level = problem if config.last_resort is None else warning
        yield level(f"{config.code} rota", f"and {len(unreached) - MOST_GAPS} more such times")


def _gaps_of(config: ServiceConfig, tier: str, start: datetime, end: datetime) -> Iterator[Finding]:
    """The same gaps of which the keepers of the rota are told: while the office answers there is none."""
    about = f"{config.code} rota"
    nobody = [one for one in rotas.stretches(config.rota, tier, start, end) if not one.people]
    found = rotas.cut(nobody, out_of_hours(config, start, end))
    for gap in found[:MOST_GAPS]:
        yield warning(about, f"nobody is on {tier} {_span((gap.start, gap.end), config.zone)}")
    if len(found) > MOST_GAPS:
        yield warning(about, f"and {len(found) - MOST_GAPS} more gaps of {tier}")


def _voicemail(config: ServiceConfig, ahead: Sequence[Stretch]) -> Finding:
    longest = max(ahead, key=lambda one: one.seconds)
    rungs = ", ".join(f"{rung.tier} {rung.seconds}" for rung in longest.rungs)
    again = "; all but the office twice" if longest.hunts > 1 else ""
    each = "and 5 for each ring of 20 seconds or less"
    says = f"after {longest.seconds} seconds at most ({rungs}{again}; {each})" if rungs else "at once"
    return ok(f"{config.code} voicemail", says)


def _phones(config: ServiceConfig) -> Iterator[Finding]:
    about, on_rota = f"{config.code} staff", config.rota.people()
    lacking = [one.id for one in config.staff.values() if one.phone is None or refusal(one.phone)]
    for staff_id in lacking:
        on_it = " and is on the rota" if staff_id in on_rota else ""
        yield warning(about, f"{staff_id} has no phone that can be rung{on_it}")
    if not lacking:
        yield ok(about, "everybody has a phone")


def _joined(parts: Sequence[Stretch]) -> list[Span]:
    """Spans, those that touch made one."""
    spans: list[Span] = []
    for part in parts:
        if spans and spans[-1][1] == part.start:
            spans[-1] = (spans[-1][0], part.end)
        else:
            spans.append((part.start, part.end))
    return spans


def _span(span: Span, zone: ZoneInfo) -> str:
    start, end = span
    minutes = round((end - start) / timedelta(minutes=1))
    return f"from {_time(start, zone)} to {_time(end, zone)} ({minutes} minutes)"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%a %d %b %Y %H:%M %Z")
