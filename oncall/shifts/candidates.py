"""Who could be on for a time, in fair order: least on call lately and soon first. Instants in UTC."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from oncall.rotas.known import Known, known
from oncall.rotas.store import Definition
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from oncall.service.hand_rules import AROUND, after_edit, broken, on_alone
from rota.checks import Kind
from rota.model import PersonId

WEEKS = timedelta(days=28)
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be on: how long they are on call in the weeks around, and what it would break."""

    person: PersonId
    load: timedelta
    breaks: tuple[Kind, ...]


def candidates(
    session: Session,
    config: ServiceConfig,
    definition: Definition,
    tier: str,
    span: tuple[datetime, datetime],
    *,
    but: Collection[str] = (),
) -> list[Candidate]:
    """Everybody who could be on a tier for a span: for whom it breaks nothing first, then by load.

    They are the people of the tier's layers and whoever has a role of its name, if they can be rung and are
    not away. Whoever is on another tier meanwhile comes last, and says so.
    """
    rung = can_be_rung(config)
    around = known(session, config.id, config.rota, span[0] - WEEKS, span[1] + WEEKS)
    on_call = loads(around, {one.name for one in config.rota.tiers})
    found = [
        Candidate(
            person, on_call.get(person, NO_TIME), breaks(config, definition, tier, person, span, around)
        )
        for person in sorted(_could(config, tier))
        if rung(person) and person not in but and not _away(config, person, span)
    ]
    return sorted(found, key=lambda one: (len(one.breaks), one.load, one.person))


def known_around(session: Session, config: ServiceConfig, start: datetime, end: datetime) -> Known:
    """What is known of a service as far around a span as rest is reckoned."""
    return known(session, config.id, config.rota, start - AROUND, end + AROUND)


def breaks(
    config: ServiceConfig,
    definition: Definition,
    tier: str,
    person: str,
    span: tuple[datetime, datetime],
    around: Known,
) -> tuple[Kind, ...]:
    """What it would break for somebody to be on a tier for a span, by what is known of the time `around` it;
    a gap it leaves elsewhere counts.
    """
    after = after_edit(definition, on_alone(config, tier, person, *span, "asked"))
    found = broken(config, after, *span, around)
    return tuple(dict.fromkeys(one.kind for one in found if one.person in (person, None)))


def loads(around: Known, tiers: Collection[str]) -> Mapping[str, timedelta]:
    """How long each person was on call, by the records, and will be, by the rota, on all tiers.

    `tiers` are those of the rota; of the past those count too that it has no longer.
    """
    found: defaultdict[str, timedelta] = defaultdict(timedelta)
    for tier in {*tiers, *(record.tier for record in around.records)}:
        for stretch in around.stretches(tier):
            for person in stretch.people:
                found[person] += stretch.length
    return found


def _could(config: ServiceConfig, tier: str) -> set[PersonId]:
    layers = next((each.layers for each in config.rota.tiers if each.name == tier), ())
    named = {person for layer in layers for entry in layer.rotation.people for person in entry}
    return named | {PersonId(one.id) for one in config.staff.values() if tier in one.roles}


def _away(config: ServiceConfig, person: str, span: tuple[datetime, datetime]) -> bool:
    return any(
        one.person == person and one.start < span[1] and span[0] < one.end for one in config.rota.absences
    )
