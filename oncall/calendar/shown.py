"""What a calendar shows of a span: the past as it was recorded, the future as the rota says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from oncall.db.unit_of_work import UnitOfWork
from oncall.rotas.duty_store import in_force
from oncall.rotas.known import known
from oncall.rotas.stretches import Stretch, joined, stretches
from oncall.service.config import ServiceConfig

MOMENT = timedelta.resolution


def shown(
    work: UnitOfWork, config: ServiceConfig, start: datetime, end: datetime
) -> dict[str, Sequence[Stretch]]:
    """The stretches of each tier. Before its first rota was published, that one is taken to have counted."""
    found = known(work.session, config.id, config.rota, start, end)
    tiers = [tier.name for tier in config.rota.tiers]
    if found.start == start:
        return {tier: found.stretches(tier) for tier in tiers}
    first = in_force(work.session, config.id, config.rota, found.start, found.start + MOMENT)
    rota = first[0].rota if first else config.rota
    return {
        tier: list(joined([*stretches(rota, tier, start, found.start), *found.stretches(tier)]))
        for tier in tiers
    }
