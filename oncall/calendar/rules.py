"""What a service has chosen for its rota, for those who keep it: look at it, change it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from oncall.access.store import Person
from oncall.calendar.draft import Overtaken, name_of, signature
from oncall.calendar.read_calendar import configs_of
from oncall.errors import Problem
from oncall.rotas import rules_store as store
from oncall.rotas.rules_store import RotaRules
from oncall.service.config import ServiceConfig
from oncall.service.store import count_up
from oncall.shifts.read_phones import Phone, phones
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The choices of a service, the tiers they are about, and how its telephones answered."""

    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    rules: RotaRules
    tiers: tuple[str, ...]
    phones: tuple[Phone, ...]

    @property
    def changed_by(self) -> str:
        """Who made the last choice, by name."""
        return name_of(self.config, self.rules.changed_by)


def read_rules(reader: Person, code: str, w: Wiring) -> RulesPage | None:
    """The choices of a service (the reader's first, if `code` is empty); None if it is none of theirs."""
    with w.unit_of_work() as work:
        configs = configs_of(work, reader, w)
        config = next((each for each in configs if code in ("", each.code)), None)
        if config is None:
            return None
        rules = store.read(work.session, config.id)
        tried = tuple(phones(work.session, config))
    tiers = tuple(tier.name for tier in config.rota.tiers)
    return RulesPage(config, tuple((each.code, each.name) for each in configs), rules, tiers, tried)


def change_rules(
    reader: Person, code: str, revision: int, *, approve_swaps: bool, learning: Collection[str], w: Wiring
) -> Overtaken | None:
    """Make another choice; `learning` has `person|tier` of each who is not yet on a tier alone.

    Who saw an older choice changes nothing and is told. Saying the same twice changes nothing. What concerns
    somebody, or a tier, that there is no longer is forgotten. Raises Problem for a service not the reader's.
    """
    page = read_rules(reader, code, w)
    if page is None:
        raise Problem("You keep no rota for this service.")
    pairs = {(person, tier) for person, _, tier in (each.partition("|") for each in learning)}
    wanted = frozenset(pair for pair in pairs if pair[0] in page.config.staff and pair[1] in page.tiers)
    if replace(page.rules, approve_swaps=approve_swaps, learning=wanted) == page.rules:
        return None
    with w.unit_of_work() as work:
        done = store.change(
            work.session,
            page.config.id,
            revision,
            approve_swaps=approve_swaps,
            learning=wanted,
            by=signature(reader),
            now=w.now(),
        )
        if done:
            count_up(work.session, [page.config.id])
            return None
        rules = store.read(work.session, page.config.id)
    assert rules.changed_at is not None  # somebody else's choice is there
    return Overtaken(name_of(page.config, rules.changed_by), rules.changed_at)
