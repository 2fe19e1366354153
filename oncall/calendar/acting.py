"""A reader at work on the rota: in one transaction, for one service, for themselves or for a colleague."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oncall.access.store import Person
from oncall.calendar.draft import name_of, signature
from oncall.calendar.on_now import names
from oncall.calendar.read_calendar import KEEPS_THE_ROTA, configs_of
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring
from rota.errors import UnclearError
from rota.model import PersonId
from rota.written import when

AHEAD = timedelta(days=93)
"""How far ahead one's own shifts are shown, and can be asked about."""


@dataclass(frozen=True, slots=True)
class Acting:
    """A reader at work: in one transaction, for one service, for themselves or a colleague (`person`)."""

    work: UnitOfWork
    config: ServiceConfig
    choices: tuple[tuple[str, str], ...]
    reader: Person
    person: str | None
    now: datetime

    @property
    def keeps(self) -> bool:
        """Whether the reader keeps the rota."""
        return bool(self.reader.roles & KEEPS_THE_ROTA)

    @property
    def by(self) -> str:
        """How the reader signs."""
        return signature(self.reader)

    def somebody(self) -> str:
        """The person acted for. Raises Problem if the reader is not on the staff and chose nobody."""
        if self.person is None:
            raise Problem("Choose for whom: you have no shifts of your own here.")
        return self.person


def acting(work: UnitOfWork, reader: Person, code: str, whom: str, w: Wiring) -> Acting | None:
    """The reader in a service (their first, if `code` is empty), for `whom` or themselves.

    None if the service is none of theirs. Raises Problem for somebody they may not act for.
    """
    configs = configs_of(work, reader, w)
    config = next((each for each in configs if code in ("", each.code)), None)
    if config is None:
        return None
    person = whom or reader.staff_id
    if person is not None and person != reader.staff_id and not reader.roles & KEEPS_THE_ROTA:
        raise Problem("Only whoever keeps the rota may act for somebody else.")
    if person is not None and person not in config.staff:
        person = None
    return Acting(work, config, tuple((each.code, each.name) for each in configs), reader, person, w.now())


def moment(config: ServiceConfig, name: str, text: str) -> datetime:
    """A time that a form gives: local, or with its offset. Raises Problem."""
    try:
        return when(text, config.zone).instant
    except UnclearError as unclear:
        raise Problem(f"`{name}` {unclear}.") from None


def called(config: ServiceConfig, person: str | None) -> str:
    """What somebody is called."""
    return "everybody" if person is None else names(config, (PersonId(person),))[0]


def signed(config: ServiceConfig, by: str) -> str:
    """Whose signature it is."""
    return name_of(config, by)
