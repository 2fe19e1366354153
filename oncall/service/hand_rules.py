"""What a change of hands would break: rest, two tiers at once, a gap, somebody alone who is learning.

Pure; instants in UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from oncall.rotas.edit import Edit, added
from oncall.rotas.known import Known
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.store import Definition
from oncall.rotas.stretches import Span, cut, duties
from oncall.service.config import ServiceConfig
from oncall.service.duty import can_be_rung
from rota.checks import Finding, Kind, check
from rota.model import PersonId, Rota, Shift

AROUND = timedelta(days=2)
RECORDED = "recorded"
TAKEN_OVER = "taken over"
"""The reason that a rota gives for somebody who took over at once."""
RULES = frozenset({Kind.GAP, Kind.DOUBLE_DUTY, Kind.SHORT_REST, Kind.NO_PHONE, Kind.NOT_ALONE})


def broken(
    config: ServiceConfig, after: Rota, start: datetime, end: datetime, recorded: Known | None = None
) -> list[Finding]:
    """What would be wrong around a span by another rota that is not wrong by the one in force.

    What is `recorded` counts as it really was, whatever either rota says of it.
    """
    span, past = (start - AROUND, end + AROUND), {}
    if recorded is not None and span[0] < recorded.recorded_until < span[1]:
        since = recorded.recorded_until
        past = {tier.name: _were_on(recorded, tier.name, (span[0], since)) for tier in config.rota.tiers}
        span = since, span[1]
    before = {_what(one) for one in _found(config, config.rota, span, past)}
    return [one for one in _found(config, after, span, past) if _what(one) not in before]


def after_edit(definition: Definition, edit: Edit) -> Rota:
    """The rota that an edit would make. Raises MistakesError."""
    return rota_from_mapping(edit(definition))


def written_at(at: datetime, config: ServiceConfig) -> str:
    """An instant as it is written in a rota: on the wall clock, with its offset, to the second."""
    return at.astimezone(config.zone).isoformat(timespec="seconds")


def on_alone(
    config: ServiceConfig, tier: str, person: str, start: datetime, end: datetime, reason: str
) -> Edit:
    """Somebody alone on a tier, whoever was due."""
    return added("overrides", _override(config, tier, start, end, reason) | {"person": person})


def stands_in(
    config: ServiceConfig, tier: str, person: str, replaced: str, start: datetime, end: datetime
) -> Edit:
    """Somebody in another's place on a tier, wherever in the span that other is on."""
    entry = _override(config, tier, start, end, "swap") | {"person": person, "replace": replaced}
    return added("overrides", entry)


def away(config: ServiceConfig, person: str, start: datetime, end: datetime, reason: str) -> Edit:
    """Somebody away from every tier."""
    span = {"from": written_at(start, config), "until": written_at(end, config)}
    return added("absences", {"person": person, **span, "reason": reason})


def both(*edits: Edit) -> Edit:
    """One edit after another."""

    def edit(definition: Definition) -> Definition:
        for one in edits:
            definition = one(definition)
        return definition

    return edit


def _override(
    config: ServiceConfig, tier: str, start: datetime, end: datetime, reason: str
) -> dict[str, str]:
    span = {"from": written_at(start, config), "until": written_at(end, config)}
    return {"tier": tier, **span, "reason": reason}


def _what(one: Finding) -> tuple[object, ...]:
    """What makes two findings the same; to be on alone once more before one is ready is another."""
    times = (one.start, one.end) if one.kind is Kind.NOT_ALONE else ()
    return one.kind, one.tier, one.person, *times


def _were_on(recorded: Known, tier: str, span: Span) -> list[Shift]:
    """Who really was on a tier, in order."""
    found = duties(tier, cut(recorded.stretches(tier), [span]))
    return [Shift(one.start, one.end, PersonId(one.person), RECORDED) for one in found]


def _found(
    config: ServiceConfig, rota: Rota, span: Span, past: Mapping[str, Sequence[Shift]]
) -> list[Finding]:
    found = check(rota, *span, can_be_rung(config), config.learning, past)
    return [one for one in found if one.kind in RULES]
