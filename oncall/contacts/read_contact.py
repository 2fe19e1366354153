"""Reading contacts: the list, and one in full."""

import re
from dataclasses import dataclass
from datetime import timedelta

from oncall.access.store import Person
from oncall.contacts import apart_store, field_store, step_store
from oncall.contacts import child_store as children
from oncall.contacts import record_store as store
from oncall.contacts.find_store import times_in_touch
from oncall.contacts.read_store import LARGEST_ID, Show, page, somebodies, summaries
from oncall.contacts.record import Record
from oncall.contacts.summary import Summary
from oncall.contacts.tables import ContactRow
from oncall.contacts.timeline import legs, timeline
from oncall.db.unit_of_work import UnitOfWork
from oncall.wiring import Wiring

PAGE = 25
LATELY = timedelta(days=7)
REF = re.compile(r"[0-9A-Z-]{1,20}")


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One page of the list; `before` is where the next one begins, None on the last."""

    contacts: tuple[Summary, ...]
    before: int | None
    several_services: bool


def list_contacts(reader: Person, show: Show, before: int | None, w: Wiring) -> ContactPage:
    """Contacts the reader may see, newest first; `before` is what the page before gave."""
    with w.unit_of_work() as work:
        found = page(work.session, reader, show, before=before, limit=PAGE + 1)
    shown = tuple(found[:PAGE])
    services = {contact.service_id for contact in shown}
    return ContactPage(shown, shown[-1].id if len(found) > PAGE else None, len(services) > 1)


def find_contact(work: UnitOfWork, reader: Person, ref: str, *, to_change: bool = False) -> ContactRow | None:
    """The contact of a reference; None if there is none that the reader may see. `to_change` locks it."""
    if not REF.fullmatch(ref):
        return None
    return store.find(work.session, reader, ref, to_change=to_change)


def read_contact(ref: str, reader: Person, w: Wiring) -> Record | None:
    """Everything about one contact; None if there is none that the reader may see."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        return None if contact is None else _record(work, contact, reader, w)


def recording_of(ref: str, recording_id: int, reader: Person, w: Wiring) -> str | None:
    """The file of a message that was left, if it is there and the reader may hear it."""
    if not REF.fullmatch(ref) or recording_id > LARGEST_ID:
        return None
    with w.unit_of_work() as work:
        return store.recording_file(work.session, reader, ref, recording_id)


def _record(work: UnitOfWork, contact: ContactRow, reader: Person, w: Wiring) -> Record:
    session = work.session
    [summary] = summaries(session, [contact])
    attempts, texts = store.attempts(session, contact.id), store.texts(session, contact.id)
    recordings = store.recordings(session, contact.id)
    passed_over = apart_store.passed_over(session, contact.id)
    staff = {
        contact.callback_owner,
        *(one for one, _ in passed_over),
        *(one.person for one in attempts),
        *(one.staff_id for one in texts),
    }
    names = store.staff_names(session, staff)
    written_up_by = store.name_of_user(session, contact.written_up_by)
    candidates = somebodies(session, contact.candidates)
    return Record(
        summary=summary,
        nth=times_in_touch(session, reader, contact, contact.started_at - LATELY),
        candidates=tuple(candidates[one] for one in contact.candidates if one in candidates),
        others=tuple(one for one in store.people_of(session, contact.service_id) if one.id not in candidates),
        children=children.cards(session, contact.id, w.now().astimezone(summary.zone).date()),
        choices=children.choices(session, reader, contact, [one.id for one in summary.caller.people]),
        messages=store.messages(recordings),
        said=field_store.history(session, contact.id),
        addenda=store.addenda(session, contact.id),
        written_up_by=written_up_by,
        timeline=timeline(
            contact,
            attempts=attempts,
            recordings=recordings,
            texts=texts,
            names=names,
            written_up_by=written_up_by,
            steps=step_store.steps(session, contact.id),
            passed_over=passed_over,
        ),
        legs=legs(store.legs(session, contact.id), attempts, names),
    )
