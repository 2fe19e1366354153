"""The practitioner signs the handover; from then on what was signed stays as it was."""

from enum import StrEnum, auto

from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import entry_store, item_store, store
from oncall.handover.banner import health
from oncall.handover.entries import grouped, tag
from oncall.handover.items import left
from oncall.handover.letter import write_to_few, write_to_readers
from oncall.handover.tables import HandoverRow
from oncall.service.store import config_of
from oncall.wiring import Wiring


class Signing(StrEnum):
    """What became of it."""

    SIGNED = auto()
    SIGNED_BEFORE = auto()
    STILL_GOING_ON = auto()
    CHANGED_SINCE = auto()
    SOMEBODY_WAITS = auto()
    DOWN_UNEXPLAINED = auto()
    NOT_THERE = auto()


def sign(handover_id: int, reader: Person, w: Wiring, seen: str | None = None) -> Signing:
    """Sign the handover with the contacts there are; a period with none is signed as a nil return.

    Refused while a call goes on, as a nil return while anybody waits or a time we were down is not
    explained, and when the document is not any more as its reader has `seen` it (what its `tag` was). What
    the reader may not see refuses nothing and is not told: it shows as changed since signed to those who
    may. The hash covers who, when and every contact as it is now, restricted ones too. Signing twice signs
    once; what comes later stands apart, as since signed.
    """
    with w.unit_of_work() as work:
        row = store.lock(work.session, handover_id)
        if row is None or not _works_there(work, row, reader):
            return Signing.NOT_THERE
        if row.signed_at is not None:
            return Signing.SIGNED_BEFORE
        if entry_store.still_going_on(work.session, row, reader):
            return Signing.STILL_GOING_ON
        if seen is not None and seen != tag(entry_store.entries(work.session, row, reader)):
            return Signing.CHANGED_SINCE
        return _not_nil(work, row, reader) or _sign(work, row, reader, w)


def _not_nil(work: UnitOfWork, row: HandoverRow, reader: Person) -> Signing | None:
    """Why a period without contacts cannot be signed as a nil return, if there is a reason."""
    if entry_store.ids_of(work.session, row):
        return None
    if entry_store.somebody_waits(work.session, row, reader):
        return Signing.SOMEBODY_WAITS
    return None if health(work, row).explained else Signing.DOWN_UNEXPLAINED


def _sign(work: UnitOfWork, row: HandoverRow, reader: Person, w: Wiring) -> Signing:
    everything = entry_store.entries(work.session, row, None)
    if not store.sign(work.session, row.id, reader.user_id, w.now(), everything):
        return Signing.SIGNED_BEFORE
    work.session.refresh(row)
    item_store.keep(work.session, row, grouped(everything))
    entry_store.move_contacts(work.session, row, State.HANDED_OVER, reader.user_id, w.now())
    write_to_readers(work, row, config_of(w.config_cache, work.session, row.service_id), w.now())
    write_to_few(work, row, left(work, row)[1], f"signing-{row.signing}", w.now())
    return Signing.SIGNED


def _works_there(work: UnitOfWork, row: HandoverRow, reader: Person) -> bool:
    theirs = store.services_of(work.session, reader.staff_id)
    return row.service_id in {service.id for service in theirs}
