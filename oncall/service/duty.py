"""Who of a service is on duty now, in the order in which they are rung."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from oncall.access.roles import Role
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


def can_be_rung(config: ServiceConfig) -> Callable[[PersonId], bool]:
    """Whether somebody on the rota works for the service and has a telephone."""
    staff = config.staff
    return lambda person: person in staff and staff[person].phone is not None


def on_duty(config: ServiceConfig, now: datetime) -> tuple[str, ...]:
    """Everybody on a tier now who has a telephone, each once, in the order of the tiers."""
    return tuple(person for tier in roster(config, now).tiers for person in tier)


def roster(config: ServiceConfig, now: datetime) -> Roster:
    """Everybody who can be reached about a contact now."""
    tiers: dict[str, list[str]] = {}
    for rung in ladder_at(config.rota, now, can_be_rung=can_be_rung(config)):
        if rung.person is not None:
            tiers.setdefault(rung.tier, []).append(rung.person)
    return Roster(
        tiers=tuple(tuple(people) for people in tiers.values()),
        managers=_with_role(config, Role.MANAGER),
        team_leads=_with_role(config, Role.TEAM_LEAD),
    )


def first_owner(config: ServiceConfig, now: datetime) -> str | None:
    """Who owns what nobody has taken: whoever is on first, else a manager, else a lead, phone or no phone."""
    by_role = (
        member.id for role in ROLES_AFTER_THE_ROTA for member in config.staff.values() if role in member.roles
    )
    return next(iter(on_duty(config, now)), None) or next(by_role, None)


def _with_role(config: ServiceConfig, role: Role) -> tuple[str, ...]:
    return tuple(one.id for one in config.staff.values() if role in one.roles and one.phone is not None)
