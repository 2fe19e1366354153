"""What a draft would change and for whom; putting it in force, and taking that back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from oncall.access.store import Person
from oncall.calendar.draft import Editing, Overtaken, name_of, opened, overtaken, read_draft, signature
from oncall.calendar.findings import Concern, concerns
from oncall.errors import Problem
from oncall.rotas import draft_store, store
from oncall.rotas.difference import Changed, difference
from oncall.rotas.edit import replaced_by
from oncall.rotas.idle import idle
from oncall.rotas.store import Version
from oncall.service.config import ServiceConfig
from oncall.service.follow import Follows, Laid, lay_anew
from oncall.shifts.change import change_rota, checked
from oncall.shifts.unfit import tell_unfit
from oncall.wiring import Wiring
from rota.model import Override

AHEAD = timedelta(days=62)
DRAFT, UNDO = "draft", "undo"


@dataclass(frozen=True, slots=True)
class Effect:
    """What another rota changes in the next two months: for whom, what to look at anew, what no longer.

    `follow` are changes of hands that go with their shift, `unfit` those that cannot: whoever agreed to
    them is told. `lost` are other changes to single times that had an effect and would have none.
    """

    changes: tuple[Changed, ...]
    new: tuple[Concern, ...]
    mended: tuple[Concern, ...]
    lost: tuple[Override, ...]
    follow: tuple[Follows, ...] = ()
    unfit: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft and what it would change; `effect` is None if there is no draft."""

    editing: Editing
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a service's rota, newest first, each with the name of whoever published it."""

    config: ServiceConfig
    versions: tuple[tuple[Version, str], ...]


def preview(reader: Person, code: str, w: Wiring) -> Preview | None:
    """What the draft of a service would change from now on; None if the service is none of the reader's."""
    editing = read_draft(reader, code, w)
    if editing is None or editing.draft is None:
        return None if editing is None else Preview(editing, None)
    checked(editing.config, editing.definition)
    return Preview(editing, effect(editing.config, lay_anew(editing.config, editing.definition, w.now()), w))


def effect(before: ServiceConfig, laid: Laid, w: Wiring) -> Effect:
    """What another rota, on which changes of hands were laid anew, changes of the one in force."""
    now, after = w.now(), replace(before, rota=checked(before, laid.definition))
    was, will_be = concerns(before, now, AHEAD), concerns(after, now, AHEAD)
    return Effect(
        tuple(difference(before.rota, after.rota, now, now + AHEAD)),
        tuple(one for one in will_be if one not in was),
        tuple(one for one in was if one not in will_be),
        tuple(one for one in _lost(before, after, now) if one not in laid.unfit),
        laid.follow,
        laid.unfit,
    )


def _lost(before: ServiceConfig, after: ServiceConfig, now: datetime) -> tuple[Override, ...]:
    """Overrides of both rotas that the second alone makes idle: their shift has moved from under them."""
    known, already = set(before.rota.overrides), set(idle(before.rota, now))
    return tuple(one for one in idle(after.rota, now) if one in known and one not in already)


def publish_draft(reader: Person, code: str, revision: int, number: int, w: Wiring) -> Overtaken | None:
    """Put the draft in force, if it and the rota it replaces (`number`) are what the reader has seen.

    Doing it twice does it once. Raises Problem if there is no draft, and RotaRefused.
    """
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w, to_change=True)
        if editing is None:
            raise Problem("You keep no rota for this service.")
        last = editing.newest
        if editing.draft is None:
            if last.published_by == signature(reader) and last.number == number + 1:
                return None
            return overtaken(editing)
        if (editing.revision, last.number) != (revision, number):
            return overtaken(editing if editing.revision != revision else replace(editing, draft=None))
        draft_store.throw_away(work.session, editing.config.id)
        now, by = w.now(), signature(reader)
        config = replace(editing.config, rota=checked(editing.config, last.definition))
        checked(config, editing.draft.definition)
        laid = lay_anew(config, editing.draft.definition, now)
        change_rota(work, config, replaced_by(laid.definition), now=now, by=by, origin=DRAFT)
        tell_unfit(work, config, laid.unfit, by=by, now=now)
    return None


def undo(reader: Person, code: str, number: int, w: Wiring) -> Overtaken | None:
    """Put back in force what was before version `number`, unless another has been published since.

    Nothing is forgotten: it is a new version. Raises Problem if there was nothing before it.
    """
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w, to_change=True)
        if editing is None:
            raise Problem("You keep no rota for this service.")
        before = store.version(work.session, editing.config.id, number - 1)
        if before is None:
            raise Problem("There was no rota before the first.")
        if editing.newest.number != number:
            return overtaken(replace(editing, draft=None))
        change_rota(
            work,
            editing.config,
            replaced_by(before.definition),
            now=w.now(),
            by=signature(reader),
            origin=UNDO,
        )
    return None


def history(reader: Person, code: str, w: Wiring) -> History | None:
    """The versions of a service's rota; None if it is none of the reader's."""
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w)
        if editing is None:
            return None
        found = store.history(work.session, editing.config.id)
    return History(
        editing.config, tuple((one, name_of(editing.config, one.published_by or "")) for one in found)
    )


def file_of(reader: Person, code: str, number: int | None, w: Wiring) -> tuple[ServiceConfig, Version] | None:
    """One version of a service's rota, the newest unless told; None if there is none for the reader."""
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w)
        if editing is None:
            return None
        if number is None:
            return editing.config, editing.newest
        found = store.version(work.session, editing.config.id, number)
    return None if found is None else (editing.config, found)
