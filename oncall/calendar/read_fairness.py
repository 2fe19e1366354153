"""Everybody's share of a period that a reader asks about, on a page; and what pay goes by, as CSV."""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from oncall.access.store import Person
from oncall.calendar.disturbed_store import disturbances
from oncall.calendar.fairness import MINUTE, Period, fairness, kind_of_day
from oncall.calendar.on_now import names
from oncall.calendar.prove_cover import period, plain_cell
from oncall.calendar.read_calendar import configs_of
from oncall.rotas.known import known
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring
from rota.model import PersonId

COLUMNS = ("kind", "staff", "name", "tier", "from", "until", "minutes", "day")


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """What was asked, in the reader's words for it, and everybody's share."""

    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    since: str
    until: str
    start: datetime
    end: datetime
    period: Period

    def name(self, person: str) -> str:
        """What somebody is called."""
        return names(self.config, (PersonId(person),))[0]


def read_fairness(reader: Person, code: str, since: str, until: str, w: Wiring) -> FairnessPage | None:
    """The shares of a service's people in a period; asked and refused as proof of cover is."""
    with w.unit_of_work() as work:
        configs = configs_of(work, reader, w)
        config = next((each for each in configs if code in ("", each.code)), None)
        if config is None:
            return None
        since, until, start, end = period(config, since, until, w.now())
        on_call = known(work.session, config.id, config.rota, start, end)
        disturbed = disturbances(work.session, config.id, start, end)
    found = fairness(config, on_call, disturbed, start, end)
    choices = tuple((each.code, each.name) for each in configs)
    return FairnessPage(config, choices, since, until, start, end, found)


def pay_as_csv(page: FairnessPage) -> str:
    """Every time on standby out of hours and every disturbance, a line each, by person, then by when.

    Minutes are whole: of standby those that are over, of a disturbance also the one that has begun.
    """
    out, zone = StringIO(), page.config.zone
    table = csv.writer(out)
    table.writerow(COLUMNS)

    def row(kind: str, person: str, tier: str, start: datetime, end: datetime, minutes: int) -> None:
        times = (at.astimezone(zone).isoformat(timespec="minutes") for at in (start, end))
        day = kind_of_day(page.config, start)
        cells = (kind, person, page.name(person), tier, *times, str(minutes), day)
        table.writerow([plain_cell(cell) for cell in cells])

    for duty in page.period.standby:
        row("standby", duty.person, duty.tier, duty.start, duty.end, (duty.end - duty.start) // MINUTE)
    for person, start, end in page.period.disturbed:
        row("disturbed", person, "", start, end, -(-(end - start) // MINUTE))
    return out.getvalue()
