"""What is written under a handover: more about it, why a signature does not hold, why we were down."""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.tables import State
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import entry_store, store, watch_store
from oncall.handover.accept_item import LONGEST
from oncall.handover.tables import AddendumKind, HandoverAddendumRow, HandoverRow, HandoverState
from oncall.wiring import Wiring

LEADS = frozenset({Role.TEAM_LEAD, Role.MANAGER})


class Adding(StrEnum):
    """What became of it."""

    ADDENDUM = auto()
    WITHDRAWAL = auto()
    OUTAGE = auto()
    TEXT_NEEDED = auto()
    WORDS_TOO_LONG = auto()
    SIGN_FIRST = auto()
    ALREADY_ACKNOWLEDGED = auto()
    NOT_YOUR_SIGNATURE = auto()
    NOT_THERE = auto()


DONE = (Adding.ADDENDUM, Adding.WITHDRAWAL, Adding.OUTAGE)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a form says; `key` is its own: the same form sent twice adds once."""

    kind: AddendumKind
    text: str = field(repr=False)
    key: str


def add_addendum(handover_id: int, said: Writing, reader: Person, w: Wiring) -> Adding:
    """Write under a handover. A withdrawal takes its signature back, which is kept with it for ever.

    Only whoever signed, or leads, can withdraw, and only before the handover is acknowledged.
    """
    words = said.text.replace("\0", "").strip()
    if not words:
        return Adding.TEXT_NEEDED
    if len(words) > LONGEST:
        return Adding.WORDS_TOO_LONG
    with w.unit_of_work() as work:
        row = store.lock(work.session, handover_id)
        services = {service.id for service in store.services_of(work.session, reader.staff_id)}
        if row is None or row.service_id not in services:
            return Adding.NOT_THERE
        key = f"{row.id}:{reader.user_id}:{said.key.replace(chr(0), '')[:64]}"
        before = watch_store.addendum_kind(work.session, key)
        if before is not None:
            return Adding(before)
        return _refusal(row, said.kind, reader) or _add(work, row, said.kind, words, key, reader, w)


def _refusal(row: HandoverRow, kind: AddendumKind, reader: Person) -> Adding | None:
    if kind is AddendumKind.OUTAGE:
        return None
    if row.signed_at is None:
        return Adding.SIGN_FIRST
    if kind is AddendumKind.ADDENDUM:
        return None
    if row.state == HandoverState.ACKNOWLEDGED:
        return Adding.ALREADY_ACKNOWLEDGED
    theirs = row.signed_by == reader.user_id or bool(reader.roles & LEADS)
    return None if theirs else Adding.NOT_YOUR_SIGNATURE


def _add(
    work: UnitOfWork, row: HandoverRow, kind: AddendumKind, words: str, key: str, reader: Person, w: Wiring
) -> Adding:
    facts = {} if kind is not AddendumKind.WITHDRAWAL else _signature(row)
    addendum = HandoverAddendumRow(key=key, handover_id=row.id, kind=kind, text=words, facts=facts)
    addendum.written_at, addendum.written_by = w.now(), reader.user_id
    watch_store.add_addendum(work.session, addendum)
    if kind is AddendumKind.WITHDRAWAL:
        store.withdraw(work.session, row)
        entry_store.move_contacts(work.session, row, State.WRITTEN_UP, reader.user_id, w.now())
    return Adding(kind)


def _signature(row: HandoverRow) -> dict[str, object]:
    """The signature as it is kept when it is withdrawn: who, when, over what."""
    assert row.signed_at is not None
    return {
        "signing": row.signing,
        "signed_by": row.signed_by,
        "signed_at": row.signed_at.isoformat(),
        "contacts": row.signed_contacts,
        "hash": row.signed_hash,
    }
