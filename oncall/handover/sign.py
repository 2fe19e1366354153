"""The practitioner signs the handover; from then on what was signed stays as it was."""

from collections.abc import Sequence
from enum import StrEnum, auto
from hashlib import sha256

from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import store
from oncall.handover.tables import HandoverRow
from oncall.wiring import Wiring


class Signing(StrEnum):
    """What became of it."""

    SIGNED = auto()
    SIGNED_BEFORE = auto()
    STILL_GOING_ON = auto()
    NOT_THERE = auto()


def sign(handover_id: int, reader: Person, w: Wiring) -> Signing:
    """Sign the handover with the contacts there are; a period with none is signed as a nil return.

    Refused while a call goes on. The hash covers who, when and every contact with its note as it is now.
    Signing twice signs once; what comes later stands apart, as since signed.
    """
    with w.unit_of_work() as work:
        row = store.by_id(work.session, handover_id)
        if row is None or not _works_there(work, row, reader):
            return Signing.NOT_THERE
        if store.still_going_on(work.session, row):
            return Signing.STILL_GOING_ON
        matter = store.signed_matter(work.session, row)
        refs = [ref for ref, _outcome, _note in matter]
        digest = _hash(row.id, reader, matter)
        if not store.sign(work.session, row.id, reader.user_id, w.now(), refs, digest):
            return Signing.SIGNED_BEFORE
        store.move_contacts(work.session, row, State.HANDED_OVER)
        return Signing.SIGNED


def _works_there(work: UnitOfWork, row: HandoverRow, reader: Person) -> bool:
    theirs = store.services_of(work.session, reader.staff_id)
    return row.service_id in {service.id for service in theirs}


def _hash(handover_id: int, reader: Person, matter: Sequence[tuple[str, str, str | None]]) -> str:
    """SHA-256 over the signer and, for every contact, its reference, outcome and note."""
    digest = sha256(f"{handover_id}\n{reader.user_id}\n".encode())
    for ref, outcome, note in matter:
        digest.update(f"{ref}\n{outcome}\n{note or ''}\n".encode())
    return digest.hexdigest()
