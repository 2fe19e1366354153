"""The line may have dropped while somebody was rung back: whoever rang them is asked, once, as ever.

Here the first telephone of the call is ours. So the company says at once whose side ended first: when our
`<Dial>` ends and we are still there, it was the caller's.
"""

from datetime import datetime

from oncall.contacts import store as contacts
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.ringback import cut_off_store as store
from oncall.ringback import store as backs
from oncall.ringback.cut_off import ASK_AFTER, TOO_LATE, asking
from oncall.ringback.ring_back import why_not
from oncall.ringback.tables import CallBackRow
from oncall.service.store import config_of
from oncall.telephony.forms import OVER, DialEnded
from oncall.wiring import Wiring


def ask_later(work: UnitOfWork, row: CallBackRow, ended: DialEnded, now: datetime) -> None:
    """They talked, and the caller's side has ended first: in a moment it is seen whether to ask.

    Twice is once. Whoever rang and hung up themselves is asked nothing.
    """
    if row.connected_at is None or ended.call_status in OVER:
        return
    key, seconds = f"cut_off_back:{row.id}", round((now - row.connected_at).total_seconds())
    subject = f"{row.id}:{max(0, seconds)}"
    due = now + ASK_AFTER
    outbox.put(work, "cut_off_back", key, now=now, contact_id=row.contact_id, subject=subject, due_at=due)


def ask(errand: Errand, w: Wiring) -> None:
    """Ask, unless it is pointless by now. Doing the errand twice asks once. Raises TelephonyError."""
    send_once(errand, lambda work, now: _question(work, errand, w, now), w)


def _question(work: UnitOfWork, errand: Errand, w: Wiring, now: datetime) -> Draft | None:
    """The text, if they are to be asked by text as well; that they are asked is written down."""
    row_id, seconds = map(int, (errand.subject or "0:0").split(":"))
    found = contacts.lock(work.session, errand.contact_id or 0)
    row = backs.call_back(work.session, row_id)
    if found is None or row is None or not _is_to_be_asked(work, found[0], row, now):
        return None
    if not contacts.add_event(work.session, f"cut_off_back:{row.id}", row.contact_id, now, "cut off asked"):
        return None
    contact = found[0]
    member = config_of(w.config_cache, work.session, contact.service_id).staff.get(row.staff_id)
    store.forget(work.session, contact.id)
    return None if member is None else asking(work, contact, member, seconds, _words(work, row), w, now)


def _is_to_be_asked(work: UnitOfWork, contact: ContactRow, row: CallBackRow, now: datetime) -> bool:
    """Whether nothing has been done since that answers the question."""
    assert row.connected_at is not None
    newest = backs.with_names(work.session, contact.id)[-1][0].id
    ended_at = row.ended_at or now
    if newest != row.id or contact.written_up_at is not None or now - ended_at > TOO_LATE:
        return False
    if why_not(contact) is not None or store.rang_since(work.session, contact, row.connected_at):
        return False
    return not store.wrote_since(work.session, contact.id, row.staff_id, ended_at)


def _words(work: UnitOfWork, row: CallBackRow) -> set[str]:
    """The company's words for how the caller's telephone ended."""
    legs = store.legs(work.session, row.contact_id)
    return {leg.status for leg in legs if leg.parent_sid is not None and leg.parent_sid == row.provider_sid}
