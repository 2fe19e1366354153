"""The team lead has read the handover and owns what is in it."""

from enum import StrEnum, auto

from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.handover import store
from oncall.wiring import Wiring


class Acknowledging(StrEnum):
    """What became of it."""

    ACKNOWLEDGED = auto()
    ACKNOWLEDGED_BEFORE = auto()
    NOT_SIGNED = auto()
    NOTHING_READ_BACK = auto()
    NOT_THERE = auto()


def acknowledge(handover_id: int, reader: Person, readback: str, w: Wiring) -> Acknowledging:
    """Own a signed handover, with what it says in the reader's own words. Doing it twice does it once."""
    with w.unit_of_work() as work:
        row = store.by_id(work.session, handover_id)
        services = {service.id for service in store.services_of(work.session, reader.staff_id)}
        if row is None or row.service_id not in services:
            return Acknowledging.NOT_THERE
        if row.acknowledged_at is not None:
            return Acknowledging.ACKNOWLEDGED_BEFORE
        if row.signed_at is None:
            return Acknowledging.NOT_SIGNED
        if not readback.strip():
            return Acknowledging.NOTHING_READ_BACK
        if not store.acknowledge(work.session, row.id, reader.user_id, w.now(), readback.strip()):
            return Acknowledging.ACKNOWLEDGED_BEFORE
        store.move_contacts(work.session, row, State.ACKNOWLEDGED)
        return Acknowledging.ACKNOWLEDGED
