"""Who is on duty now, in the order in which they are rung."""

from collections.abc import Callable
from datetime import datetime

from oncall.service.config import ServiceConfig
from rota.ladder import ladder_at
from rota.model import PersonId

ROLES_AFTER_THE_ROTA = ("manager", "team_lead", "practitioner")


def can_be_rung(config: ServiceConfig) -> Callable[[PersonId], bool]:
    """Whether somebody on the rota works for the service and has a telephone."""
    staff = config.staff
    return lambda person: person in staff and staff[person].phone is not None


def on_duty(config: ServiceConfig, now: datetime) -> tuple[str, ...]:
    """Everybody on a tier now who has a telephone, each once, in the order of the tiers."""
    ladder = ladder_at(config.rota, now, can_be_rung=can_be_rung(config))
    return tuple(rung.person for rung in ladder if rung.person is not None)


def first_owner(config: ServiceConfig, now: datetime) -> str | None:
    """Who owns a call back that nobody has taken: whoever is on first, else a manager, else a lead."""
    on = on_duty(config, now)
    by_role = (
        member.id for role in ROLES_AFTER_THE_ROTA for member in config.staff.values() if role in member.roles
    )
    return on[0] if on else next(by_role, None)
