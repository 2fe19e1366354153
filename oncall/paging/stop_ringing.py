"""Somebody has a contact now: the telephones that still ring about it stop."""

import structlog

from oncall.contacts import store as contacts
from oncall.db.outbox import Errand
from oncall.paging import store
from oncall.paging.after import canceled
from oncall.paging.steps import wanted
from oncall.paging.tables import PageCallRow
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)


def stop_ringing(errand: Errand, w: Wiring) -> None:
    """End every ringing about a contact that is taken; whoever has picked up by now goes on listening.

    Raises TelephonyError when the company did not end one: then it is tried again, while it rings.
    """
    with w.unit_of_work() as work:
        contact = contacts.contact(work.session, errand.contact_id)
        if contact is None or wanted(contact):
            return
        ringing = store.ringing(work.session, contact.id)
    failed = [error for call in ringing if (error := _end(call, w)) is not None]
    if failed:
        raise failed[0]


def _end(call: PageCallRow, w: Wiring) -> TelephonyError | None:
    """Have the company end one ringing, whatever becomes of the others; why it did not, if so."""
    assert call.provider_sid is not None
    try:
        if w.telephony.cancel_call(call.provider_sid):
            canceled(call, w)
    except TelephonyError as error:
        log.warning("still_ringing", page_call_id=call.id, code=error.code)
        return error
    return None
