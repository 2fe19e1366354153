"""Items that nobody who leads may see: one of the few who may takes each on, and the rest does not wait."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from oncall.access.roles import Role
from oncall.contacts.tell_restricted import Why as Restricted
from oncall.contacts.tell_restricted import tell as tell_leads
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import entry_store
from oncall.handover.tables import HandoverItemRow, HandoverRow
from oncall.people.model import Staff
from oncall.people.store import staff_of

MAY_ACCEPT = frozenset({Role.TEAM_LEAD, Role.MANAGER})
"""Whoever leads; others accept only what is kept close."""


def kept_close(
    work: UnitOfWork, handover: HandoverRow, rows: Iterable[HandoverItemRow]
) -> list[HandoverItemRow]:
    """Of these items those that no team lead or manager of the service may see."""
    doubtful = _doubtful(work, rows)
    if not doubtful:
        return []
    leads = [one for one in staff_of(work.session, handover.service_id) if one.roles & MAY_ACCEPT]
    seen = {row.id for row, _ in _seen(work, doubtful, leads)}
    return [row for row in doubtful if row.id not in seen]


def who_take_on(work: UnitOfWork, handover: HandoverRow, close: Sequence[HandoverItemRow]) -> list[str]:
    """Ids of the staff who may see one of these items, each once: any of them takes it on."""
    staff = staff_of(work.session, handover.service_id) if close else []
    return list(dict.fromkeys(person for _, person in _seen(work, close, staff)))


def tell_who_may_widen(work: UnitOfWork, close: Iterable[HandoverItemRow], now: datetime) -> None:
    """Nobody has taken these items on: whoever may open a restricted contact with a reason hears of it.

    Of a contact about a child who is restricted nobody else hears.
    """
    for contact_id in dict.fromkeys(one for row in close for one in row.contact_ids):
        contact = entry_store.contact(work.session, contact_id)
        if contact is not None and not entry_store.about_restricted(work.session, [contact_id]):
            tell_leads(work, contact, Restricted.WAITS, now)


def _doubtful(work: UnitOfWork, rows: Iterable[HandoverItemRow]) -> list[HandoverItemRow]:
    """Items all of whose contacts are restricted, or that are about a child who is."""
    rows = list(rows)
    ids = {one for row in rows for one in row.contact_ids}
    closed = entry_store.restricted(work.session, ids) | entry_store.about_restricted(work.session, ids)
    children = entry_store.hidden(work.session, entry_store.as_reader(None))
    return [row for row in rows if row.child_ref in children or closed.issuperset(row.contact_ids)]


def _seen(
    work: UnitOfWork, rows: Sequence[HandoverItemRow], staff: Iterable[Staff]
) -> Iterator[tuple[HandoverItemRow, str]]:
    """Each of these items with each of the staff who may see something of it."""
    for one in staff:
        hidden = entry_store.hidden(work.session, entry_store.as_reader(one.id))
        for row in rows:
            may = any(entry_store.who_see(work.session, [contact], [one.id]) for contact in row.contact_ids)
            if may and row.child_ref not in hidden:
                yield row, one.id
