"""`oncall rota show` and `oncall rota check`: a rota straight from a file; or, to check, the one in force."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from oncall.errors import Problem
from oncall.rotas.document import read_file
from oncall.rotas.rota_file import phones_of, read_rota
from rota.checks import Finding, Kind, check
from rota.cover import Cover, cover, plan_of
from rota.errors import UnclearError
from rota.model import PersonId, Rota
from rota.written import when

CanBeRung = Callable[[PersonId], bool]

CHECKED = timedelta(days=28)
"""How far ahead `rota check` looks if it is not told: four weeks, as rotas are made."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of sentences.")


@click.group()
def rota() -> None:
    """Who is on call, by a rota file."""


@rota.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "start", required=True, metavar="A", help="A date, a local time, or one with its offset."
)
@click.option("--until", "end", required=True, metavar="B", help="The same; the span does not include it.")
@click.option("--tier", "tiers", multiple=True, metavar="T", help="This tier only. May be repeated.")
@as_json
def show(file: Path, start: str, end: str, tiers: tuple[str, ...], as_json: bool) -> None:
    """Print the shifts and gaps of the rota in FILE: who, when, and what put them there.

    FILE is a service file, or one that has only timezone, tiers, overrides and absences. A gap is no error.
    """
    plan = read_rota(read_file(file))
    since, until = _span(_time("from", start, plan.zone), _time("until", end, plan.zone))
    for tier in tiers:
        plan_of(plan, tier)
    covers = {
        tier.name: cover(plan, tier.name, since, until)
        for tier in plan.tiers
        if not tiers or tier.name in tiers
    }
    click.echo(_shown_as_json(plan.zone, covers) if as_json else _shown(plan.zone, covers))


@rota.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--service", metavar="CODE", help="The rota in force for this service, instead of a FILE.")
@click.option("--from", "start", metavar="A", help="A date or a time; now, if not given.")
@click.option("--until", "end", metavar="B", help="A date or a time; four weeks later, if not given.")
@as_json
@click.pass_context
def check_(
    ctx: click.Context,
    file: Path | None,
    service: str | None,
    start: str | None,
    end: str | None,
    as_json: bool,
) -> None:
    """Print what is wrong with the cover that the rota in FILE gives; exit 1 if there is a gap.

    Gaps, one person on two tiers at once, under 11 hours of rest, people on call without a phone (if staff
    are declared), and shares of a layer that are far from equal.
    """
    if (file is None) == (service is None):
        raise click.UsageError("Give either a FILE or --service CODE.")
    plan, can_be_rung = _of_file(file) if file is not None else _of_service(str(service))
    since = _now() if start is None else _time("from", start, plan.zone)
    since, until = _span(since, since + CHECKED if end is None else _time("until", end, plan.zone))
    findings = check(plan, since, until, can_be_rung)
    click.echo(_findings_as_json(plan.zone, findings) if as_json else _findings(plan.zone, findings))
    ctx.exit(int(any(finding.kind is Kind.GAP for finding in findings)))


def _of_file(file: Path) -> tuple[Rota, CanBeRung | None]:
    document = read_file(file)
    phones = phones_of(document.data)
    return read_rota(document), None if phones is None else phones.__contains__


def _of_service(code: str) -> tuple[Rota, CanBeRung]:
    """The rota in force. What this needs of the house is read only here, so that a file is shown at once."""
    from oncall.cli.database import opened
    from oncall.service.duty import can_be_rung
    from oncall.service.store import read_config, service_with_code
    from oncall.settings import Settings

    with opened(Settings.from_env()) as unit_of_work, unit_of_work() as work:
        config = read_config(work.session, service_with_code(work.session, code).id)
    return config.rota, can_be_rung(config)


def _now() -> datetime:
    from oncall.wiring import utc_now

    return utc_now()


def _time(option: str, text: str, zone: ZoneInfo) -> datetime:
    try:
        return when(text, zone).instant
    except UnclearError as unclear:
        raise Problem(f"`--{option}` {unclear}.") from None


def _span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    if end <= start:
        raise Problem("`--until` must be after `--from`.")
    return start, end


def _shown_as_json(zone: ZoneInfo, covers: Mapping[str, Cover]) -> str:
    tiers = [
        {
            "name": name,
            "shifts": [
                {**_from_until(zone, shift.start, shift.end), "person": shift.person, "source": shift.source}
                for shift in found.shifts
            ],
            "gaps": [_from_until(zone, gap.start, gap.end) for gap in found.gaps],
        }
        for name, found in covers.items()
    ]
    return json.dumps({"timezone": zone.key, "tiers": tiers}, indent=2)


def _shown(zone: ZoneInfo, covers: Mapping[str, Cover]) -> str:
    lines = []
    for name, found in covers.items():
        rows = [(shift.start, shift.end, f"{shift.person} ({shift.source})") for shift in found.shifts]
        rows += [(gap.start, gap.end, "NOBODY") for gap in found.gaps]
        lines += [name, *(f"  {_words(zone, start, end)}  {who}" for start, end, who in sorted(rows))]
    return "\n".join(lines)


def _findings_as_json(zone: ZoneInfo, findings: Sequence[Finding]) -> str:
    rows = [
        {
            "kind": finding.kind,
            "tier": finding.tier,
            **_from_until(zone, finding.start, finding.end),
            "person": finding.person,
            "says": finding.says,
        }
        for finding in findings
    ]
    return json.dumps({"findings": rows}, indent=2)


def _findings(zone: ZoneInfo, findings: Sequence[Finding]) -> str:
    lines = [f"{_words(zone, each.start, each.end)}  {each.kind}: {each.says}" for each in findings]
    return "\n".join(lines) or "Nothing to look at."


def _from_until(zone: ZoneInfo, start: datetime, end: datetime) -> dict[str, str]:
    return {"start": start.astimezone(zone).isoformat(), "end": end.astimezone(zone).isoformat()}


def _words(zone: ZoneInfo, start: datetime, end: datetime) -> str:
    """A span as people read it, with the zone's own abbreviation for either end of it."""
    words = (at.astimezone(zone).strftime("%a %d %b %Y %H:%M %Z") for at in (start, end))
    return " to ".join(words)
