"""A kept text while it is being made sense of."""

from dataclasses import dataclass
from datetime import datetime

from oncall.contacts.tables import MessageRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Arrival:
    """A text, locked in this transaction, to a service; `number` is None if nobody can be rung there.

    `owners` are the people who have that number.
    """

    work: UnitOfWork
    message: MessageRow
    number: str | None
    owners: tuple[str, ...]
    config: ServiceConfig
    w: Wiring
    now: datetime
