"""Whom to ring next, from the snapshot alone: the same ladder as ever."""

from dataclasses import dataclass

from oncall.lifeline.snapshot import Service, Snapshot
from oncall.lifeline.spool import Rang
from oncall.lifeline.trail import Trail
from rota.ladder import OnTier, Rung, ladder_of, next_rung
from rota.model import PersonId

WITHOUT_A_ROTA = 25
"""How many seconds each manager is rung when the snapshot is so old that it knows nobody's turn."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """One step of ringing round for a service, at `now` in seconds since 1970."""

    snapshot: Snapshot
    service: Service
    now: int

    def next_after(self, trail: Trail) -> Rang | None:
        """Whom to ring next; None when everybody has been rung."""
        tried = [(kind, PersonId(person) if person is not None else None) for kind, person in trail.tried]
        rung = next_rung(self._ladder(in_office_hours=trail.in_office_hours), tried=tried)
        number = self._number(rung)
        return None if number is None else Rang(rung.kind, rung.tier, rung.person, number, rung.seconds)

    def _ladder(self, *, in_office_hours: bool) -> tuple[Rung, ...]:
        service = self.service
        office = service.office_line if in_office_hours else None
        last = service.last_resort
        return ladder_of(
            self._on_now(),
            can_be_rung=service.phones.__contains__,
            office_line_seconds=None if office is None else office.seconds,
            last_resort_seconds=None if last is None else last.seconds,
        )

    def _on_now(self) -> list[OnTier]:
        """Who is on each tier; the managers, when the snapshot's time is over."""
        if self.now >= self.snapshot.until:
            return [OnTier("manager", WITHOUT_A_ROTA, _people(self.service.managers))]
        return [OnTier(tier.name, tier.seconds, _people(tier.on_at(self.now))) for tier in self.service.tiers]

    def _number(self, rung: Rung) -> str | None:
        if rung.person is not None:
            return self.service.phones[rung.person]
        lines = {"office_line": self.service.office_line, "last_resort": self.service.last_resort}
        line = lines.get(rung.kind)
        return None if line is None else line.number


def _people(ids: tuple[str, ...]) -> list[PersonId]:
    return [PersonId(one) for one in ids]
