"""A change of hands follows its shift: what was agreed is laid anew on a rota that is about to count.

A swap goes where the shift has gone, if whoever took it may be on then. One that has no shift any more, or
would break a rule, stays as it is written and counts for nothing: whoever keeps the rota sees to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from oncall.rotas.idle import idle
from oncall.rotas.moved import Moved, until_relieved, where_to, without
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.store import Definition
from oncall.rotas.stretches import Span, stretches
from oncall.service.config import ServiceConfig
from oncall.service.hand_rules import TAKEN_OVER, broken, written_at
from rota.model import Change, Override, Rota


@dataclass(frozen=True, slots=True)
class Follows:
    """A change of hands that goes with its shift: where it is laid now, and what it was before."""

    override: Override
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A rota on which changes of hands were laid anew: which follow their shift, which no longer fit."""

    definition: Definition = field(repr=False)
    follow: tuple[Follows, ...] = ()
    unfit: tuple[Override, ...] = ()


def lay_anew(config: ServiceConfig, definition: Definition, now: datetime) -> Laid:
    """Lay the changes of hands of the rota in force anew on the one that is to come after it.

    Only what both rotas say is laid: what its keepers have taken out or changed is as they wrote it.
    """
    made: list[Any] = list(definition.get("overrides") or [])
    follow, unfit = list[Follows](), list[Override]()
    known = set(config.rota.overrides)
    after, place = rota_from_mapping(definition), 0
    for override in after.overrides:
        entry = made[place]
        laid = [entry]
        if override in known and override.end > now:
            # Those before it have been laid already: a swap of a swap goes with the first.
            whole = rota_from_mapping({**definition, "overrides": made}) if follow else after
            found = _laid(config, whole, override, str(entry.get("reason", "")), now)
            if found.spans != ((override.start, override.end),):
                laid = [_at(entry, span, config) for span in found.spans]
                follow += [Follows(override, found.moved)] if found.moved else []
            unfit += [override] if found.lost else []
        made[place : place + 1] = laid
        place += len(laid)
    if not follow:
        return Laid(definition, (), tuple(unfit))
    return Laid({**definition, "overrides": made}, tuple(follow), tuple(unfit))


def still_unfit(config: ServiceConfig, override: Override, now: datetime) -> bool:
    """Whether a change of hands that did not fit is in the rota in force, and counts for nothing."""
    if override.change is Change.ALONE:
        return override in config.rota.overrides and override.end > now
    return override in idle(config.rota, now)


@dataclass(frozen=True, slots=True)
class _Found:
    """When an override is to count: `moved` are the times among its `spans` that are new; some is lost."""

    spans: tuple[Span, ...]
    moved: tuple[Span, ...] = ()
    lost: bool = False


def _laid(config: ServiceConfig, after: Rota, override: Override, reason: str, now: datetime) -> _Found:
    bare, as_it_is = without(after, override), (override.start, override.end)
    before = without(config.rota, override)
    if override.change is Change.REPLACE:
        return _swap(config, bare, override, where_to(before, bare, override, now))
    if override.change is not Change.ALONE or reason != TAKEN_OVER or override.start > now:
        return _Found((as_it_is,))
    end = until_relieved(before, bare, override, now)
    if end is None:
        return _Found((as_it_is,), lost=True)
    return _Found(((override.start, end),), ((override.start, end),) if end != override.end else ())


def _swap(config: ServiceConfig, bare: Rota, override: Override, parts: Sequence[Moved]) -> _Found:
    """A swap where its parts have gone; as it was written, if that does for all of them."""
    as_it_is = override.start, override.end
    if all(_does(override, part) for part in parts):
        return _Found((as_it_is,))
    spans, moved = list[Span](), list[Span]()
    for part in parts:
        if part.now is not None and not part.stays and _may(config, bare, override, part.now):
            moved.append(part.now)
            spans.append(part.now)
        else:
            spans.append(part.before)
    lost = any(part.now not in spans for part in parts)
    return _Found(tuple(spans) if moved else (as_it_is,), tuple(moved), lost)


def _does(override: Override, part: Moved) -> bool:
    """Whether the swap as it is written covers what a part of it has become, and nothing is left over."""
    if part.now is None:
        return False
    return part.stays or (override.start <= part.now[0] and part.now[1] <= override.end)


def _may(config: ServiceConfig, bare: Rota, override: Override, span: Span) -> bool:
    """Whether whoever took it can be on then, and that breaks no rule that is not broken without it."""
    made = replace(bare, overrides=(*bare.overrides, replace(override, start=span[0], end=span[1])))
    if any(override.person not in one.people for one in stretches(made, override.tier, *span)):
        return False
    found = broken(replace(config, rota=bare), made, *span)
    return not any(one.person in (override.person, None) for one in found)


def _at(entry: dict[str, Any], span: Span, config: ServiceConfig) -> dict[str, Any]:
    return entry | {"from": written_at(span[0], config), "until": written_at(span[1], config)}


def concerned(override: Override) -> Iterator[str]:
    """Whose change of hands it is."""
    yield override.person
    if override.replaced is not None:
        yield override.replaced
