"""In office hours an e-mail too says that a text waits, and where; never what is in it."""

from datetime import datetime

from oncall.contacts import store as contacts
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.away import leads_here
from oncall.mail.gateway import Letter
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say, say_lines

TOLD_EVERY = 1_800
"""Seconds: several texts of a conversation within one of these are told as one."""


def write_to_office(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """Have the team leads who are here written to, or the managers where there is none."""
    for person in leads_here(config, now):
        key = f"text_letter:{contact.id}:{now.timestamp() // TOLD_EVERY:.0f}:{person}"
        outbox.put(work, "text_letter", key, now=now, contact_id=contact.id, subject=person)


def send_letter(errand: Errand, w: Wiring) -> None:
    """Write to one of them, unless somebody has taken it meanwhile. Raises MailError.

    Whoever is on a tier is texted and rung about it all the same.
    """
    if w.mail is None:
        return
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        if found is None or found[0].owned_at is not None or found[0].written_up_at is not None:
            return
        config = config_of(w.config_cache, work.session, found[0].service_id)
    member = config.staff.get(errand.subject or "")
    if member is None or member.email is None:
        return
    link = f"{w.addresses.public}/contacts/texts"
    w.mail.send(
        Letter(
            key=f"letter-{errand.id}",
            to=member.email,
            subject=say("texts/letter_subject"),
            words=say_lines("texts/letter", link=link),
            at=w.now(),
        )
    )
