"""A question about an item goes back to whoever was on call, and the item waits for the answer."""

from enum import StrEnum, auto

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import entry_store, item_store, store
from oncall.handover.accept_item import LONGEST, find_item
from oncall.handover.items import Item
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.handover.tell import Why, tell
from oncall.wiring import Wiring


class Asking(StrEnum):
    """What became of a question, or of its answer."""

    ASKED = auto()
    ANSWERED = auto()
    ANSWERED_BEFORE = auto()
    ACCEPTED_BEFORE = auto()
    NOT_SIGNED = auto()
    QUESTION_NEEDED = auto()
    ANSWER_NEEDED = auto()
    WORDS_TOO_LONG = auto()
    NOT_THERE = auto()


def ask(item_id: int, key: str, question: str, reader: Person, w: Wiring) -> Asking:
    """Ask about an item before taking it on; whoever signed and whoever took its contacts are texted.

    `key` is the form's own: the same form sent twice asks once.
    """
    words, now = " ".join(question.split()), w.now()
    if not words:
        return Asking.QUESTION_NEEDED
    if len(words) > LONGEST:
        return Asking.WORDS_TOO_LONG
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.lock, now)
        if found is None:
            return Asking.NOT_THERE
        row, item = found
        if item.accepted_at is not None:
            return Asking.ACCEPTED_BEFORE
        if row.state == HandoverState.DRAFT:
            return Asking.NOT_SIGNED
        query_id = item_store.ask(
            work.session, _key(item_id, reader, key), item_id, reader.user_id, now, words
        )
        if query_id is not None:
            tell(work, row, Why.QUESTION, _asked(work, row, item), str(query_id), now)
        return Asking.ASKED


def answer(item_id: int, query_id: int, words: str, reader: Person, w: Wiring) -> Asking:
    """Answer a question about an item; whoever asked is texted. Of two answers at once the first is kept."""
    said, now = " ".join(words.split()), w.now()
    if not said:
        return Asking.ANSWER_NEEDED
    if len(said) > LONGEST:
        return Asking.WORDS_TOO_LONG
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.lock, now)
        query = item_store.query(work.session, query_id)
        if found is None or query is None or query.item_id != item_id:
            return Asking.NOT_THERE
        if query.answered_at is not None:
            mine = query.answered_by == reader.user_id and query.answer == said
            return Asking.ANSWERED if mine else Asking.ANSWERED_BEFORE
        item_store.answer(work.session, query_id, reader.user_id, now, said)
        asker = item_store.staff_ids(work.session, [query.asked_by])
        tell(work, found[0], Why.ANSWER, asker, str(query_id), now)
        return Asking.ANSWERED


def _asked(work: UnitOfWork, row: HandoverRow, item: Item) -> list[str]:
    """Whoever signed and whoever took the item's contacts, as far as they may see them."""
    signed = item_store.staff_ids(work.session, [row.signed_by])
    took = [entry.summary.accepted_by for entry in item.entries if entry.summary.accepted_by]
    contacts = [entry.summary.id for entry in item.entries]
    return entry_store.who_see(work.session, contacts, dict.fromkeys([*took, *signed]))


def _key(item_id: int, reader: Person, key: str) -> str:
    return f"{item_id}:{reader.user_id}:{key.replace(chr(0), '')[:64]}"
