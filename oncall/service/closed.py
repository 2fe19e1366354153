"""When a service is out of hours, and so has to have somebody on call. Pure; instants in UTC."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from oncall.rotas.stretches import Span
from oncall.service.config import ServiceConfig

DAY = timedelta(days=1)


def out_of_hours(config: ServiceConfig, start: datetime, end: datetime) -> list[Span]:
    """Every span from `start` up to `end` (aware) in which the office is closed, in order and apart.

    A service without an office line has nobody to put calls through to by day: all of its time is out of
    hours.
    """
    if config.office_line is None:
        return [(start, end)]
    spans: list[Span] = []
    closed_from = start
    for opens, closes in _open(config, start, end):
        if closed_from < opens:
            spans.append((closed_from, opens))
        closed_from = max(closed_from, closes)
    if closed_from < end:
        spans.append((closed_from, end))
    return spans


def _open(config: ServiceConfig, start: datetime, end: datetime) -> Iterator[Span]:
    """The office's hours in the order of the days, as far as they touch the span."""
    hours = config.hours
    day, last = hours.day_of(start) - DAY, hours.day_of(end)
    while day <= last:
        if hours.is_working_day(day):
            opens, closes = hours.opening(day), hours.closing(day)
            if opens < end and start < closes:
                yield opens, closes
        day += DAY
