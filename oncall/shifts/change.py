"""The rota of a service changes: checked, put in force, recorded; and the draft being written follows."""

from datetime import datetime

from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas import draft_store, store
from oncall.rotas.edit import Edit
from oncall.rotas.store import Definition
from oncall.service.config import ServiceConfig
from oncall.service.read_rota import usable_rota
from oncall.service.store import count_up
from oncall.shifts.keep_records import write_down
from rota.errors import MistakesError, first_of
from rota.model import Rota


class RotaRefused(Problem):
    """What was asked would make a rota that cannot be; `sentences` has one for each mistake."""

    def __init__(self, mistakes: MistakesError) -> None:
        self.mistakes = mistakes.mistakes
        self.sentences = tuple(dict.fromkeys(mistake.says for mistake in mistakes.mistakes))
        super().__init__(first_of(self.sentences))


def may_be_named(config: ServiceConfig) -> frozenset[str]:
    """Ids of whoever a rota may name: the staff, and who has left and is still on the rota in force.

    Somebody who leaves must not keep everybody else from changing it, least of all to take them off.
    """
    layers = (layer for tier in config.rota.tiers for layer in tier.layers)
    turns = {person for layer in layers for entry in layer.rotation.people for person in entry}
    changes = {person for one in config.rota.overrides for person in (one.person, one.replaced) if person}
    return frozenset({*config.staff, *turns, *changes, *(one.person for one in config.rota.absences)})


def checked(config: ServiceConfig, definition: Definition) -> Rota:
    """The rota that was written, if the service can be run by it. Raises RotaRefused."""
    try:
        return usable_rota(definition, may_be_named(config))
    except MistakesError as mistakes:
        raise RotaRefused(mistakes) from None


def change_rota(
    work: UnitOfWork, config: ServiceConfig, edit: Edit, *, now: datetime, by: str, origin: str
) -> int | None:
    """Put what `edit` makes of the rota in force; the version's number, None if that changes nothing.

    Others who do so at the same moment wait, and `edit` is given what they made. A draft that somebody is
    writing is changed likewise, so that publishing it does not undo this. Raises RotaRefused.
    """
    last = store.lock_newest(work.session, config.id)
    if last is None:
        raise Problem("There is no rota to change.")
    definition = edit(last.definition)
    rota = checked(config, definition)
    number = store.add(work.session, config.id, last, definition, now=now, by=by, origin=origin)
    if number is None:
        return None
    count_up(work.session, [config.id])
    write_down(work, config.id, rota, now)
    draft = draft_store.read(work.session, config.id, to_change=True)
    if draft is not None:
        made_from = number if draft.made_from == last.number else draft.made_from
        draft_store.follow(work.session, config.id, edit(draft.definition), made_from)
    return number
