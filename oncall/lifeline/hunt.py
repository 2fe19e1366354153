"""Whom to ring next, from the snapshot and what this machine has rung: the same ladder as ever."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from oncall.lifeline.lines import Lines
from oncall.lifeline.snapshot import EVERYBODY_RINGS, Kept, Service, Snapshot
from oncall.lifeline.spool import Rang
from oncall.lifeline.trail import EARLIER_CALL, EARLIER_CALL_SECONDS, Trail
from oncall.telephony.ring_time import parts_of
from rota.ladder import OnTier, Rung, Tried, around, ladder_of, next_rung
from rota.model import PersonId

WITHOUT_A_ROTA = 25
"""How many seconds each manager is rung when the snapshot is so old that it knows nobody's turn."""
AROUND_A_RING = 5 + 60
"""What the telephone company may add to a ring, and the longest whisper."""
LONGEST_CALL = 3600
"""How long somebody who has taken a call counts as on it, in case nobody tells us that it has ended."""
CLOCKS_DIFFER = 1


@dataclass(frozen=True, slots=True)
class Hunt:
    """One step of ringing round for a service, `kept` from some of us, at `now` in seconds since 1970."""

    snapshot: Snapshot
    service: Service
    lines: Lines
    now: int
    kept: Kept = EVERYBODY_RINGS

    def next_after(self, trail: Trail) -> Rang | None:
        """Whom to ring next, their line being taken; None when nobody is left who could be rung now."""
        engaged: set[PersonId] = set()
        while True:
            rung = self._next(trail, engaged)
            number = self._number(rung)
            if number is None:
                return None
            if self._has_line(rung, trail.call):
                nth = trail.then(rung.kind, rung.person).nth
                return Rang(rung.kind, rung.tier, rung.person, number, rung.seconds, nth)
            assert rung.person is not None
            engaged.add(rung.person)

    def first(self, trail: Trail, had_by: str | None) -> Rang | None:
        """Whom a new call rings first: whoever had this caller's call a few minutes ago, before everybody.

        Unless they are in conflict with the caller, have no telephone any more, or are on another call.
        """
        kept_out = {*self.kept.never, *self.kept.at_last}
        if had_by is not None and had_by in self.service.phones and had_by not in kept_out:
            person = PersonId(had_by)
            made = Rung("tier", EARLIER_CALL, person, EARLIER_CALL_SECONDS)
            ladder = self._ladder(in_office_hours=False)
            rung = next((one for one in ladder if one.person == person), made)
            if self._has_line(rung, trail.call):
                return Rang(rung.kind, rung.tier, rung.person, self.service.phones[had_by], rung.seconds, 1)
        return self.next_after(trail)

    def part_after(self, trail: Trail, part: int) -> Rang | None:
        """The telephone rung last, if another part of its time is left and this one has been rung out."""
        of_last = (
            rung
            for rung in self._ladder(in_office_hours=trail.in_office_hours)
            if trail.last in (("tier", rung.person), (rung.kind, None)) and rung.kind != "voicemail"
        )
        rung = next(of_last, None)
        if rung is None:
            return None
        parts = parts_of(rung.seconds)
        waited = sum(parts[: part + 1]) - CLOCKS_DIFFER
        rang_out = trail.rang is None or self.now - trail.rang >= waited
        number = self._number(rung)
        if part + 1 >= len(parts) or not rang_out or number is None or not self._has_line(rung, trail.call):
            return None
        return Rang(rung.kind, rung.tier, rung.person, number, rung.seconds, trail.nth)

    def _next(self, trail: Trail, engaged: Collection[PersonId]) -> Rung:
        """Whoever has not been rung yet; if the service hunts again, then whoever may be rung once more."""
        ladder = self._ladder(in_office_hours=trail.in_office_hours)
        tried = [_tried(*one) for one in trail.tried]
        rung = next_rung(ladder, tried=tried, busy=engaged)
        if rung.kind != "voicemail" or not self.service.hunt_again:
            return rung
        times = Counter(tried)
        enough = [one for one in tried if times[one] > 1 or one[1] in trail.passed]
        return next_rung([one for one in ladder if one.kind != "office_line"], tried=enough, busy=engaged)

    def _has_line(self, rung: Rung, call: str) -> bool:
        """Whether a telephone is free for this call; a staffed line always is."""
        until = self.now + rung.seconds + AROUND_A_RING
        return rung.person is None or self.lines.take(rung.person, call, now=self.now, until=until)

    def _ladder(self, *, in_office_hours: bool) -> tuple[Rung, ...]:
        service = self.service
        office = service.office_line if in_office_hours else None
        last = service.last_resort
        everybody = ladder_of(
            self._on_now(),
            can_be_rung=service.phones.__contains__,
            office_line_seconds=None if office is None else office.seconds,
            last_resort_seconds=None if last is None else last.seconds,
        )
        return around(everybody, never=_people(self.kept.never), at_last=_people(self.kept.at_last))

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


def _tried(kind: str, person: str | None) -> Tried:
    return kind, None if person is None else PersonId(person)


def _people(ids: tuple[str, ...]) -> list[PersonId]:
    return [PersonId(one) for one in ids]
