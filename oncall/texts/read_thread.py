"""A conversation as its contact's page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.contacts import owner_store
from oncall.contacts.own import stop_ringing
from oncall.contacts.reach import Reach, reach
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import staff_names, works_for
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.store import config_of
from oncall.texts import store
from oncall.texts.parts import parts
from oncall.texts.tables import PictureRow, ThreadRow
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Picture:
    """Something that came with a text, unseen: what kind it is, and whether its copy is here."""

    id: int
    content_type: str
    fetched: bool


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text. `state` is the contract's word; `by` is the name of whoever of us wrote it, if one did."""

    at: datetime
    ours: bool
    by: str | None = field(repr=False)
    body: str = field(repr=False)
    state: str
    error_code: int | None
    parts: int
    flags: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, oldest text first; instants in UTC, read in `zone`.

    `may_reply` is about the reader, `reach` about the sender.
    """

    ref: str
    zone: ZoneInfo
    bubbles: tuple[Bubble, ...]
    may_reply: bool
    owned: bool
    reach: Reach
    open: bool
    flags: tuple[str, ...]


def read_thread(ref: str, reader: Person, w: Wiring) -> Thread | None:
    """The conversation of a contact; None if there is none that the reader may see.

    It counts as seen when whoever owns it reads it, and nobody else is asked for it any more.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        thread = None if contact is None else store.thread(work.session, contact.id)
        if contact is None or thread is None:
            return None
        if reader.staff_id is not None and contact.callback_owner == reader.staff_id:
            if owner_store.read_by_owner(work.session, contact.id, reader.staff_id):
                stop_ringing(work, contact.id, w.now())
            store.see(work.session, contact.id, w.now())
        return _thread(work, contact, thread, reader, w)


def _thread(work: UnitOfWork, contact: ContactRow, thread: ThreadRow, reader: Person, w: Wiring) -> Thread:
    session = work.session
    config = config_of(w.config_cache, session, contact.service_id)
    said = store.of_thread(session, contact.id)
    names = staff_names(session, {one.written_by for one in said})
    pictures = store.pictures(session, [one.id for one in said])
    return Thread(
        ref=contact.ref,
        zone=config.zone,
        bubbles=tuple(_bubble(one, names, pictures) for one in said),
        may_reply=works_for(session, reader.staff_id, contact.service_id),
        owned=contact.owned_at is not None and contact.wanted_again_at is None,
        reach=reach(session, contact),
        open=thread.closed_at is None and contact.written_up_at is None,
        flags=tuple(contact.flags),
    )


def _bubble(message: MessageRow, names: dict[str, str], pictures: Sequence[PictureRow]) -> Bubble:
    return Bubble(
        at=message.created_at,
        ours=message.direction == "out",
        by=names.get(message.written_by or ""),
        body=message.body,
        state=message.status,
        error_code=message.error_code,
        parts=parts(message.body),
        flags=tuple(message.flags),
        pictures=tuple(
            Picture(one.id, one.content_type, one.file is not None)
            for one in pictures
            if one.message_id == message.id
        ),
    )
