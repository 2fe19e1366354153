"""The practitioner writes the note; when it is complete, the contact is written up."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store as store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record import SavedNote
from oncall.contacts.tables import ContactRow, NoteRow, State
from oncall.db.unit_of_work import UnitOfWork
from oncall.wiring import Wiring
from triage.model import Urgency

LONGEST = 20_000


class Writing(StrEnum):
    """What came of it."""

    SAVED = "note_saved"
    COMPLETE = "note_complete"
    STILL_GOING_ON = "note_saved_call_goes_on"
    EMPTY = "note_needed"
    TOO_LONG = "text_too_long"
    NO_SUCH_URGENCY = "urgency_elsewhere"
    OVERTAKEN = "note_overtaken"
    COMPLETE_ALREADY = "note_complete_already"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says: the text, the urgency or "", whether it is complete, and which note it was made from.

    `made_from` is the number of the note that the writer saw, 0 if there was none.
    """

    text: str = field(repr=False)
    urgency: str
    complete: bool
    made_from: int


def clean(text: str) -> str:
    """A text as it is kept: lines end in one way, and it does not end in blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip()


def write_note(ref: str, draft: Draft, reader: Person, w: Wiring) -> Writing:
    """Save a note, and write the contact up if it is complete; then it is never changed again.

    Every note that was saved is kept. A writer who has not seen the newest one saves nothing and is told;
    the same form sent twice saves it once. While the call goes on a note is saved but not complete.
    """
    text = clean(draft.text)
    if draft.urgency and draft.urgency not in set(Urgency):
        return Writing.NO_SUCH_URGENCY
    if len(text) > LONGEST:
        return Writing.TOO_LONG
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Writing.NOT_THERE
        newest = next(iter(store.notes(work.session, contact.id)), None)
        refused = _refusal(contact, newest, text, draft)
        if refused is not None:
            return refused
        return _keep(work, contact, newest, text, draft, user_id=reader.user_id, now=w.now())


def _refusal(contact: ContactRow, newest: SavedNote | None, text: str, draft: Draft) -> Writing | None:
    same = _says(newest, text, draft)
    if contact.written_up_at is not None:
        return Writing.COMPLETE if same else Writing.COMPLETE_ALREADY
    if not same and draft.made_from != (newest.number if newest else 0):
        return Writing.OVERTAKEN
    if not text and (draft.complete or (newest is None and not draft.urgency)):
        return Writing.EMPTY
    return None


def _keep(
    work: UnitOfWork,
    contact: ContactRow,
    newest: SavedNote | None,
    text: str,
    draft: Draft,
    *,
    user_id: int,
    now: datetime,
) -> Writing:
    if not _says(newest, text, draft):
        number = newest.number + 1 if newest else 1
        contact.note, contact.urgency = text, draft.urgency or None
        note = NoteRow(contact_id=contact.id, number=number, text=text, urgency=contact.urgency)
        note.saved_at, note.saved_by = now, user_id
        store.add_note(work.session, note)
    if not draft.complete:
        return Writing.SAVED
    if contact.ended_at is None:
        return Writing.STILL_GOING_ON
    contact.written_up_at, contact.written_up_by, contact.state = now, user_id, State.WRITTEN_UP
    return Writing.COMPLETE


def _says(note: SavedNote | None, text: str, draft: Draft) -> bool:
    """Whether a note is what the draft says already."""
    return note is not None and note.text == text and (note.urgency or "") == draft.urgency
