"""The keepers of a rota write the next one together: read the draft, change it, throw it away."""

from dataclasses import dataclass
from datetime import datetime

from oncall.access.store import Person
from oncall.calendar.on_now import names
from oncall.calendar.read_calendar import configs_of
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas import draft_store, store
from oncall.rotas.document import parse
from oncall.rotas.draft_store import Draft
from oncall.rotas.edit import Edit, replaced_by
from oncall.rotas.idle import idle
from oncall.rotas.rota_file import FileProblem, as_written
from oncall.rotas.store import RECKONED_BY, Definition, Version
from oncall.service.config import ServiceConfig
from oncall.service.read_rota import usable_rota
from oncall.shifts.change import checked, may_be_named
from oncall.wiring import Wiring
from rota.errors import MistakesError
from rota.model import PersonId

FILE_NAME = "the rota"


@dataclass(frozen=True, slots=True)
class Editing:
    """The draft of a service, or the rota in force while there is none (`draft` is None)."""

    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    newest: Version
    draft: Draft | None

    @property
    def definition(self) -> Definition:
        """What the next change is made to."""
        return self.newest.definition if self.draft is None else self.draft.definition

    @property
    def revision(self) -> int:
        """How often the draft has been changed: a form says which it was made from."""
        return 0 if self.draft is None else self.draft.revision

    @property
    def behind(self) -> bool:
        """Whether a rota was published that the draft does not know of."""
        return self.draft is not None and self.draft.made_from != self.newest.number

    @property
    def changed_by(self) -> str:
        """Who changed the draft last, by name."""
        return "" if self.draft is None else name_of(self.config, self.draft.changed_by)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody, by name, changed the draft or the rota at a time; so what a form said was not done."""

    by: str
    at: datetime


def read_draft(reader: Person, code: str, w: Wiring) -> Editing | None:
    """The draft of a service (the reader's first, if `code` is empty); None if it is none of theirs."""
    with w.unit_of_work() as work:
        return opened(work, reader, code, w)


def idle_places(editing: Editing, now: datetime) -> frozenset[int]:
    """Which entries of `overrides`, by place, are not over and count for nothing: what they changed moved."""
    rota = checked(editing.config, editing.definition)
    without_effect = set(idle(rota, now))
    return frozenset(place for place, one in enumerate(rota.overrides) if one in without_effect)


def change_draft(reader: Person, code: str, revision: int, edit: Edit, w: Wiring) -> Overtaken | None:
    """Make a change to the draft, which begins with it if there is none.

    Whoever has not seen the newest change changes nothing and is told. Raises RotaRefused, and Problem for
    a service that is none of the reader's.
    """
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w, to_change=True)
        if editing is None:
            raise Problem("You keep no rota for this service.")
        if editing.revision != revision:
            return overtaken(editing)
        made, config, now, by = edit(editing.definition), editing.config, w.now(), signature(reader)
        if made == editing.definition:
            return None
        checked(config, made)
        if editing.draft is not None:
            draft_store.change(work.session, config.id, made, by=by, now=now)
        elif not draft_store.begin(
            work.session, config.id, made, made_from=editing.newest.number, by=by, now=now
        ):
            return overtaken(opened(work, reader, code, w, to_change=True) or editing)
    return None


def write_text(reader: Person, code: str, revision: int, text: str, w: Wiring) -> Overtaken | None:
    """Make the draft say what a whole file says: one with a rota alone, or a service file's part.

    Raises FileProblem with a sentence for every mistake, by line; otherwise as `change_draft`.
    """
    editing = read_draft(reader, code, w)
    if editing is None:
        raise Problem("You keep no rota for this service.")
    document = parse(text, FILE_NAME)
    written = as_written(document.data) if isinstance(document.data, dict) else {}
    own = {key: editing.newest.definition.get(key) for key in RECKONED_BY}
    for key in RECKONED_BY:
        if written.get(key, own[key]) != own[key]:
            raise Problem(
                document.sentence((key,), f"`{key}` is the service's own: change it in the service's file.")
            )
    whole = {key: value for key, value in {**own, **written}.items() if value is not None}
    data = {**document.data, "timezone": whole.get("timezone")} if written else document.data
    try:
        usable_rota(data, may_be_named(editing.config))
    except MistakesError as mistakes:
        raise FileProblem(document, mistakes) from None
    return change_draft(reader, code, revision, replaced_by(whole), w)


def throw_away(reader: Person, code: str, revision: int, w: Wiring) -> Overtaken | None:
    """Forget the draft, unless somebody has changed it since. Doing it twice does it once."""
    with w.unit_of_work() as work:
        editing = opened(work, reader, code, w, to_change=True)
        if editing is None or editing.draft is None:
            return None
        if editing.revision != revision:
            return overtaken(editing)
        draft_store.throw_away(work.session, editing.config.id)
    return None


def opened(
    work: UnitOfWork, reader: Person, code: str, w: Wiring, *, to_change: bool = False
) -> Editing | None:
    """The draft as it is in this transaction; with `to_change` it and the rota are locked."""
    configs = configs_of(work, reader, w)
    config = next((each for each in configs if code in ("", each.code)), None)
    if config is None:
        return None
    # The rota first, then its draft: whoever changes either locks them in this order.
    newest = (store.lock_newest if to_change else store.newest_version)(work.session, config.id)
    if newest is None:
        return None
    draft = draft_store.read(work.session, config.id, to_change=to_change)
    return Editing(config, tuple((each.code, each.name) for each in configs), newest, draft)


def overtaken(editing: Editing) -> Overtaken:
    """Who was quicker: whoever changed the draft last or, if it is gone, whoever published last."""
    if editing.draft is not None:
        return Overtaken(editing.changed_by, editing.draft.changed_at)
    return Overtaken(name_of(editing.config, editing.newest.published_by or ""), editing.newest.published_at)


def signature(reader: Person) -> str:
    """How a reader signs what they change: by their id among the staff, if they have one."""
    return reader.staff_id or reader.name


def name_of(config: ServiceConfig, signed: str) -> str:
    """Whose signature it is."""
    return names(config, (PersonId(signed),))[0] if signed else "Somebody"
