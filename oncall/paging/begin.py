"""A contact waits for somebody to own it: page, unless that has begun."""

from datetime import datetime, timedelta

from oncall.contacts.apart import apart_of
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store
from oncall.paging.steps import carry_out, wanted
from oncall.paging.tables import PagingRow
from oncall.service.config import ServiceConfig
from oncall.service.duty import first_owner

ANSWER_WITHIN = timedelta(minutes=15)
"""What we promise whoever rang or texted."""


def own(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """Give a contact an owner for want of a better, and a clock, unless it has them. It is locked."""
    if contact.callback_owner is None:
        contact.callback_owner = first_owner(config, now, apart_of(work, contact))
        contact.callback_due_at = now + ANSWER_WITHIN


def begin(
    work: UnitOfWork,
    contact: ContactRow,
    config: ServiceConfig,
    now: datetime,
    *,
    urgent: bool = False,
    rings: bool = True,
) -> None:
    """Have people texted and rung, step by step, until one of them owns `contact`, which is locked.

    Repeating it adds nothing, unless it has become urgent meanwhile. An `urgent` text begins with two
    tiers at once; without `rings` people are only texted. Nothing is sent inside this transaction.
    """
    if not wanted(contact):
        return
    before = store.newest(work.session, contact.id)
    if before is None or (urgent and not before.urgent):
        _begin(work, contact, config, now, before, urgent=urgent, rings=rings)


def begin_again(
    work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime, *, urgent: bool
) -> None:
    """Page about a contact anew, from the top: whoever owned it does not answer. It is locked."""
    before = store.newest(work.session, contact.id)
    _begin(work, contact, config, now, before, urgent=urgent, rings=True)


def ask_another(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> None:
    """A text that must not wait has come to a contact, locked, that somebody has: page them and the next.

    Both are texted and rung at once. It ends when its owner has read it, or when either takes it.
    """
    contact.wanted_again_at = now
    _begin(work, contact, config, now, store.newest(work.session, contact.id), urgent=True, rings=True)


def escalate(work: UnitOfWork, contact: ContactRow, config: ServiceConfig, now: datetime) -> bool:
    """Somebody who has `contact`, which is locked, wants a manager now; False while one is asked for.

    The manager on duty is rung first. Whoever takes it owns the contact from then on.
    """
    before = store.newest(work.session, contact.id)
    if before is not None and before.upward and wanted(contact):
        return False
    contact.owned_at = contact.wanted_again_at = None
    _begin(work, contact, config, now, before, urgent=True, rings=True, upward=True)
    return True


def _begin(
    work: UnitOfWork,
    contact: ContactRow,
    config: ServiceConfig,
    now: datetime,
    before: PagingRow | None,
    *,
    urgent: bool,
    rings: bool,
    upward: bool = False,
) -> None:
    """What was begun before ends by this: only the newest paging of a contact goes on."""
    seq = 1 if before is None else before.seq + 1
    paging = store.begin(
        work.session, contact.id, urgent=urgent, rings=rings, seq=seq, now=now, upward=upward
    )
    if paging is not None:
        carry_out(work, paging, contact, config, 0, now)
