"""The rota of a service file is put in force as an edit on the pages is: what the pages have changed stays.

Swaps and other changes of hands follow their shift. Whatever cannot is told in a sentence each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from oncall.pages.wall_clock import wall_clock
from oncall.rotas import store
from oncall.rotas.idle import idle
from oncall.rotas.merge import Entry, hands, merged
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.store import Version
from oncall.rotas.stretches import Span
from oncall.service.config import ServiceConfig
from oncall.service.follow import Laid, lay_anew
from oncall.service.store import read_config
from rota.model import Absence, Change, Override

HOW = {Change.ALONE: "alone", Change.ADD: "as well", Change.REMOVE: "taken off"}


@dataclass(frozen=True, slots=True)
class Published:
    """Whether another rota is in force, a sentence for each thing to know, changes of hands that do not fit.

    `before` is the service with its rota as it was until then; None if it had none.
    """

    changed: bool
    notes: tuple[str, ...] = ()
    unfit: tuple[Override, ...] = field(default=(), repr=False)
    before: ServiceConfig | None = field(default=None, repr=False)


def publish_file(
    session: Session, service_id: int, definition: Mapping[str, Any], *, now: datetime, by: str | None
) -> Published:
    """Put the rota of a file in force. The same file twice changes nothing, also when the pages have since.

    The staff of the file has been taken in already.
    """
    last, file = store.lock_newest(session, service_id), dict(definition)
    base = store.loaded(session, service_id)
    store.keep_loaded(session, service_id, file, now)
    if last is None or base is None:
        number = store.add(session, service_id, last, file, now=now, by=by, origin=store.FILE)
        return Published(number is not None)
    config = read_config(session, service_id)
    both = merged(base, last.definition, file, config.staff)
    if both.definition == last.definition:
        return Published(changed=False)
    laid = lay_anew(config, both.definition, now)
    origin = last.origin if hands(file) == hands(base) else store.FILE
    number = store.add(session, service_id, last, laid.definition, now=now, by=by, origin=origin)
    notes = [*_dropped(both.dropped, last, config, now), *_laid(config, laid, now)]
    if both.turns_lost:
        notes.append("Turns that had been changed on the pages are now as the file says.")
    return Published(number is not None, tuple(notes), laid.unfit, config)


def _dropped(entries: Sequence[Entry], last: Version, config: ServiceConfig, now: datetime) -> Iterator[str]:
    """Sentences about entries whose tier or people are gone, unless they are over."""
    rota, written = config.rota, last.definition
    sections: tuple[tuple[str, Sequence[Override | Absence]], ...] = (
        ("overrides", rota.overrides),
        ("absences", rota.absences),
    )
    for section, read in sections:
        for entry, one in zip(written.get(section) or [], read, strict=True):
            if entry in entries and one.end > now:
                yield f"{_said(one, config)}: taken out, since its tier or somebody in it is no longer there."


def _laid(config: ServiceConfig, laid: Laid, now: datetime) -> Iterator[str]:
    for one in laid.follow:
        to = " and ".join(_span(span, config) for span in one.spans)
        yield f"{_said(one.override, config)}: follows its shift, {to}."
    for override in laid.unfit:
        yield f"{_said(override, config)}: no longer fits the rota; whoever it concerns is told."
    already, after = set(idle(config.rota, now)), rota_from_mapping(laid.definition)
    known = set(config.rota.overrides) - already - set(laid.unfit)
    for override in idle(after, now):
        if override in known:
            yield f"{_said(override, config)}: changes nothing any more."


def _said(one: Override | Absence, config: ServiceConfig) -> str:
    """A change to single times in few words; people by their ids, as the file has them."""
    span = _span((one.start, one.end), config)
    if isinstance(one, Absence):
        return f"{one.person} away, {span}"
    how = f"for {one.replaced}" if one.change is Change.REPLACE else HOW[one.change]
    return f"{one.person} {how} on {one.tier}, {span}"


def _span(span: Span, config: ServiceConfig) -> str:
    return " to ".join(wall_clock(at, config.zone) for at in span)
