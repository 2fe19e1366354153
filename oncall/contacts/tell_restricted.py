"""Those who lead hear that a contact was restricted or opened, is to be lifted, or waits for somebody."""

from datetime import datetime
from enum import StrEnum, auto

from oncall.access.roles import Role
from oncall.contacts import restricted_store as store
from oncall.contacts import store as contacts
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.staff_text import draft_to
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.store import staff_of
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say

KIND = "restricted"


class Why(StrEnum):
    """What they hear of; each is said in `templates/contacts/restricted_text.txt`."""

    RESTRICTED = auto()
    OPENED = auto()
    LIFT = auto()
    WAITS = auto()


def tell(work: UnitOfWork, contact: ContactRow, why: Why, now: datetime) -> None:
    """Have the team leads texted, or the managers where there is none whom it does not concern."""
    staff = staff_of(work.session, contact.service_id)
    for role in (Role.TEAM_LEAD, Role.MANAGER):
        leads = [one.id for one in staff if role in one.roles]
        told = store.not_kept_from(work.session, contact.id, leads)
        for person in told:
            key = f"restricted_text:{contact.id}:{why}:{now.timestamp():.0f}:{person}"
            subject = f"{why}:{person}"
            outbox.put(work, "restricted_text", key, now=now, contact_id=contact.id, subject=subject)
        if told:
            return


def send_text(errand: Errand, w: Wiring) -> None:
    """Text one of them: the reference and a link, no word of what it is about. Raises TelephonyError."""
    send_once(errand, lambda work, _now: _draft(work, errand, w), w)


def _draft(work: UnitOfWork, errand: Errand, w: Wiring) -> Draft | None:
    why, _, person = (errand.subject or "").partition(":")
    contact = contacts.contact(work.session, errand.contact_id)
    if contact is None:
        return None
    config = config_of(w.config_cache, work.session, contact.service_id)
    link = f"{w.addresses.public}/contacts/{contact.ref}"
    words = say("contacts/restricted_text", why=why, ref=contact.ref, link=link)
    return draft_to(work, config, person, KIND, words)
