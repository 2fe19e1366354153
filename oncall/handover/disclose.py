"""An item leaves the service for the council's system: written out, kept as a disclosure, later confirmed."""

import csv
import io
import json
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from oncall.access import audit_store
from oncall.access.audit_store import Entry as Audited
from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import disclosure_store, store
from oncall.handover.accept_item import find_item
from oncall.handover.document import Document
from oncall.handover.entries import Entry
from oncall.handover.items import Item
from oncall.wiring import Wiring

LONGEST_REFERENCE = 200
COLUMNS = (
    "contact",
    "child",
    "started_at",
    "ended_at",
    "outcome",
    "urgency",
    "taken_by",
    "written_up_at",
    "note",
    "altered",
)
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be reckoned with by a spreadsheet."""


class Form(StrEnum):
    """How an item is written out, or put on paper."""

    CSV = auto()
    JSON = auto()
    PDF = auto()


class Confirming(StrEnum):
    """What became of the confirmation that an item is in the council's record."""

    SENT = auto()
    SENT_BEFORE = auto()
    REFERENCE_NEEDED = auto()
    NOT_THERE = auto()


def disclose(item_id: int, form: Form, key: str, reader: Person, w: Wiring) -> str | None:
    """An item as its reader may see it, written out as CSV or JSON; None if there is none.

    Times are ISO 8601 UTC, as in every export. `altered` is true of a contact that does not say any more
    what was signed.
    """
    item = keep_taken_out(item_id, form, key, reader, w)
    if item is None:
        return None
    rows = [_row(item, entry) for entry in item.entries]
    return json.dumps(rows, ensure_ascii=False, indent=2) if form is Form.JSON else _csv(rows)


def keep_taken_out(item_id: int, form: Form, key: str, reader: Person, w: Wiring) -> Item | None:
    """Keep that a reader takes an item out, which is given back as they may see it; None if there is none.

    It is kept, and is in the audit chain, before the first word of it is given away: once a form.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.by_id, now)
        if found is None:
            return None
        item = found[1]
        new = disclosure_store.add(
            work.session,
            key=_key(item_id, reader, key),
            item_id=item_id,
            form=form,
            contacts=[entry.ref for entry in item.entries],
            at=now,
            by=reader.user_id,
        )
        if new:
            _audit(work, reader, f"handover_id={found[0].id} item_id={item_id} form={form}", now)
        return item


def keep_copy(document: Document, key: str, reader: Person, w: Wiring) -> None:
    """Keep that a reader takes the whole of a handover out, as they may see it; the same form once."""
    with w.unit_of_work() as work:
        new = disclosure_store.add_copy(
            work.session,
            key=_key(document.id, reader, key),
            handover_id=document.id,
            contacts=[entry.ref for entry in document.entries],
            at=w.now(),
            by=reader.user_id,
        )
        if new:
            _audit(work, reader, f"handover_id={document.id} form=pdf", w.now())


def confirm_sent(item_id: int, disclosure_id: int, reference: str, reader: Person, w: Wiring) -> Confirming:
    """Say that an item is in the council's record, with the reference it has there. Twice is once."""
    words, now = " ".join(reference.split()), w.now()
    if not words or len(words) > LONGEST_REFERENCE:
        return Confirming.REFERENCE_NEEDED
    with w.unit_of_work() as work:
        if find_item(work, item_id, reader, store.by_id, now) is None:
            return Confirming.NOT_THERE
        done = disclosure_store.confirm(
            work.session, disclosure_id, item_id, reference=words, at=now, by=reader.user_id
        )
        return Confirming.SENT if done else Confirming.SENT_BEFORE


def _key(number: int, reader: Person, key: str) -> str:
    return f"{number}:{reader.user_id}:{key.replace(chr(0), '')[:64]}"


def _audit(work: UnitOfWork, reader: Person, subject: str, now: datetime) -> None:
    """In the same transaction: what cannot be written down does not leave."""
    audit_store.append(work.session, Audited(reader.user_id, "handover.disclosed", subject, 200), now)


def _row(item: Item, entry: Entry) -> dict[str, Any]:
    summary = entry.summary
    return {
        "contact": entry.ref,
        "child": None if item.child is None else item.child.ref,
        "started_at": summary.started_at.isoformat(),
        "ended_at": summary.ended_at and summary.ended_at.isoformat(),
        "outcome": summary.outcome,
        "urgency": summary.urgency,
        "taken_by": summary.taken_by,
        "written_up_at": summary.written_up_at and summary.written_up_at.isoformat(),
        "note": entry.note,
        "altered": entry.altered,
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    """Rows with a heading, for a spreadsheet that reckons with nothing in them."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
