"""From shift to shift: whoever goes says by name who has it now, and whoever comes accepts."""

from datetime import datetime
from enum import StrEnum, auto

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import shift_store, store
from oncall.handover.accept_item import LONGEST
from oncall.handover.changes import Change, changes
from oncall.handover.tables import HandoverRow
from oncall.handover.tell import Why, tell
from oncall.rotas.known import known
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring


class Handing(StrEnum):
    """What became of it."""

    HANDED_ON = auto()
    SHIFT_ACCEPTED = auto()
    HANDED_BEFORE = auto()
    NOT_YOUR_SHIFT = auto()
    TOO_EARLY = auto()
    WORDS_NEEDED = auto()
    WORDS_TOO_LONG = auto()
    NOT_THERE = auto()


def changes_of(work: UnitOfWork, row: HandoverRow, config: ServiceConfig) -> tuple[Change, ...]:
    """The changes on the first tier within the closed period of a handover."""
    if row.closed_from >= row.until:
        return ()
    on_call = known(work.session, config.id, config.rota, row.closed_from, row.until)
    found = on_call.stretches(config.rota.tiers[0].name)
    names = {member.id: member.name for member in config.staff.values()}
    return changes(found, shift_store.of_handover(work.session, row), names)


def hand_on(handover_id: int, at: datetime, words: str, reader: Person, w: Wiring) -> Handing:
    """Whoever goes at `at` tells whoever comes what they need to know; that person is texted.

    The same form sent twice is kept once.
    """
    said, now = " ".join(words.split()), w.now()
    if not said:
        return Handing.WORDS_NEEDED
    if len(said) > LONGEST:
        return Handing.WORDS_TOO_LONG
    with w.unit_of_work() as work:
        found = _find(work, handover_id, at, reader, w)
        if found is None:
            return Handing.NOT_THERE
        row, change = found
        if reader.staff_id not in change.goes:
            return Handing.NOT_YOUR_SHIFT
        if change.handed_at is not None:
            return Handing.HANDED_ON if change.words == said else Handing.HANDED_BEFORE
        if not change.open_at(now):
            return Handing.TOO_EARLY
        to = change.comes[0]
        shift_store.hand_over(work.session, row, at=at, to=to, words=said, user_id=reader.user_id, now=now)
        tell(work, row, Why.SHIFT, change.comes, f"{at.timestamp():.0f}", now)
        return Handing.HANDED_ON


def accept_shift(handover_id: int, at: datetime, reader: Person, w: Wiring) -> Handing:
    """Whoever comes on at `at` accepts what was handed to them; twice is once."""
    with w.unit_of_work() as work:
        found = _find(work, handover_id, at, reader, w)
        if found is None or found[1].handed_at is None:
            return Handing.NOT_THERE
        row, change = found
        if reader.staff_id not in change.comes:
            return Handing.NOT_YOUR_SHIFT
        kept = shift_store.of_handover(work.session, row)[at]
        shift_store.accept(work.session, kept.id, reader.user_id, w.now())
        config = config_of(w.config_cache, work.session, row.service_id)
        shift_store.record_accepted(work.session, row, config.rota.tiers[0].name)
        return Handing.SHIFT_ACCEPTED


def _find(
    work: UnitOfWork, handover_id: int, at: datetime, reader: Person, w: Wiring
) -> tuple[HandoverRow, Change] | None:
    row = store.lock(work.session, handover_id)
    theirs = {service.id for service in store.services_of(work.session, reader.staff_id)}
    if row is None or row.service_id not in theirs:
        return None
    config = config_of(w.config_cache, work.session, row.service_id)
    change = next((one for one in changes_of(work, row, config) if one.at == at), None)
    return None if change is None else (row, change)
