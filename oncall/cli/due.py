"""`oncall due`: when something is due, by a rule, a moment and a calendar of working days."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import click

from oncall.errors import Problem
from oncall.rotas.calendars import STATUTORY, bank_holidays
from oncall.rotas.document import read_file
from oncall.rotas.rota_file import read_hours
from rota.errors import RotaError, UnclearError
from rota.hours import OfficeHours, statutory_hours
from rota.written import when
from triage import due as rules
from triage.errors import TriageError

LONDON = ZoneInfo("Europe/London")


@click.command()
@click.argument("rule", required=False)
@click.option(
    "--at", metavar="WHEN", help="When it became known: a date, a local time, or one with its offset."
)
@click.option("--calendar", metavar="CODE", help="Bank holidays: GB-ENG (default), GB-WLS, GB-SCT or GB-NIR.")
@click.option("--hours", metavar="FILE", help="Reckon with the office hours of a service file.")
@click.option(
    "--batch", type=click.File("rb"), metavar="FILE", help="A JSON object a line: rule, at, calendar, hours."
)
@click.pass_context
def due(
    ctx: click.Context,
    rule: str | None,
    at: str | None,
    calendar: str | None,
    hours: str | None,
    batch: BinaryIO | None,
) -> None:
    """Print when something is due: one time with its offset.

    RULE is immediate, PT24H, next_working_day 09:00, 5 working_days or earlier_of(PT24H, 1 working_day).
    Without --hours a working day is Monday to Friday, 09:00 to 17:00 in London, and no bank holiday.
    """
    if batch is not None:
        if rule is not None or at is not None:
            raise click.UsageError("With --batch, each line of the file has its own rule and time.")
        ctx.exit(_answer_all(batch, calendar, hours))
    if rule is None or at is None:
        raise click.UsageError("Give a RULE and --at WHEN, or --batch FILE.")
    click.echo(_answer(rule, at, _working_days(calendar, hours)))


def _answer_all(batch: BinaryIO, calendar: str | None, hours: str | None) -> int:
    """Print one time for each line, `-` for one that cannot be computed. The exit code."""
    code, working_days = 0, lru_cache(maxsize=128)(_working_days)
    for number, line in enumerate(batch, start=1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
            days = working_days(_text(asked, "calendar") or calendar, _text(asked, "hours") or hours)
            answer = _answer(asked.get("rule"), asked.get("at"), days)
        except (Problem, RotaError, TriageError) as problem:
            click.echo(f"oncall: line {number}: {problem}", err=True)
            answer, code = "-", 1
        click.echo(answer)
    return code


def _asked(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise Problem("This is not JSON.") from None
    if not isinstance(asked, dict):
        raise Problem("This is not a JSON object.")
    return asked


def _answer(rule: object, at: object, days: OfficeHours) -> str:
    """When something is due, on the calendar's own wall clock."""
    if not isinstance(rule, str):
        raise Problem("`rule` must be a due rule like 5 working_days.")
    answer = rules.due(rules.read_rule(rule), _known(at, days.zone), days)
    return answer.astimezone(days.zone).isoformat()


def _known(at: object, zone: ZoneInfo) -> datetime:
    try:
        return when(at, zone).instant
    except UnclearError as unclear:
        raise Problem(f"`at` {unclear}.") from None


def _text(asked: dict[str, Any], name: str) -> str | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise Problem(f"`{name}` must be text.")
    return value


def _working_days(calendar: str | None, hours: str | None) -> OfficeHours:
    """The law's working days, or those of a file."""
    try:
        if hours is not None:
            return read_hours(read_file(Path(hours)), calendar)
        return statutory_hours(LONDON, bank_holidays(calendar or STATUTORY))
    except UnclearError as unclear:
        raise Problem(f"`calendar` {unclear}.") from None
