"""The items of a handover as one reader sees them: read back one by one once it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.record import FollowUp
from oncall.handover import entry_store, item_store
from oncall.handover.entries import Child, Entry, Group, alone, grouped, order, tag, worst
from oncall.handover.item_store import Query
from oncall.handover.kept_close import MAY_ACCEPT, kept_close
from oncall.handover.tables import HandoverItemRow, HandoverRow, HandoverState


@dataclass(frozen=True, slots=True)
class Item:
    """A child's contacts, or one about no child. It has no id before the signature.

    `lately` is how many contacts there were about the child in seven days. People are names. `close`: its
    reader does not lead, and nobody who does may see it.
    """

    id: int | None
    child: Child | None
    entries: tuple[Entry, ...]
    lately: int
    opened_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    deputy: bool = False
    readback: str | None = field(default=None, repr=False)
    queries: tuple[Query, ...] = ()
    close: bool = False
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def to_give(self) -> tuple[FollowUp, ...]:
        """What must follow and has nobody: each is given to a person before the item is accepted."""
        return tuple(one for one in self.follow_ups if one.owner is None and one.offered_to is None)

    @property
    def urgency(self) -> str | None:
        """The most urgent of its contacts' urgencies."""
        return worst(self.entries)

    @property
    def late(self) -> bool:
        """Whether it came after the signature."""
        return all(entry.late for entry in self.entries)

    @property
    def waits_for_answer(self) -> bool:
        """Whether a question about it has no answer yet."""
        return any(query.answered_at is None for query in self.queries)

    @property
    def tag(self) -> str:
        """What its reader has read, as a form sends it back."""
        return tag(self.entries)


def items(
    work: UnitOfWork,
    handover: HandoverRow,
    entries: Sequence[Entry],
    follow_ups: Sequence[FollowUp],
    reader: Person,
) -> tuple[Item, ...]:
    """What there is to read back of `entries`, which `reader` may see: the most urgent first.

    `follow_ups` are all that are open and that they may see: each item gets its own. What came after the
    signature gets items of its own, whoever asks.
    """
    session = work.session
    if handover.state == HandoverState.DRAFT:
        groups = grouped(entries)
        lately = _lately(work, reader, [one.child for one in groups], handover.until)
        return tuple(_with(_draft(one, lately), follow_ups) for one in groups)
    rows = rows_of(work, handover)
    hidden = entry_store.hidden(session, reader)
    by_id = {entry.summary.id: entry for entry in entries}
    seen = [
        (row, tuple(by_id[one] for one in row.contact_ids if one in by_id))
        for row in rows
        if row.child_ref not in hidden
    ]
    queries = item_store.queries(session, [row.id for row, _ in seen])
    names = item_store.names(session, (row.accepted_by for row, _ in seen))
    children = {child.ref: child for entry in entries for child in entry.children}
    lately = _lately(work, reader, list(children.values()), handover.until)
    leads = reader.roles & MAY_ACCEPT
    close = [] if leads else kept_close(work, handover, [row for row, of in seen if of])
    ids = {row.id for row in close}
    made = [
        _with(replace(_item(row, of, queries, names, children, lately), close=row.id in ids), follow_ups)
        for row, of in seen
        if of
    ]
    return tuple(sorted(made, key=lambda one: order(Group("", one.child, one.entries))))


def may_take(item: Item, reader: Person) -> bool:
    """Whether it is for the reader to take an item on: for whoever leads, else for the few who see it."""
    return bool(reader.roles & MAY_ACCEPT) or item.close


def left(work: UnitOfWork, handover: HandoverRow) -> tuple[list[HandoverItemRow], list[HandoverItemRow]]:
    """What nobody has taken on yet: what somebody who leads may see, and what is kept close."""
    free = [row for row in rows_of(work, handover) if row.accepted_at is None]
    close = kept_close(work, handover, free)
    return [row for row in free if row not in close], close


def rows_of(work: UnitOfWork, handover: HandoverRow) -> Sequence[HandoverItemRow]:
    """Every item of a signed handover, whoever may see it, with those that came after the signature."""
    rows = item_store.of_handover(work.session, handover)
    known = {contact_id for row in rows for contact_id in row.contact_ids}
    if entry_store.ids_of(work.session, handover) <= known:
        return rows
    everything = entry_store.entries(work.session, handover, None)
    late = [alone(entry) for entry in everything if entry.summary.id not in known]
    item_store.keep(work.session, handover, late)
    return item_store.of_handover(work.session, handover)


def _with(item: Item, follow_ups: Sequence[FollowUp]) -> Item:
    """An item with what must follow its contacts: of those about several children only its own child's."""
    refs, child = {entry.ref for entry in item.entries}, item.child.ref if item.child else None
    theirs = (one for one in follow_ups if one.contact in refs and one.child_ref in (None, child))
    return replace(item, follow_ups=tuple(theirs))


def _draft(group: Group, lately: dict[str, int]) -> Item:
    return Item(None, group.child, group.entries, _count(group.child, lately))


def _item(
    row: HandoverItemRow,
    entries: tuple[Entry, ...],
    queries: dict[int, tuple[Query, ...]],
    names: dict[int, str],
    children: dict[str, Child],
    lately: dict[str, int],
) -> Item:
    child = children.get(row.child_ref or "")
    return Item(
        id=row.id,
        child=child,
        entries=entries,
        lately=_count(child, lately),
        opened_at=row.opened_at,
        accepted_at=row.accepted_at,
        accepted_by=names.get(row.accepted_by or 0),
        deputy=row.deputy,
        readback=row.readback,
        queries=queries.get(row.id, ()),
    )


def _lately(
    work: UnitOfWork, reader: Person, children: Sequence[Child | None], until: datetime
) -> dict[str, int]:
    refs = [child.ref for child in children if child is not None]
    return entry_store.lately(work.session, reader, refs, until)


def _count(child: Child | None, lately: dict[str, int]) -> int:
    return 0 if child is None else lately.get(child.ref, 0)
