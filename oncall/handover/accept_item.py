"""The lead takes an item on: read, said in their own words, accepted. The last one acknowledges it all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.list_store import open_of_service
from oncall.handover import entry_store, item_store, store
from oncall.handover.items import Item, items, left
from oncall.handover.kept_close import MAY_ACCEPT
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.wiring import Wiring

LONGEST = 2_000


class Accepting(StrEnum):
    """What became of it."""

    ACCEPTED = auto()
    ALL_ACCEPTED = auto()
    ACCEPTED_BEFORE = auto()
    NOT_SIGNED = auto()
    NOTHING_READ_BACK = auto()
    WORDS_TOO_LONG = auto()
    WAITS_FOR_ANSWER = auto()
    GIVE_FIRST = auto()
    OVERTAKEN = auto()
    NOT_THERE = auto()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a form says of an item: in the reader's own words, and what they had before their eyes."""

    item_id: int
    words: str = field(repr=False)
    seen: str


def accept_item(said: ReadBack, reader: Person, w: Wiring) -> Accepting:
    """Take an item on. Of two people at once the first has it and the second is told.

    The same form sent twice accepts once. Whoever is no team lead is written down as the lead's deputy. A
    contact of it that the reader may not see is not taken on with it: that becomes an item of its own.
    """
    with w.unit_of_work() as work:
        found = find_item(work, said.item_id, reader, store.lock, w.now())
        if found is None:
            return Accepting.NOT_THERE
        row, item = found
        words = " ".join(said.words.split())
        refused = _refusal(row, item, said, words, reader)
        if refused is not None:
            return refused
        _set_apart(work, row, item)
        deputy = Role.TEAM_LEAD not in reader.roles
        item_store.accept(work.session, said.item_id, reader.user_id, w.now(), words, deputy=deputy)
        return _after(work, row, reader, w)


def find_item(
    work: UnitOfWork, item_id: int, reader: Person, read: Callable[..., HandoverRow | None], now: datetime
) -> tuple[HandoverRow, Item] | None:
    """An item of a handover of the reader's services, if they may see it, under the signature that counts."""
    kept = item_store.by_id(work.session, item_id)
    row = None if kept is None else read(work.session, kept.handover_id)
    if kept is None or row is None:
        return None
    if row.service_id not in {service.id for service in store.services_of(work.session, reader.staff_id)}:
        return None
    entries = entry_store.entries(work.session, row, reader)
    follow_ups = open_of_service(work.session, reader, row.service_id, now)
    made = items(work, row, entries, follow_ups, reader)
    item = next((one for one in made if one.id == item_id), None)
    return None if item is None else (row, item)


def _refusal(row: HandoverRow, item: Item, said: ReadBack, words: str, reader: Person) -> Accepting | None:
    if item.accepted_at is not None:
        mine = item.accepted_by == reader.name and item.readback == words
        return Accepting.ACCEPTED if mine else Accepting.ACCEPTED_BEFORE
    if row.state == HandoverState.DRAFT:
        return Accepting.NOT_SIGNED
    if not words:
        return Accepting.NOTHING_READ_BACK
    if len(words) > LONGEST:
        return Accepting.WORDS_TOO_LONG
    if item.waits_for_answer:
        return Accepting.WAITS_FOR_ANSWER
    if item.to_give:
        return Accepting.GIVE_FIRST
    return Accepting.OVERTAKEN if said.seen != item.tag else None


def _after(work: UnitOfWork, row: HandoverRow, reader: Person, w: Wiring) -> Accepting:
    """Acknowledge the handover (locked) if nothing is left that anybody who leads may see.

    What is kept close does not hold the rest up, and who takes that on acknowledges nothing else.
    """
    open_to_leads, close = left(work, row)
    if open_to_leads or (row.state == HandoverState.SIGNED and not reader.roles & MAY_ACCEPT):
        return Accepting.ACCEPTED
    store.acknowledge(work.session, row.id, reader.user_id, w.now(), None)
    but = {one for item in close for one in item.contact_ids}
    entry_store.move_contacts(work.session, row, State.ACKNOWLEDGED, reader.user_id, w.now(), but)
    return Accepting.ALL_ACCEPTED


def _set_apart(work: UnitOfWork, row: HandoverRow, item: Item) -> None:
    kept = None if item.id is None else item_store.by_id(work.session, item.id)
    unseen = set(kept.contact_ids if kept else ()) - {entry.summary.id for entry in item.entries}
    if kept is not None and unseen:
        item_store.set_apart(work.session, kept, unseen & entry_store.ids_of(work.session, row))
