"""Proof of cover for a period that a reader asks about, on a page and as CSV."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO

from oncall.access.store import Person
from oncall.calendar.on_now import names
from oncall.calendar.proof import MINUTE, Proof, minutes, prove
from oncall.calendar.read_calendar import configs_of
from oncall.errors import Problem
from oncall.rotas.known import Known, known
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring
from rota.errors import UnclearError
from rota.model import PersonId
from rota.written import when

LONGEST = timedelta(days=1100)
COLUMNS = ("measure", "tier", "from", "until", "minutes", "staff")
RECORD_COLUMNS = (
    *("tier", "staff", "name", "from", "until", "minutes", "came_by", "rota_version"),
    *("confirmed_at", "confirmed_by", "accepted_at", "accepted_by", "relieved_at"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CoverPage:
    """What was asked, in the reader's words for it, and the proof. `choices` are the reader's services."""

    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    since: str
    until: str
    proof: Proof
    known: Known = field(repr=False)


def prove_cover(reader: Person, code: str, since: str, until: str, w: Wiring) -> CoverPage | None:
    """The proof for a service (the reader's first, if `code` is empty) from `since` up to `until`.

    They are dates or times as in a rota file; both empty mean the calendar quarter that today is in. None if
    the reader does not work for the service. Raises Problem for a period that cannot be looked at.
    """
    with w.unit_of_work() as work:
        configs = configs_of(work, reader, w)
        config = next((each for each in configs if code in ("", each.code)), None)
        if config is None:
            return None
        since, until, start, end = period(config, since, until, w.now())
        found = known(work.session, config.id, config.rota, start, end)
    choices = tuple((each.code, each.name) for each in configs)
    return CoverPage(config, choices, since, until, prove(config, found, start, end), found)


def period(
    config: ServiceConfig, since: str, until: str, now: datetime
) -> tuple[str, str, datetime, datetime]:
    """What was asked in words and as instants; both empty mean the calendar quarter. Raises Problem."""
    first, after = quarter_of(now.astimezone(config.zone).date())
    since, until = since or first.isoformat(), until or after.isoformat()
    start, end = _instant("from", since, config), _instant("until", until, config)
    if end <= start:
        raise Problem("The period must end after it begins.")
    if end - start > LONGEST:
        raise Problem("The period may be three years long at most.")
    return since, until, start, end


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of a day's calendar quarter, and of the next one."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, (first + timedelta(days=95)).replace(day=1)


def as_csv(page: CoverPage) -> str:
    """The proof as a table for spreadsheets: sums, then gaps, then who was on, by tier. Only staff are named.

    Times are ISO 8601 in the service's zone. What a spreadsheet would take for a formula gets an apostrophe.
    """
    proof, zone = page.proof, page.config.zone
    out = StringIO()
    table = csv.writer(out)

    def row(measure: str, tier: str, start: datetime, end: datetime, length: int, staff: str = "") -> None:
        times = (at.astimezone(zone).isoformat(timespec="minutes") for at in (start, end))
        table.writerow([plain_cell(cell) for cell in (measure, tier, *times, str(length), staff)])

    table.writerow(COLUMNS)
    row("out_of_hours", "", proof.start, proof.end, proof.out_of_hours)
    row("two_different_people", "", proof.start, proof.end, proof.backed_minutes)
    for tier in proof.tiers:
        row("covered", tier.tier, proof.start, proof.end, tier.covered)
        row("confirmed", tier.tier, proof.start, proof.end, tier.confirmed)
    for tier in proof.tiers:
        for gap in tier.gaps:
            row("gap", tier.tier, gap.start, gap.end, minutes(gap))
    for tier in proof.tiers:
        for each in tier.on:
            people = "; ".join(names(page.config, each.people))
            row("on", tier.tier, each.start, each.end, each.length // MINUTE, people)
    return out.getvalue()


def records_as_csv(page: CoverPage) -> str:
    """The duty records that touch the period, a line each, whole: who really was on, how that came about,
    who confirmed it and when, who accepted it by name from whoever went. Without `until` they are on still.
    Whoever goes is on duty until it is accepted: `relieved_at`, of a change that was.
    """
    zone, out = page.config.zone, StringIO()
    table = csv.writer(out)
    table.writerow(RECORD_COLUMNS)

    def time(at: datetime | None) -> str:
        return "" if at is None else at.astimezone(zone).isoformat(timespec="seconds")

    def named(person: str | None) -> str:
        return "" if person is None else names(page.config, (PersonId(person),))[0]

    accepted = {(one.tier, one.start): one.accepted_at for one in page.known.records if one.accepted_at}
    for one in page.known.records:
        length = "" if one.end is None else str((one.end - one.start) // MINUTE)
        who = one.tier, one.person, named(one.person), time(one.start), time(one.end), length
        how = one.came_by, str(one.version), time(one.confirmed_at), named(one.confirmed_by)
        relieved = None if one.end is None else accepted.get((one.tier, one.end))
        cells = (*who, *how, time(one.accepted_at), named(one.accepted_by), time(relieved))
        table.writerow([plain_cell(cell) for cell in cells])
    return out.getvalue()


def plain_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _instant(name: str, text: str, config: ServiceConfig) -> datetime:
    try:
        return when(text, config.zone).instant
    except UnclearError as unclear:
        raise Problem(f"`{name}` {unclear}.") from None
