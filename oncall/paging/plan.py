"""Whom to page about a contact, step by step: pure, from who can be reached at the time of each step."""

from dataclasses import dataclass, replace
from datetime import timedelta

from oncall.service.duty import Roster

Lane = tuple[str, ...]

CALL_WAITS = timedelta(minutes=10)
"""So long everybody on a tier has for a call that got no answer, before those behind the rota hear of it."""
TEXT_WAITS = timedelta(minutes=5)
"""So long a tier has for a text before the next one hears of it."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 20, 40))
"""Between one whole round and the next; the last one stays."""
LONGEST_PAUSE = timedelta(minutes=60)
MOST_ROUNDS = 12
"""After that many whole rounds, some ten hours, it is day; the board goes on showing the contact."""


@dataclass(frozen=True, slots=True)
class Step:
    """People who are texted at once and rung lane by lane: in a lane one after another, lanes side by side.

    `then` is how long after its beginning the next step begins; None if there is none.
    """

    lanes: tuple[Lane, ...]
    then: timedelta | None

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody in it, in order."""
        return tuple(person for lane in self.lanes for person in lane)


def step_of_call(number: int, roster: Roster) -> Step:
    """Step `number` (from 0) about a call that got no answer: all tiers, those behind them, all again."""
    first = [Step((_one_after_another(*roster.tiers),), CALL_WAITS)] if roster.tiers else []
    return _step(number, first, roster)


def step_of_text(number: int, roster: Roster, *, urgent: bool) -> Step:
    """Step `number` (from 0) about a text: tier after tier, those behind them, everybody again.

    An urgent one begins with two tiers at once. A tier on which nobody is costs no time.
    """
    at_once = 2 if urgent else 1
    tiers = roster.tiers
    first = [tiers[:at_once], *((tier,) for tier in tiers[at_once:])] if tiers else []
    return _step(number, [Step(lanes, TEXT_WAITS) for lanes in first], roster)


def owner_first(owner: str, roster: Roster) -> Roster:
    """The same people beginning with whoever has the contact, then those above them, then those below.

    Where nobody else is on, those behind the rota are next.
    """
    place = next((place for place, tier in enumerate(roster.tiers) if owner in tier), -1)
    in_order = *roster.tiers[place + 1 :], *roster.tiers[: place + 1]
    others = tuple(filter(None, (tuple(one for one in tier if one != owner) for tier in in_order)))
    behind = tuple(one for one in _one_after_another(roster.managers, roster.team_leads) if one != owner)
    return replace(roster, tiers=((owner,), *(others or filter(None, (behind,)))))


def step_of_escalation(number: int, roster: Roster) -> Step:
    """Step `number` (from 0) when a manager is wanted: the one on duty first, the others, then everybody."""
    on_duty = tuple(one for tier in roster.tiers for one in tier if one in roster.managers)
    upward = _one_after_another(on_duty, roster.managers, roster.team_leads)
    return _step(number, [Step((upward,), TEXT_WAITS)] if upward else [], roster)


def _step(number: int, first: list[Step], roster: Roster) -> Step:
    behind = _one_after_another(roster.managers, roster.team_leads)
    steps = [*first, Step((behind,), PAUSES[0])] if behind else first
    if number < len(steps):
        return steps[number]
    whole_round = number - len(steps)
    everybody = _one_after_another(*roster.tiers, behind)
    return Step((everybody,), _pause(whole_round + 1) if whole_round < MOST_ROUNDS else None)


def _pause(whole_round: int) -> timedelta:
    return PAUSES[whole_round] if whole_round < len(PAUSES) else LONGEST_PAUSE


def _one_after_another(*groups: Lane) -> Lane:
    """Everybody of these, each once."""
    return tuple(dict.fromkeys(person for group in groups for person in group))
