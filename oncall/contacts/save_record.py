"""What is typed and chosen in a contact's record is saved as it comes, a field at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import field_store as store
from oncall.contacts import record_store
from oncall.contacts.merge import Change, Fate, merge
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_fields import clean, is_typed, may_say
from oncall.contacts.record_text import as_text
from oncall.contacts.restrict import restrict_allegation
from oncall.contacts.tables import ContactRow, FieldRow
from oncall.contacts.written import triaged_of, urgency_of
from oncall.db import outbox
from oncall.db.unit_of_work import UnitOfWork
from oncall.wiring import Wiring

ALLEGATION = "P11"
"""The protocol of which even the first word is not everybody's."""
CALL_BACK_AT = "callback_at"
PAUSE = 15
"""Seconds: a time that is being typed is looked at once in so long."""


class Saving(StrEnum):
    """What came of it."""

    SAVED = "record_saved"
    OVERTAKEN = "record_overtaken"
    NOT_ON_OFFER = "record_not_on_offer"
    WRITTEN_UP = "record_complete_already"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Typed:
    """What one opening of a page (its random word `page`) says, in its post number `seq`."""

    changes: tuple[Change, ...]
    page: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has said of a field in the meantime."""

    name: str
    value: str = field(repr=False)
    saved_by: str = field(repr=False)
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it: fields that say what the writer wrote, what others said instead, fields refused."""

    what: Saving
    kept: tuple[str, ...] = ()
    theirs: tuple[Theirs, ...] = ()
    refused: tuple[str, ...] = ()


def save_record(ref: str, typed: Typed, reader: Person, w: Wiring) -> Saved:
    """Save what has changed, each field by itself; the same post twice saves it once.

    Where somebody else has said something in the meantime theirs stands and the writer is told; every other
    field is saved all the same. A record that is written up is never changed.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Saved(Saving.NOT_THERE)
        return keep(work, contact, typed, reader, w.now())


def keep(work: UnitOfWork, contact: ContactRow, typed: Typed, reader: Person, now: datetime) -> Saved:
    """The same for a contact that is locked already."""
    changes = [Change(one.name, clean(one.was), clean(one.now)) for one in typed.changes]
    refused = tuple(one.name for one in changes if not may_say(one.name, one.now))
    wanted = [one for one in changes if one.name not in refused and one.now != one.was]
    newest = store.newest(work.session, contact.id)
    if contact.written_up_at is not None:
        same = all(one.now == _value(newest, one.name) for one in wanted)
        return Saved(Saving.SAVED if same else Saving.WRITTEN_UP)
    kept, overtaken = _merge_all(work, contact, typed, wanted, newest, user_id=reader.user_id, now=now)
    settle(work, contact, reader, now)
    if CALL_BACK_AT in kept:
        _announce(work, contact, now)
    names = {one.user_id: one.name for one in (reader,)}
    theirs = tuple(_theirs(work, newest[name], names) for name in overtaken)
    what = Saving.NOT_ON_OFFER if refused else Saving.OVERTAKEN if theirs else Saving.SAVED
    return Saved(what, tuple(kept), theirs, refused)


def put(
    work: UnitOfWork, contact: ContactRow, said: Mapping[str, str], reader: Person, now: datetime
) -> None:
    """Have fields of a locked contact say something, whatever they said; each time is a row of its own."""
    newest = store.newest(work.session, contact.id)
    new = {name: value for name, value in said.items() if value != _value(newest, name)}
    rows = [_row(contact, name, value, newest.get(name), reader.user_id, now) for name, value in new.items()]
    store.add(work.session, rows)
    settle(work, contact, reader, now)


def _announce(work: UnitOfWork, contact: ContactRow, now: datetime) -> None:
    """A time to ring back was typed: when no more letters come, somebody makes a promise of it."""
    at = datetime.fromtimestamp((int(now.timestamp()) // PAUSE + 1) * PAUSE, tz=now.tzinfo)
    key = f"agreed:{contact.id}:{at.timestamp():.0f}"
    outbox.put(work, "call_back_agreed", key, now=now, contact_id=contact.id, due_at=at)


def settle(work: UnitOfWork, contact: ContactRow, reader: Person, now: datetime) -> None:
    """What lists and the handover show of a contact follows from its record, and who may see it."""
    values = store.values(work.session, contact.id)
    contact.urgency, contact.note = urgency_of(values), as_text(values) or None
    if ALLEGATION in triaged_of(values).issues:
        restrict_allegation(work, contact, reader, now)


def _merge_all(
    work: UnitOfWork,
    contact: ContactRow,
    typed: Typed,
    changes: Iterable[Change],
    newest: dict[str, FieldRow],
    *,
    user_id: int,
    now: datetime,
) -> tuple[list[str], list[str]]:
    kept, overtaken, rows = [], [], []
    for change in changes:
        row = newest.get(change.name)
        own = row is not None and bool(typed.page) and row.page == typed.page
        fate, value = merge(change, row.value if row else "", own=own)
        if fate is Fate.OVERTAKEN:
            overtaken.append(change.name)
            continue
        kept.append(change.name)
        if fate is Fate.NOTHING_NEW or (row is not None and own and typed.seq < row.seq):
            continue
        if row is not None and own and is_typed(change.name):
            row.value, row.saved_at, row.seq = value, now, typed.seq
        else:
            new = _row(contact, change.name, value, row, user_id, now)
            new.page, new.seq = typed.page, typed.seq
            rows.append(new)
    store.add(work.session, rows)
    return kept, overtaken


def _row(
    contact: ContactRow, name: str, value: str, before: FieldRow | None, user_id: int, now: datetime
) -> FieldRow:
    return FieldRow(
        contact_id=contact.id,
        name=name,
        number=before.number + 1 if before else 1,
        value=value,
        saved_at=now,
        saved_by=user_id,
        page="",
        seq=0,
    )


def _value(newest: Mapping[str, FieldRow], name: str) -> str:
    return newest[name].value if name in newest else ""


def _theirs(work: UnitOfWork, row: FieldRow, names: dict[int, str]) -> Theirs:
    name = names.get(row.saved_by) or record_store.name_of_user(work.session, row.saved_by) or ""
    return Theirs(row.name, row.value, name, row.saved_at)
