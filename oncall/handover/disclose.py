"""An item leaves the service for the council's system: written out, kept as a disclosure, later confirmed."""

import csv
import io
import json
from enum import StrEnum, auto
from typing import Any

from oncall.access.store import Person
from oncall.handover import disclosure_store, store
from oncall.handover.accept_item import find_item
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
)
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be reckoned with by a spreadsheet."""


class Form(StrEnum):
    """How an item is written out."""

    CSV = auto()
    JSON = auto()


class Confirming(StrEnum):
    """What became of the confirmation that an item is in the council's record."""

    SENT = auto()
    SENT_BEFORE = auto()
    REFERENCE_NEEDED = auto()
    NOT_THERE = auto()


def disclose(item_id: int, form: Form, key: str, reader: Person, w: Wiring) -> str | None:
    """An item as its reader may see it, written out; None if there is none. That it was is kept, once a form.

    Times are ISO 8601 UTC, as in every export.
    """
    now = w.now()
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.by_id, now)
        if found is None:
            return None
        item = found[1]
        disclosure_store.add(
            work.session,
            key=f"{item_id}:{reader.user_id}:{key.replace(chr(0), '')[:64]}",
            item_id=item_id,
            form=form,
            contacts=[entry.ref for entry in item.entries],
            at=now,
            by=reader.user_id,
        )
    rows = [_row(item, entry) for entry in item.entries]
    return json.dumps(rows, ensure_ascii=False, indent=2) if form is Form.JSON else _csv(rows)


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
