"""Who of a service is on duty now, in the order in which they are rung."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from oncall.access.roles import Role
from oncall.people.apart import NOBODY_APART, Apart
from oncall.service.config import ServiceConfig
from rota.ladder import ladder_at
from rota.model import PersonId

ROLES_AFTER_THE_ROTA = (Role.MANAGER, Role.TEAM_LEAD, Role.PRACTITIONER)


@dataclass(frozen=True, slots=True)
class Roster:
    """Ids of whom we can reach now: tier by tier without the empty ones, then who is behind them by role.

    Nobody is in two tiers. Everybody has a telephone.
    """

    tiers: tuple[tuple[str, ...], ...]
    managers: tuple[str, ...]
    team_leads: tuple[str, ...]

    @property
    def anybody(self) -> bool:
        """Whether there is anybody to be reached."""
        return bool(self.tiers or self.managers or self.team_leads)

    def without(self, people: Collection[str]) -> "Roster":
        """The same without these people; a tier of which nobody is left is none."""
        tiers = (tuple(one for one in tier if one not in people) for tier in self.tiers)
        return Roster(
            tuple(tier for tier in tiers if tier),
            tuple(one for one in self.managers if one not in people),
            tuple(one for one in self.team_leads if one not in people),
        )


def can_be_rung(config: ServiceConfig) -> Callable[[PersonId], bool]:
    """Whether somebody on the rota works for the service and has a telephone."""
    staff = config.staff
    return lambda person: person in staff and staff[person].phone is not None


def on_duty(config: ServiceConfig, now: datetime) -> tuple[str, ...]:
    """Everybody on a tier now who has a telephone, each once, in the order of the tiers."""
    return tuple(person for tier in roster(config, now).tiers for person in tier)


def roster(config: ServiceConfig, now: datetime, apart: Apart = NOBODY_APART) -> Roster:
    """Everybody who can be reached about a contact now, without those who are in conflict with its caller.

    Where nobody else can be reached at all, those it is not certain of are asked, and in the end everybody:
    no caller is left without an answer.
    """
    everybody = _everybody(config, now)
    for kept_out in (apart.everybody, apart.surely):
        rest = everybody.without(kept_out)
        if rest.anybody:
            return rest
    return everybody


def _everybody(config: ServiceConfig, now: datetime) -> Roster:
    tiers: dict[str, list[str]] = {}
    for rung in ladder_at(config.rota, now, can_be_rung=can_be_rung(config)):
        if rung.person is not None:
            tiers.setdefault(rung.tier, []).append(rung.person)
    return Roster(
        tiers=tuple(tuple(people) for people in tiers.values()),
        managers=_with_role(config, Role.MANAGER),
        team_leads=_with_role(config, Role.TEAM_LEAD),
    )


def first_owner(config: ServiceConfig, now: datetime, apart: Apart = NOBODY_APART) -> str | None:
    """Who owns what nobody has taken: whoever is on first, else a manager, else a lead, phone or no phone.

    Somebody who is in conflict with the caller only where there is nobody else.
    """
    by_role = [
        member.id for role in ROLES_AFTER_THE_ROTA for member in config.staff.values() if role in member.roles
    ]
    people = [*on_duty(config, now), *by_role]
    for kept_out in (apart.everybody, apart.surely):
        for person in people:
            if person not in kept_out:
                return person
    return next(iter(people), None)


def _with_role(config: ServiceConfig, role: Role) -> tuple[str, ...]:
    return tuple(one.id for one in config.staff.values() if role in one.roles and one.phone is not None)
