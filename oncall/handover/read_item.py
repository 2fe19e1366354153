"""One item of a handover, opened in order to be read back."""

from dataclasses import dataclass, field

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.handover import item_store, store
from oncall.handover.accept_item import find_item
from oncall.handover.disclosure_store import Disclosure, of_item
from oncall.handover.document import Document, make
from oncall.handover.give import present
from oncall.handover.items import Item, may_take
from oncall.handover.kept_close import MAY_ACCEPT as MAY_ACCEPT
from oncall.service.store import config_of
from oncall.wiring import Wiring

MAY_ANSWER = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD})


@dataclass(frozen=True, slots=True)
class Opened:
    """An item and the document it stands in; `number` counts the items from 1 as their reader sees them;
    `present` are id and name of whoever is there today."""

    document: Document
    item: Item
    number: int
    present: tuple[tuple[str, str], ...] = field(repr=False)
    disclosures: tuple[Disclosure, ...]


def open_item(handover_id: int, item_id: int, reader: Person, w: Wiring) -> Opened | None:
    """An item as its reader may see it, or None. That whoever may take it on has opened it is kept, once."""
    now = w.now()
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.by_id, now)
        if found is None or found[0].id != handover_id:
            return None
        row, item = found
        if may_take(item, reader) and item.opened_at is None:
            item_store.opened(work.session, item_id, reader.user_id, now)
        config = config_of(w.config_cache, work.session, row.service_id)
        document = make(work, row, config, reader, now)
        number = 1 + [one.id for one in document.items].index(item_id)
        return Opened(document, item, number, present(work, config, w), of_item(work.session, item_id))
