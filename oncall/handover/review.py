"""Quality: some contacts are drawn, and a lead who did not take them says how they were handled."""

from enum import StrEnum, auto
from hashlib import sha256

from oncall.access.store import Person
from oncall.handover import review_store, store
from oncall.handover.accept_item import LONGEST, find_item
from oncall.handover.entries import RED, Entry
from oncall.wiring import Wiring


class Reviewing(StrEnum):
    """What became of it."""

    REVIEWED = auto()
    REVIEWED_BEFORE = auto()
    REVIEW_NEEDED = auto()
    REVIEW_TOO_LONG = auto()
    YOUR_OWN = auto()
    NOT_WRITTEN_UP = auto()
    NOT_THERE = auto()


def drawn(entry: Entry, one_in: int) -> bool:
    """Whether a contact is drawn: every U0 and U1, and one in so many of all.

    It goes by its id, so that the same ones are drawn whoever looks and whenever; nobody can tell
    beforehand which they will be.
    """
    lot = int.from_bytes(sha256(f"quality {entry.summary.id}".encode()).digest()[:8], "big")
    return entry.summary.urgency in RED or lot % one_in == 0


def review(item_id: int, ref: str, words: str, reader: Person, w: Wiring) -> Reviewing:
    """Keep a lead's line about a contact that was drawn, of an item they may see. Twice is once."""
    said, now = " ".join(words.split()), w.now()
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.by_id, now)
        entries = () if found is None else found[1].entries
        entry = next((one for one in entries if one.ref == ref), None)
        if entry is None or not drawn(entry, w.settings.sample_one_in):
            return Reviewing.NOT_THERE
        refused = _refusal(entry, said, reader)
        if refused is not None:
            return refused
        if review_store.add(work.session, entry.summary.id, reader.user_id, now, said):
            return Reviewing.REVIEWED
        [kept] = review_store.reviews(work.session, [entry.summary.id]).values()
        mine = (kept.by, kept.words) == (reader.name, said)
        return Reviewing.REVIEWED if mine else Reviewing.REVIEWED_BEFORE


def _refusal(entry: Entry, said: str, reader: Person) -> Reviewing | None:
    if not said:
        return Reviewing.REVIEW_NEEDED
    if len(said) > LONGEST:
        return Reviewing.REVIEW_TOO_LONG
    if reader.staff_id is not None and entry.summary.accepted_by == reader.staff_id:
        return Reviewing.YOUR_OWN
    return Reviewing.NOT_WRITTEN_UP if entry.summary.written_up_at is None else None
