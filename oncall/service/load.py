"""Loading a service file: all of it or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from oncall.db.unit_of_work import OpenUnitOfWork, UnitOfWork
from oncall.errors import Problem
from oncall.rotas.document import Document
from oncall.service import store
from oncall.service.clashes import clashes
from oncall.service.config import ServiceConfig
from oncall.service.read_service import Reading
from oncall.service.take_in import take_in
from rota.errors import Mistake
from rota.model import Override


class FileRefused(Problem):
    """A service file has mistakes; the text has a line for each of them, and nothing was changed."""

    def __init__(self, document: Document, mistakes: list[Mistake]) -> None:
        in_order = sorted(dict.fromkeys(mistakes), key=lambda mistake: document.line(mistake.path) or 0)
        self.sentences = [document.sentence(mistake.path, mistake.says) for mistake in in_order]
        says = f"{document.name} has {len(in_order)} mistakes; nothing was changed."
        super().__init__("\n".join([says, *self.sentences] if len(in_order) > 1 else self.sentences))


class Tell(Protocol):
    """Has those told whose change of hands no longer fits."""

    def __call__(
        self,
        work: UnitOfWork,
        config: ServiceConfig,
        unfit: Iterable[Override],
        /,
        *,
        by: str,
        now: datetime,
    ) -> None:
        """Write down that they are to be told; a rollback takes it back."""


def tell_nobody(
    _work: UnitOfWork, _config: ServiceConfig, _unfit: Iterable[Override], /, *, by: str, now: datetime
) -> None:
    """Where there are no telephones."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Which service a file was for, which version is in force now, and whether loading changed anything.

    `notes` has a sentence for everything that the pages had changed of the rota and that did not stay.
    """

    code: str
    version: int
    changed: bool
    notes: tuple[str, ...] = ()


def load(
    reading: Reading,
    *,
    unit_of_work: OpenUnitOfWork,
    now: Callable[[], datetime],
    by: str | None = None,
    tell: Tell = tell_nobody,
) -> Loaded:
    """Put what a file says in force. Raises FileRefused with every mistake; nothing is changed then.

    `tell` has those told whose change of hands no longer fits the rota, in the same transaction.
    Loading the same file twice changes nothing. Two loads at once happen one after the other.
    """
    if reading.file is None:
        raise FileRefused(reading.document, list(reading.mistakes))
    with unit_of_work() as work:
        store.lock_loading(work.session)
        mistakes = [*reading.mistakes, *clashes(work.session, reading.document, reading.file.code)]
        if mistakes:
            raise FileRefused(reading.document, mistakes)
        at = now()
        service_id, changed, published = take_in(work.session, reading.file, now=at, by=by)
        if published.before is not None:
            tell(work, published.before, published.unfit, by=by or "", now=at)
        version = store.version_of(work.session, service_id)
        return Loaded(reading.file.code, version, changed, published.notes)
