"""What there is to look at in the next two weeks, with names in place of ids. Pure; instants in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.calendar.on_now import names
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from rota.checks import Finding, Kind, check
from rota.cover import who_is_on

LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at. `name` is empty for a gap; `tiers` are those concerned.

    `left`: whom it is about works for the service no longer.
    """

    kind: Kind
    name: str
    tiers: tuple[str, ...]
    start: datetime
    end: datetime
    left: bool = False

    @property
    def hours(self) -> int:
        """Its length in whole hours: of a rest that is too short, say."""
        return (self.end - self.start) // timedelta(hours=1)


def concerns(config: ServiceConfig, now: datetime, ahead: timedelta = LOOKED_AHEAD) -> list[Concern]:
    """What the rota's checks find from now on, by when; a gap in office hours is none."""
    until = now + ahead
    closed = out_of_hours(config, now, until)
    found: list[Concern] = []
    for finding in check(config.rota, now, until, can_be_rung(config), config.learning):
        spans = [(finding.start, finding.end)]
        if finding.kind is Kind.GAP:
            spans = [
                (max(start, finding.start), min(end, finding.end))
                for start, end in closed
                if start < finding.end and finding.start < end
            ]
        found += [_concern(config, finding, start, end) for start, end in spans]
    return found


def _concern(config: ServiceConfig, finding: Finding, start: datetime, end: datetime) -> Concern:
    tiers: tuple[str, ...] = (finding.tier,)
    if finding.kind is Kind.DOUBLE_DUTY:
        everywhere = (tier.name for tier in config.rota.tiers)
        tiers = tuple(tier for tier in everywhere if finding.person in who_is_on(config.rota, tier, start))
    name = names(config, (finding.person,))[0] if finding.person else ""
    left = finding.person is not None and finding.person not in config.staff
    return Concern(finding.kind, name, tiers, start, end, left)
