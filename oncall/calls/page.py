"""When nobody could come to the phone: somebody owns the call back, and paging goes on until it is theirs."""

from datetime import datetime

from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging.begin import begin, own
from oncall.service.config import ServiceConfig

__all__ = ["everybody_on_duty", "own"]


def everybody_on_duty(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """Have everybody on a tier texted and rung: a call waits to be returned. Repeating it adds nothing."""
    begin(work, contact, config, now)
