"""A text of ours did not arrive: whoever owns its contact is told to ring, or people are rung."""

from oncall.contacts import store as contacts
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging.begin import begin_again
from oncall.paging.steps import wanted
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.texts.unread import MORE, page_anew_if_unread
from oncall.texts.write import REPLY, write_to_staff
from oncall.wiring import Wiring
from oncall.words import say

TOLD_TO_RING = "told_to_ring"
"""The kind of the text that says so."""


def not_delivered(work: UnitOfWork, message: MessageRow, w: Wiring) -> None:
    """See that somebody learns of a reply that has failed, once for each.

    When its owner cannot be texted, or that text fails too, everybody is paged about the contact anew; so
    too when an owner was to be told of a further text. Of another text nothing follows.
    """
    if message.kind not in (REPLY, TOLD_TO_RING, MORE):
        return
    found = contacts.lock(work.session, message.contact_id or 0)
    if found is None:
        return
    work.session.refresh(found[0])
    if message.kind == MORE:
        page_anew_if_unread(work, found[0], w)
        return
    found[0].callback_due_at = found[0].callback_due_at or w.now()
    config = config_of(w.config_cache, work.session, found[0].service_id)
    if message.kind == TOLD_TO_RING or not _told(work, found[0], message, config, w):
        _page_anew(work, found[0], config, w)


def _told(
    work: UnitOfWork, contact: ContactRow, message: MessageRow, config: ServiceConfig, w: Wiring
) -> bool:
    member = config.staff.get(contact.callback_owner or message.written_by or "")
    if member is None:
        return False
    body = say("texts/not_delivered", ref=contact.ref, link=f"{w.addresses.public}/contacts/{contact.ref}")
    key = f"not_delivered:{message.id}"
    return write_to_staff(work, config, member, body, key, now=w.now(), contact=contact, kind=TOLD_TO_RING)


def _page_anew(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, w: Wiring) -> None:
    if contact.written_up_at is None and not wanted(contact):
        contact.owned_at = None
        begin_again(work, contact, config, w.now(), urgent=bool(contact.flags))
