"""The team lead owns a nil return; whatever has items is acknowledged by accepting each of them."""

from enum import StrEnum, auto

from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.handover import entry_store, store
from oncall.handover.items import left
from oncall.wiring import Wiring


class Acknowledging(StrEnum):
    """What became of it."""

    ACKNOWLEDGED = auto()
    ACKNOWLEDGED_BEFORE = auto()
    NOT_SIGNED = auto()
    NOT_EVERY_ITEM = auto()
    NOTHING_READ_BACK = auto()
    NOT_THERE = auto()


def acknowledge(handover_id: int, reader: Person, readback: str, w: Wiring) -> Acknowledging:
    """Own a signed nil return, in the reader's own words. Doing it twice does it once."""
    with w.unit_of_work() as work:
        row = store.lock(work.session, handover_id)
        services = {service.id for service in store.services_of(work.session, reader.staff_id)}
        if row is None or row.service_id not in services:
            return Acknowledging.NOT_THERE
        if row.acknowledged_at is not None:
            return Acknowledging.ACKNOWLEDGED_BEFORE
        if row.signed_at is None:
            return Acknowledging.NOT_SIGNED
        open_to_leads, close = left(work, row)
        if open_to_leads:
            return Acknowledging.NOT_EVERY_ITEM
        if not readback.strip():
            return Acknowledging.NOTHING_READ_BACK
        store.acknowledge(work.session, row.id, reader.user_id, w.now(), " ".join(readback.split()))
        but = {one for item in close for one in item.contact_ids}
        entry_store.move_contacts(work.session, row, State.ACKNOWLEDGED, reader.user_id, w.now(), but)
        return Acknowledging.ACKNOWLEDGED
