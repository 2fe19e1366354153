"""Who reached out, in words fit for a telephone."""

from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.store import person
from oncall.service.config import ServiceConfig
from oncall.words import say


def who(work: UnitOfWork, contact: ContactRow, config: ServiceConfig) -> str:
    """A kind of caller, such as "A known foster carer"; a name only if the service allows it."""
    caller = None if contact.caller is None else person(work.session, contact.caller)
    return say(
        "calls/who",
        withheld=contact.caller_number is None,
        several=len(contact.candidates) > 1,
        kind=caller and caller.kind,
        name=caller and config.speech.names and caller.name,
    )
